import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  boxIou,
  decodeRuns,
  encodeRuns,
  mergeRuns,
  type RotatedBox,
  rotatedBoxIou,
  type PairMatrix,
  type Runs,
  runsArea,
  runsBox,
  runsFromBox,
  runsFromPolygons,
  runsFromString,
  runsIou,
  runsToString,
} from "../../src/instances/index.js";
import { BACKENDS, onBackend } from "../helpers/backends.js";

type Size = [height: number, width: number];
type Box = [number, number, number, number];

interface Sized {
  readonly height: number;
  readonly width: number;
  readonly string: string;
  readonly area: number;
  readonly bbox?: Box;
}

interface Masks {
  readonly rle: readonly (Sized & { readonly rows: readonly string[]; readonly counts: readonly number[] })[];
  readonly polygons: readonly (Sized & { readonly polygon?: readonly number[]; readonly box?: Box })[];
  readonly iou: readonly {
    readonly dt: readonly Runs[];
    readonly gt: readonly Runs[];
    readonly iscrowd: readonly number[];
    readonly iou: readonly (readonly number[])[];
    readonly union: Runs;
    readonly intersection: Runs;
    readonly boxes_dt: readonly Box[];
    readonly boxes_gt: readonly Box[];
    readonly boxes_iscrowd: readonly number[];
    readonly box_iou: readonly (readonly number[])[];
  }[];
}

interface MoreMasks {
  readonly polygons: readonly (Sized & { readonly kind: string; readonly polygon: readonly number[] })[];
  readonly parts: readonly (Sized & {
    readonly polygons: readonly (readonly number[])[];
    readonly each: readonly string[];
    readonly intersection: string;
  })[];
  readonly boxes: readonly (Sized & { readonly box: Box })[];
  readonly big: readonly {
    readonly size: Size;
    readonly counts: readonly number[];
    readonly string: string;
    readonly area: number;
    readonly bbox: Box;
  }[];
  readonly merges: readonly {
    readonly size: Size;
    readonly strings: readonly string[];
    readonly union: string;
    readonly intersection: string;
    readonly area_union: number;
  }[];
  readonly mask_iou: readonly {
    readonly dt: readonly Runs[];
    readonly gt: readonly Runs[];
    readonly iscrowd: readonly number[];
    readonly "iou[dt][gt]": readonly (readonly number[])[];
  }[];
  readonly box_iou: readonly {
    readonly boxes_dt: readonly Box[];
    readonly boxes_gt: readonly Box[];
    readonly iscrowd: readonly number[];
    readonly "iou[dt][gt]": readonly (readonly number[])[];
  }[];
  readonly strings: readonly {
    readonly kind: string;
    readonly size: Size;
    readonly counts: readonly number[];
    readonly string: string;
    readonly decoded: string | null;
    readonly area?: number;
    readonly bbox?: Box;
  }[];
}

function golden(name: string): object {
  const file = new URL(`../golden/instances/${name}.json`, import.meta.url);
  const data = JSON.parse(readFileSync(file, "utf8")) as object;
  for (const [key, cases] of Object.entries(data)) {
    if ((cases as readonly unknown[]).length === 0) throw new Error(`${name}.json has no ${key}`);
  }
  return data;
}

/** Of a matrix the value of a prediction and a ground truth, as pycocotools lays it out. */
function expectMatrix(matrix: PairMatrix, wanted: readonly (readonly number[])[], truths: number): void {
  expect(matrix.shape).toEqual([truths, wanted.length]);
  wanted.forEach((row, p) => {
    row.forEach((value, t) => {
      expect(Math.abs((matrix.data[t * wanted.length + p] as number) - value)).toBeLessThanOrEqual(1e-12);
    });
  });
}

function expectMask(runs: Runs, { string, area, bbox }: Omit<Sized, "height" | "width">): void {
  expect(runsToString(runs)).toBe(string);
  expect(runsArea(runs)).toBe(area);
  if (bbox !== undefined) expect(runsBox(runs)).toEqual(bbox);
}

const { rle, polygons, iou } = golden("masks") as Masks;
const more = golden("masks_more") as MoreMasks;

