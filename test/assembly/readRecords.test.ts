import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { annotationReader } from "../../app/detections/annotationReader.js";
import { RecordColumns } from "../../app/detections/cocoRecords.js";
import { RecordKernel } from "../../app/detections/recordKernels.js";
import { DatasetError } from "../../app/errors/problem.js";
import { RecordStream } from "../../app/json/recordStream.js";
import { BUILDS, loadRecordsBuild } from "../helpers/builds.js";

const KERNELS = BUILDS.map((name) => [name, new RecordKernel(loadRecordsBuild(name))] as const);

/** What is kept of a list of records that comes in pieces, or what is wrong with it; and how many the kernel read. */
function readList(
  text: string | Uint8Array,
  pieceBytes: number,
  masks: boolean,
  kernel: RecordKernel | undefined,
): { readonly kept: unknown; readonly readAtOnce: number } {
  const columns = new RecordColumns();
  let readAtOnce = 0;
  const reader = annotationReader(columns, "", masks, kernel);
  const stream = new RecordStream("dt.json", () => ({
    read: reader.read,
    readMany: (cursor, isFirst) => {
      const count = reader.readMany?.(cursor, isFirst) ?? 0;
      readAtOnce += count;
      return count;
    },
  }));
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes) stream.push(bytes.slice(at, at + pieceBytes));
    stream.finish();
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    return { kept: (error.problem as { got: string }).got, readAtOnce };
  }
  const { imageIds, images, categories, ids, scores, areas, boxes, crowds, ignores, segmentations } = columns;
  const numbers = [images, categories, ids, scores, areas, boxes, crowds, ignores].map((column) => [
    ...column.values(),
  ]);
  const masksKept = Array.from({ length: segmentations.length }, (_, row) => segmentations.at(row));
  return { kept: { imageIds, numbers, segmentations: masksKept }, readAtOnce };
}

/** Both give the same, errors included. */
function expectSame(text: string | Uint8Array, pieceBytes: number): void {
  for (const masks of [false, true]) {
    const { kept } = readList(text, pieceBytes, masks, undefined);
    for (const [name, kernel] of KERNELS) {
      expect([name, readList(text, pieceBytes, masks, kernel).kept]).toEqual([name, kept]);
    }
  }
}

const space = fc.constantFrom("", "", "", " ", "\n\t ");
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer({ min: -1000, max: 100_000 }).map((value) => String(value / 100)),
  fc.constantFrom("0", "-0", "1e5", "9.5e-05", "1.7976931348623157e308", "0.10000000000000000555"),
  fc.constantFrom(
    "9007199254740993",
    "90071992547409.925",
    "123456789012345678",
    "0.00000000000000000000001",
  ),
);
const whole = fc.oneof(
  fc.integer({ min: 0, max: 9 }).map(String),
  fc.constantFrom("7.0", "1e1", "2.5", "-3"),
);
const text = fc.oneof(
  fc.string(),
  fc.constantFrom("PPYo0", "0o@", "a\\u0062", "ü", "", "0123456789abcdefghij"),
  fc.constantFrom("\\\\", "0\\\\", "0123456789abcde\\\\ghij\\\\\\\\o", '0\\\\"', "0\\", "0\\n", '0\\"'),
);
const mask = fc.oneof(
  fc.tuple(whole, whole, text).map(([h, w, counts]) => `{"size": [${h}, ${w}], "counts": "${counts}"}`),
  fc.tuple(whole, text).map(([h, counts]) => `{"counts":"${counts}","size":[${h},3]}`),
  fc.constantFrom("[[1, 2, 3.5, 4]]", "[]", '{"size":[1,2]}', '{"size":[2,2],"counts":[1,3]}', "{}", "5"),
);
const any = fc.oneof(
  number,
  mask,
  fc.constantFrom(
    "null",
    "true",
    "false",
    "nul",
    "[1,]",
    '{"a":{"b":[{}]}}',
    "[[[]]]",
    '"\u0001"',
    "",
    "-",
    "1.",
  ),
);
const fields = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom("image_id", "category_id", "id"), whole) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom("score", "area"), number) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom("iscrowd", "ignore"), fc.constantFrom("0", "1", "true", "2")),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constant("segmentation"), mask) },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constant("bbox"),
      fc.array(number, { minLength: 3, maxLength: 5 }).map((box) => `[${box.join(", ")}]`),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom("other", "bbo", "image_ie", "i\\u0064", "scor", "IGNORE"), any),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constantFrom(
        "image_id",
        "category_id",
        "score",
        "bbox",
        "segmentation",
        "area",
        "iscrowd",
        "id",
        "ignore",
      ),
      any,
    ),
  },
);
const record = fc
  .tuple(fc.array(fields, { maxLength: 5 }), space, fc.boolean())
  .map(([more, gap, isWhole]) => {
    const known = isWhole ? [["image_id", "3"] as const, ["category_id", "1"] as const] : [];
    const all = [...known, ...more].map(([key, value]) => `${gap}"${key}"${gap}:${gap}${value}${gap}`);
    return `{${all.join(",")}}`;
  });

describe("records that a kernel reads", () => {
  it("are what the reference reads, errors included, wherever pieces end", () => {
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 5 }),
        fc.integer({ min: 1, max: 200 }),
        space,
        (records, bytes, gap) => {
          expectSame(`[${records.join(`${gap},${gap}`)}]`, bytes);
        },
      ),
      { seed: 16, numRuns: 600 },
    );
  });

  it("are so where any byte of a file is another", () => {
    const good =
      '[{"image_id": 1, "category_id": 3, "score": 0.02266, "bbox": [193.85, 298.8, 57.78, 103.32]}, ' +
      '{"image_id": 2, "category_id": 16, "score": 1, "segmentation": {"size": [480, 640], "counts": "cXk2g0S\\\\<E:H6J"}, ' +
      '"iscrowd": 0, "ignore": 1, "id": 7, "area": 1804.2468103028903, "x": [{"a": null}]}]';
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.nat(255),
        fc.integer({ min: 1, max: 400 }),
        (place, byte, piece) => {
          const bytes = new TextEncoder().encode(good);
          bytes[place] = byte;
          expectSame(bytes, piece);
        },
      ),
      { seed: 16, numRuns: 1500 },
    );
  });

  it("are all of a file as programs write it", () => {
    const records = Array.from({ length: 20_000 }, (_, i) => ({
      image_id: i >> 4,
      category_id: i % 80,
      bbox: [i / 7, i / 3, 1 / (i + 1), 2 ** (i % 40)],
      score: Math.sin(i) ** 2,
      segmentation: { size: [480, 640], counts: `PP${"1".repeat(i % 50)}\\o0` },
      id: i,
      iscrowd: 0,
    }));
    const file = JSON.stringify(records);
    for (const [, kernel] of KERNELS) {
      const { kept, readAtOnce } = readList(file, 2 ** 20, true, kernel);
      expect(kept).toEqual(readList(file, 2 ** 20, true, undefined).kept);
      // But those that a piece ends in, and what the kernel leaves to others.
      expect(readAtOnce).toBeGreaterThan(0.98 * records.length);
    }
  });
});
