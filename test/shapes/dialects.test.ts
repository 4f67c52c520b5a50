import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeRuns,
  encodeRuns,
  runsArea,
  runsFromBitmaps,
  runsFromBits,
  runsFromCvat,
  runsFromLabelStudio,
  runsFromPolygons,
  runsFromYolo,
  runsToBitmaps,
  runsToBits,
  runsToCvat,
  runsToLabelStudio,
  runsToPolygons,
  runsToYolo,
} from "../../src/instances/index.js";
import { drawn, encode, masks, SETTINGS } from "./masks.js";

const RING = drawn(`
  .......
  .#####.
  .#...#.
  .#.#.#.
  .#...#.
  .#####.
  ......#`);

describe("CVAT", () => {
  it("has the pixels of a box, row by row", () => {
    const mask = drawn(`
      ....
      .##.
      ..#.`);
    const runs = encode(mask);
    expect(runsToCvat(runs)).toEqual({ rle: [0, 2, 1, 1], left: 1, top: 1, width: 2, height: 2 });
    expect(runsFromCvat({ rle: "0, 2, 1, 1", left: 1, top: 1, width: 2, height: 2 }, size(mask))).toEqual(
      runs,
    );
    expect(runsFromCvat([0, 2, 1, 1, 1, 1, 2, 2], size(mask))).toEqual(runs);
  });

  it("comes back as it was", () => {
    fc.assert(
      fc.property(masks(), (mask) => {
        const runs = encode(mask);
        if (runsArea(runs) === 0) expect(() => runsToCvat(runs)).toThrow(/at least one pixel/);
        else expect(runsFromCvat(runsToCvat(runs), size(mask))).toEqual(runs);
      }),
      SETTINGS,
    );
  });

  it.each([
    ["runs of another sum", { rle: "0, 2", left: 0, top: 0, width: 3, height: 1 }, /runs of 3 pixels/],
    ["a negative run", { rle: [4, -1], left: 0, top: 0, width: 3, height: 1 }, /mask\.rle\[1\]/],
    ["a word", { rle: "0, x", left: 0, top: 0, width: 2, height: 1 }, /" x" at run 1/],
    ["no text", { rle: "", left: 0, top: 0, width: 2, height: 1 }, /at run 0/],
    ["a box beyond the image", { rle: "4", left: 2, top: 0, width: 4, height: 1 }, /mask\.width/],
    ["a box before the image", { rle: "1", left: -1, top: 0, width: 1, height: 1 }, /mask\.left/],
    ["nothing", {}, /mask\.left/],
    ["points without a box", [1, 2], /left, top, right, bottom/],
    ["a box that ends before it begins", [1, 3, 0, 2, 0], /right/],
    ["null", null, /"mask" expected/],
  ])("refuses %s", (_, mask, message) => {
    expect(() => runsFromCvat(mask as never, { width: 5, height: 4 })).toThrow(message);
  });
});

function size({ width, height }: { readonly width: number; readonly height: number }): {
  width: number;
  height: number;
} {
  return { width, height };
}

/** Label Studio's bytes by the letter of the format: numbers as text of bits. */
function packed(...numbers: readonly (readonly [value: number, bits: number])[]): number[] {
  const bits = numbers.map(([value, length]) => value.toString(2).padStart(length, "0")).join("");
  return (bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2));
}

const HEAD = [
  [7, 5],
  [2, 4],
  [3, 4],
  [7, 4],
  [15, 4],
] as const;

