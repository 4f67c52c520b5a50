import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeNpyMask, maskOfPieces, meaningOfArray } from "../../../app/formats/arrayMask.js";
import { crc32 } from "../../../app/formats/crc32.js";
import { elementPieces } from "../../../app/formats/elementPieces.js";
import { heldBytes } from "../../../app/formats/fileBytes.js";
import { inflatedPieces, onlyStart, withoutStart } from "../../../app/formats/pieces.js";
import { readNpyHeader } from "../../../app/formats/npy.js";
import { WholeNumbers } from "../../../app/formats/wholeNumbers.js";
import { notNumbersIn } from "../../../app/job/notNumbers.js";
import { labelsOf } from "../../../app/job/rasterLabels.js";
import { encodeNpy } from "../../../bench/npy.js";

/** Bytes cut into pieces of these lengths, over and over. */
function* cut(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array, void> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const end = at + (lengths[i % lengths.length] as number);
    yield bytes.subarray(at, end);
    at = end;
  }
}

const lengthsArb = fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1, maxLength: 4 });

/** Few values, so that there are ties, and those that are hard on an argmax. */
const SCORES = [0, -0, 1, 0.5, -2, 3, NaN, Infinity, -Infinity];
/** The same, as the bits of float16. */
const HALVES = [0, 0x8000, 0x3c00, 0x3800, 0xc000, 0x4200, 0x7e00, 0x7c00, 0xfc00];

function floatsOf(type: string, length: number, of: (i: number) => number): Float32Array | Float64Array {
  const values = Array.from({ length }, (_, i) => of(i));
  return type === "f4" ? Float32Array.from(values) : Float64Array.from(values);
}

function swapped(bytes: Uint8Array, step: number): Uint8Array {
  return bytes.map((_, i) => bytes[i - (i % step) + step - 1 - (i % step)] as number);
}

describe("scores that come in pieces", () => {
  it("have the argmax, the range and the NaN of the array as a whole, in each order of its axes", () => {
    fc.assert(
      fc.property(
        fc.tuple(
          fc.integer({ min: 1, max: 5 }),
          fc.integer({ min: 1, max: 5 }),
          fc.integer({ min: 2, max: 300 }),
        ),
        fc.constantFrom("f2", "f4", "f8"),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom("channelsLast" as const, "channelsFirst" as const),
        fc.nat(),
        lengthsArb,
        ([height, width, numClasses], type, isBig, isColumnMajor, layout, seed, lengths) => {
          const shape = layout === "channelsLast" ? [height, width, numClasses] : [numClasses, height, width];
          const count = height * width * numClasses;
          const at = (i: number): number =>
            (Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b)) >>> 0;
          const values =
            type === "f2"
              ? Uint16Array.from({ length: count }, (_, i) => HALVES[at(i) % HALVES.length] as number)
              : floatsOf(type, count, (i) => SCORES[at(i) % SCORES.length] as number);
          const stored = encodeNpy(`${isBig ? ">" : "<"}${type}`, shape, values);
          const text = Buffer.from(stored)
            .toString("latin1")
            .replace("False", isColumnMajor ? "True " : "False");
          const file = new Uint8Array(Buffer.from(text, "latin1"));
          const header = readNpyHeader(file);
          if (isBig) file.set(swapped(file.slice(header.dataOffset), Number(type[1])), header.dataOffset);
          const meaning = meaningOfArray(header, layout, false);
          if (meaning.kind !== "scores") throw new Error("no scores");
          const pieces = cut(file.subarray(header.dataOffset), lengths);
          const { raster } = maskOfPieces(header, meaning, pieces, layout);
          const whole = decodeNpyMask(heldBytes(file), "npy", ".npy", layout).raster;
          expect(raster.size).toEqual(whole.size);
          expect([...labelsOf(raster)]).toEqual([...labelsOf(whole)]);
          expect(notNumbersIn(raster)).toBe(notNumbersIn(whole));
          if (raster.kind !== "labels") throw new Error("no labels");
          const numbers = [
            ...(type === "f2" ? [...values].map((half) => SCORES[HALVES.indexOf(half)]) : values),
          ] as number[];
          const finite = numbers.filter((score) => !Number.isNaN(score));
          expect(raster.argmaxOf).toEqual({
            numClasses,
            layout,
            scoreCount: count,
            lowest: Math.min(...finite),
            highest: Math.max(...finite),
            notNumbers: count - finite.length,
            pixelsOfNotNumbers: notNumbersIn(whole),
          });
        },
      ),
      { seed: 13, numRuns: 300 },
    );
  });
});