describe.each(BACKENDS)("as pycocotools, %s", (backend) => {
  onBackend(backend);

  it("encodes and decodes bitmaps", () => {
    for (const { rows, height, width, counts, ...mask } of rle) {
      const bitmap = Uint8Array.from(rows.join(""), Number);
      const runs = encodeRuns(bitmap, { width, height });
      expect(Array.from(runs.counts)).toEqual(counts);
      expectMask(runs, mask);
      const size: Size = [height, width];
      expect(runsFromString(mask.string, size)).toEqual(runs);
      for (const form of [runs.counts, counts, mask.string]) {
        expect(decodeRuns({ size, counts: form })).toEqual(bitmap);
      }
      const byColumns = Uint8Array.from(
        bitmap,
        (_, i) => bitmap[(i % height) * width + Math.floor(i / height)] ?? 2,
      );
      expect(encodeRuns(byColumns, { width, height, order: "columnMajor" })).toEqual(runs);
      expect(decodeRuns(runs, { order: "columnMajor" })).toEqual(byColumns);
    }
  });

  it("draws polygons and boxes", () => {
    for (const { polygon, box, height, width, ...mask } of polygons) {
      const size = { width, height };
      expectMask(
        polygon === undefined ? runsFromBox(box as Box, size) : runsFromPolygons([polygon], size),
        mask,
      );
    }
    for (const { box, height, width, ...mask } of more.boxes)
      expectMask(runsFromBox(box, { width, height }), mask);
  });

  it.each([...new Set(more.polygons.map(({ kind }) => kind))])("draws polygons: %s", (kind) => {
    for (const { polygon, height, width, ...mask } of more.polygons.filter((one) => one.kind === kind)) {
      expectMask(runsFromPolygons([polygon], { width, height }), mask);
    }
  });

  it("unites the parts of an object", () => {
    for (const { polygons: parts, each, intersection, height, width, ...mask } of more.parts) {
      const drawn = parts.map((polygon) => runsFromPolygons([polygon], { width, height }));
      expect(drawn.map(runsToString)).toEqual(each);
      expectMask(runsFromPolygons(parts, { width, height }), mask);
      expect(runsToString(mergeRuns(drawn, { intersect: true }))).toBe(intersection);
    }
  });

  it("counts large masks", () => {
    for (const { size, counts, ...mask } of more.big) {
      expectMask({ size, counts }, mask);
      expect(Array.from(runsFromString(mask.string, size).counts)).toEqual(counts);
    }
  });

  it("merges", () => {
    for (const { size, strings, union, intersection, area_union } of more.merges) {
      const masks = strings.map((counts) => ({ size, counts }));
      expect(runsToString(mergeRuns(masks))).toBe(union);
      expect(runsToString(mergeRuns(masks, { intersect: true }))).toBe(intersection);
      expect(runsArea(mergeRuns(masks))).toBe(area_union);
    }
    for (const { dt, gt, union, intersection } of iou) {
      expect(runsToString(mergeRuns([...dt, ...gt]))).toBe(union.counts);
      expect(runsToString(mergeRuns([...dt, ...gt], { intersect: true }))).toBe(intersection.counts);
    }
  });

  it("compares masks and boxes, with crowds", () => {
    for (const set of iou) {
      expectMatrix(runsIou(set.gt, set.dt, { crowd: set.iscrowd }), set.iou, set.gt.length);
      expectMatrix(
        boxIou(set.boxes_gt, set.boxes_dt, { format: "xywh", crowd: set.boxes_iscrowd }),
        set.box_iou,
        set.boxes_gt.length,
      );
    }
    for (const { boxes_gt, boxes_dt, iscrowd, ...rest } of more.box_iou) {
      const matrix = boxIou(boxes_gt, boxes_dt, { format: "xywh", crowd: iscrowd });
      expectMatrix(matrix, rest["iou[dt][gt]"], boxes_gt.length);
    }
  });

  it("compares masks, and refuses pairs of two sizes", () => {
    let refused = 0;
    for (const { dt, gt, iscrowd, ...rest } of more.mask_iou) {
      dt.forEach((predicted, p) => {
        gt.forEach((truth, t) => {
          const wanted = rest["iou[dt][gt]"][p]?.[t] as number;
          const compare = (): PairMatrix => runsIou([truth], [predicted], { crowd: [iscrowd[t] as number] });
          // It says 0 where their boxes are apart.
          if (truth.size.join() !== predicted.size.join()) {
            expect([-1, 0]).toContain(wanted);
            refused++;
            expect(compare).toThrow(/"prediction\[0\]\.size" expected a mask of/);
          } else {
            expectMatrix(compare(), [[wanted]], 1);
          }
        });
      });
    }
    expect(refused).toBeGreaterThan(0);
  });

  it.each(more.strings.map((one, i) => [`${one.kind} ${i}`, one] as const))(
    "reads a string: %s",
    (_, one) => {
      const { size, string, counts, decoded, area, bbox } = one;
      const read = (): Runs => runsFromString(string, size, { incomplete: "background" });
      if (decoded === null || decoded === "to be refused") {
        expect(read).toThrow(RangeError);
        expect(() => decodeRuns({ size, counts })).toThrow(RangeError);
        return;
      }
      expect(decodeRuns(read(), { order: "columnMajor" }).join("")).toBe(decoded);
      expect(decodeRuns({ size, counts }, { order: "columnMajor", incomplete: "background" }).join("")).toBe(
        decoded,
      );
      if (area !== undefined) expect(runsArea(read())).toBe(area);
      if (bbox !== undefined) expect(runsBox(read())).toEqual(bbox);
      const isWhole = counts.reduce((sum, count) => sum + count, 0) === size[0] * size[1];
      if (isWhole) expect(runsToString(runsFromString(string, size))).toBe(string);
      else expect(() => runsFromString(string, size)).toThrow(/incomplete: "background"/);
    },
  );
});