describe("Label Studio", () => {
  it("reads repeated and single values; the alpha of a pixel says what it is", () => {
    const single = [9, 9, 9, 0, 0, 0, 0, 128];
    const bytes = packed(
      [16, 32],
      ...HEAD,
      // Eight single values: two pixels, alpha 0 and 128.
      [0, 1],
      [0, 2],
      [7, 3],
      ...single.map((value) => [value, 8] as const),
      // Five of 255 with a length of 8 bits, then three of 0: alpha 255 and 0.
      [1, 1],
      [2, 2],
      [4, 8],
      [255, 8],
      [1, 1],
      [1, 2],
      [2, 4],
      [0, 8],
    );
    const runs = runsFromLabelStudio(bytes, { width: 2, height: 2 });
    expect([...decodeRuns(runs)]).toEqual([0, 1, 1, 0]);
    expect(runsFromLabelStudio(Uint8Array.from(bytes), { width: 2, height: 2 })).toEqual(runs);
  });

  it("comes back as it was", () => {
    fc.assert(
      fc.property(masks(), (mask) => {
        const runs = encode(mask);
        expect(runsFromLabelStudio(runsToLabelStudio(runs), size(mask))).toEqual(runs);
      }),
      SETTINGS,
    );
    const large = encodeRuns(new Uint8Array(300 * 200).fill(1, 777, 40_000), { width: 300, height: 200 });
    expect(runsFromLabelStudio([...runsToLabelStudio(large)], { width: 300, height: 200 })).toEqual(large);
  });

  it.each([
    ["data that is cut short", packed([4, 32], ...HEAD, [0, 1], [0, 2], [3, 3], [1, 8]), /cut short/],
    ["no data", [], /cut short/],
    ["another size", packed([8, 32], ...HEAD), /8/],
    ["a run beyond the end", packed([4, 32], ...HEAD, [1, 1], [3, 2], [4, 16], [255, 8]), /5 or more/],
    ["bytes that are none", [256], /rle\[0\]/],
    ["text", "AAA", /a list of bytes/],
  ])("refuses %s", (_, rle, message) => {
    expect(() => runsFromLabelStudio(rle as never, { width: 1, height: 1 })).toThrow(message);
  });
});

describe("bitmaps", () => {
  it("follow one another", () => {
    fc.assert(
      fc.property(masks(), masks(), (first, second) => {
        const pixels = second.pixels.length >= first.pixels.length ? second.pixels : first.pixels;
        const other = pixels.slice(0, first.pixels.length).reverse();
        const list = [first.pixels, other];
        const both = Uint8Array.from(list.flatMap((mask) => [...mask]));
        const runs = runsFromBitmaps(both, size(first));
        expect(runs).toEqual(list.map((mask) => encodeRuns(mask, size(first))));
        expect(runsFromBitmaps(list, size(first))).toEqual(runs);
        expect(runsToBitmaps(runs)).toEqual({ data: both, shape: [2, first.height, first.width] });
      }),
      SETTINGS,
    );
  });

  it("are refused where they are not of whole masks", () => {
    expect(() => runsFromBitmaps(new Uint8Array(7), { width: 3, height: 2 })).toThrow(
      /masks of 6 pixels each/,
    );
    expect(() => runsToBitmaps([])).toThrow(/at least one mask/);
    expect(() => runsFromBitmaps(new Float32Array(6) as never, { width: 3, height: 2 })).toThrow(/threshold/);
  });
});