describe("whole numbers", () => {
  it("are in the smallest array that holds them, however they come", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.oneof(fc.nat(255), fc.integer({ min: -40_000, max: 70_000 }), fc.integer()))),
        (parts) => {
          const all = parts.flat();
          const numbers = new WholeNumbers(all.length);
          for (const part of parts) expect(numbers.add(Float64Array.from(part))).toBe(-1);
          expect([...numbers.labels]).toEqual(all);
        },
      ),
      { seed: 13 },
    );
    const bytes = new WholeNumbers(2);
    bytes.add(Float32Array.of(0, 255));
    expect(bytes.labels).toBeInstanceOf(Uint8Array);
  });

  it.each([0.5, NaN, Infinity, 2 ** 31, -(2 ** 31) - 1, 1e300])("are not %s", (value) => {
    const numbers = new WholeNumbers(4);
    expect(numbers.add(Float64Array.of(1, 300))).toBe(-1);
    expect(numbers.add(Float64Array.of(7, value))).toBe(3);
  });
});

describe("inflated pieces", () => {
  const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >>> 9);
  const stream = new Uint8Array(deflateRawSync(content));
  const all = (more: { size?: number; checksum?: number; stream?: Uint8Array }): Uint8Array =>
    Uint8Array.from(
      [
        ...inflatedPieces({
          file: "X",
          part: "its part",
          stream: heldBytes(more.stream ?? stream),
          size: content.length,
          checksum: crc32(content),
          ...(more.size === undefined ? {} : { size: more.size }),
          ...(more.checksum === undefined ? {} : { checksum: more.checksum }),
        }),
      ].flatMap((piece) => [...piece]),
    );

  it("are the content, and its length and checksum are verified", () => {
    expect(all({})).toEqual(content);
    expect(() => all({ size: content.length - 1 })).toThrow("damaged X: its part is not of the 299999 bytes");
    expect(() => all({ size: content.length + 1 })).toThrow("damaged X: its part is not of the 300001 bytes");
    expect(() => all({ checksum: 1 })).toThrow("damaged X: the checksum of its part is wrong");
    expect(() => all({ stream: stream.subarray(0, -9) })).toThrow("damaged X");
  });

  it("of a bomb end at the first that is too much", () => {
    const bomb = new Uint8Array(deflateRawSync(new Uint8Array(2 ** 28)));
    const start = performance.now();
    expect(() => [
      ...inflatedPieces({ file: "X", part: "its part", stream: heldBytes(bomb), size: 99, checksum: 0 }),
    ]).toThrow("damaged X: its part is not of the 99 bytes");
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

it("a start is left out or alone left, wherever pieces end", () => {
  const bytes = Uint8Array.from({ length: 50 }, (_, i) => i);
  fc.assert(
    fc.property(lengthsArb, fc.nat(60), (lengths, count) => {
      expect([...withoutStart(cut(bytes, lengths), count)].flatMap((piece) => [...piece])).toEqual([
        ...bytes.subarray(count),
      ]);
      expect([...onlyStart(cut(bytes, lengths), count)].flatMap((piece) => [...piece])).toEqual([
        ...bytes.subarray(0, count),
      ]);
    }),
    { seed: 13 },
  );
});

it("numbers are whole, wherever pieces end", () => {
  const numbers = Float64Array.from({ length: 40 }, (_, i) => i / 7);
  fc.assert(
    fc.property(lengthsArb, (lengths) => {
      const pieces = elementPieces(cut(new Uint8Array(numbers.buffer), lengths), "f8", true);
      expect([...pieces].flatMap((piece) => [...(piece as Float64Array)])).toEqual([...numbers]);
    }),
    { seed: 13 },
  );
});