type Turned = readonly [cx: number, cy: number, w: number, h: number, degrees: number];

interface BoxPairs {
  readonly pairs: readonly (Readonly<Record<string, unknown>> & {
    readonly kind: string;
    readonly a: readonly Box[];
    readonly b: readonly Box[];
  })[];
  readonly oriented: readonly { readonly a: Turned; readonly b: Turned; readonly iou: number }[];
}

describe("as torchvision and Shapely", () => {
  const { pairs, oriented } = golden("boxes") as BoxPairs;
  const check = (matrix: PairMatrix, wanted: unknown): void => {
    const values = (wanted as readonly (readonly (number | "nan")[])[]).flat();
    expect(matrix.data).toHaveLength(values.length);
    values.forEach((value, i) => {
      const got = matrix.data[i] as number;
      if (value === "nan") expect(got).toBeNaN();
      else expect(Math.abs(got - value)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(value)));
    });
  };

  it.each(pairs.map((pair, i) => [`${pair.kind} ${i}`, pair] as const))("%s", (_, pair) => {
    const { a, b } = pair;
    check(boxIou(a, b), pair["iou[a][b]"]);
    for (const kind of ["iou", "giou"] as const) check(boxIou(a, b, { kind }), pair[`${kind}[a][b]`]);
    for (const kind of ["diou", "ciou"] as const) {
      check(boxIou(a, b, { kind, epsilon: 1e-7 }), pair[`${kind}[a][b]`]);
      check(boxIou(a, b, { kind, epsilon: 0 }), pair[`${kind}[a][b] without epsilon`]);
    }
    for (const format of ["xywh", "cxcywh"] as const) {
      const [self, other] = [pair[`a in ${format}`] as Box[], boxIou(a, a)];
      const matrix = boxIou(self, self, { format });
      other.data.forEach((value, i) => {
        if (Number.isNaN(value)) expect(matrix.data[i]).toBeNaN();
        else expect(matrix.data[i]).toBeCloseTo(value, 6);
      });
    }
  });

  it("turned boxes", () => {
    for (const { a, b, iou: wanted } of oriented) {
      const [truth, predicted] = [a, b].map(([cx, cy, w, h, angle]) => ({ cx, cy, w, h, angle })) as [
        RotatedBox,
        RotatedBox,
      ];
      expect(Math.abs((rotatedBoxIou([truth], [predicted]).data[0] as number) - wanted)).toBeLessThan(1e-9);
      const inRadians = [truth, predicted].map((box) => ({ ...box, angle: (box.angle * Math.PI) / 180 }));
      const { data } = rotatedBoxIou(inRadians.slice(0, 1), inRadians.slice(1), { angleUnit: "radians" });
      expect(Math.abs((data[0] as number) - wanted)).toBeLessThan(1e-9);
    }
  });
});