describe("packed bits", () => {
  it("are those of numpy.packbits", () => {
    // numpy.packbits([[1,0,1],[0,1,1],[1,1,1],[0,0,1]]) with axis -1 or none, and bitorder.
    const mask = drawn(`
      #.#
      .##
      ###
      ..#`);
    const runs = encode(mask);
    expect([...runsToBits(runs)]).toEqual([160, 96, 224, 32]);
    expect([...runsToBits(runs, { rows: "flat" })]).toEqual([175, 144]);
    expect([...runsToBits(runs, { bitOrder: "little" })]).toEqual([5, 6, 7, 4]);
    expect([...runsToBits(runs, { bitOrder: "little", rows: "flat" })]).toEqual([245, 9]);
  });

  it("come back as they were, whatever is behind the last pixel", () => {
    fc.assert(
      fc.property(
        masks(),
        fc.constantFrom("big" as const, "little" as const),
        fc.constantFrom("padded" as const, "flat" as const),
        (mask, bitOrder, rows) => {
          const runs = encode(mask);
          const bits = runsToBits(runs, { bitOrder, rows });
          expect(runsFromBits(bits, { ...size(mask), bitOrder, rows })).toEqual(runs);
          const rest = (mask.width * (rows === "flat" ? mask.height : 1)) % 8;
          if (rest === 0) return;
          const beyond = bitOrder === "big" ? 255 >> rest : (255 << rest) & 255;
          bits[bits.length - 1] = bits.at(-1) | beyond;
          expect(runsFromBits(bits, { ...size(mask), bitOrder, rows })).toEqual(runs);
        },
      ),
      SETTINGS,
    );
  });

  it("are refused where they are of another length", () => {
    expect(() => runsFromBits(new Uint8Array(1), { width: 9, height: 1 })).toThrow(/2 bytes/);
    expect(() => runsFromBits(new Uint8Array(2), { width: 9, height: 1, bits: 1 } as never)).toThrow(
      /"bits"/,
    );
  });
});

describe("outlines", () => {
  it("walk round the pieces of a mask and join holes to them", () => {
    const runs = encode(RING);
    const polygons = runsToPolygons(runs);
    // The ring with its hole, the pixel within, and the one that touches it at a corner only.
    expect(polygons.map((polygon) => polygon.length)).toEqual([20, 8, 8]);
    expect(polygons[1]).toEqual([3, 3, 4, 3, 4, 4, 3, 4]);
    expect(runsFromPolygons(polygons, size(RING))).toEqual(runs);
    expect(runsToPolygons(encodeRuns([0, 0], { width: 2, height: 1 }))).toEqual([]);
  });

  it("are drawn as the mask that they are of", () => {
    fc.assert(
      fc.property(masks(), (mask) => {
        const runs = encode(mask);
        const polygons = runsToPolygons(runs);
        if (polygons.length > 0) expect(runsFromPolygons(polygons, size(mask))).toEqual(runs);
        const joined = runsToYolo(runs, 3, { joined: true });
        const [object] = runsFromYolo(joined, size(mask));
        if (object === undefined) expect(polygons).toEqual([]);
        else expect(object.runs).toEqual(runs);
        expect(runsFromYolo(runsToYolo(runs, 3), size(mask)).map(({ classIndex }) => classIndex)).toEqual(
          polygons.map(() => 3),
        );
      }),
      SETTINGS,
    );
  });
});

describe("YOLO", () => {
  it("has a line an object, in parts of the image, and may have a score", () => {
    const text = "0 0 0 0.5 0 0.5 1 0 1\r\n\n7 0.5 0 1 0 1 0.5 0.75\n";
    const [first, second, ...others] = runsFromYolo(text, { width: 4, height: 2 });
    expect(others).toEqual([]);
    expect(first).toMatchObject({ classIndex: 0, score: undefined });
    expect([...(first?.polygon ?? [])]).toEqual([0, 0, 2, 0, 2, 2, 0, 2]);
    expect([...(first?.runs.counts ?? [])]).toEqual([0, 4, 4]);
    expect(second).toMatchObject({ classIndex: 7, score: 0.75 });
    expect(runsToYolo({ size: [2, 4], counts: [0, 4, 4] }, 5)).toBe("5 0 0 0.5 0 0.5 1 0 1");
  });

  it.each([
    ["a box", "0 0.5 0.5 1 1", /this is a box/],
    ["no numbers", "0 a b c d e f", /"a"/],
    ["pixels", "0 0 0 100 0 100 100", /divide pixels/],
    ["a broken class", "0.5 0 0 1 0 1 1", /class of line 1/],
    ["a later line", "0 0 0 1 0 1 1\n1 0 0", /line 2/],
    ["something else", 5, /text of a label file/],
  ])("refuses %s", (_, text, message) => {
    expect(() => runsFromYolo(text as never, { width: 4, height: 4 })).toThrow(message);
  });
});
