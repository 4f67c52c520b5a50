import { deflateSync, inflateSync } from "node:zlib";
import { decode, encode } from "fast-png";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeMask, type DecodeOptions } from "../../../app/formats/decodeMask.js";
import { FormatError } from "../../../app/formats/formatError.js";
import { filteredRows, png } from "./makePng.js";

const INFLATES: readonly DecodeOptions["inflate"][] = [
  undefined,
  (compressed, maxBytes) => inflateSync(compressed, { maxOutputLength: maxBytes }),
];

function labelsOf(bytes: Uint8Array, options: DecodeOptions = {}): unknown {
  const mask = decodeMask(bytes, options).raster;
  return mask.kind === "labels" && mask.data;
}

function randomNumbers(seed: number, length: number, below: number): number[] {
  // Runs, as masks have them, with single numbers between.
  let state = seed;
  let last = 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    if (state >>> 30 === 0) last = (state >>> 8) % below;
    return last;
  });
}

describe("rows of every filter", () => {
  it("are undone at every depth, with either inflate, as fast-png does", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          { colourType: 0, depth: 1, channels: 1 },
          { colourType: 0, depth: 2, channels: 1 },
          { colourType: 3, depth: 4, channels: 1 },
          { colourType: 3, depth: 8, channels: 1 },
          { colourType: 0, depth: 16, channels: 1 },
          { colourType: 2, depth: 8, channels: 3 },
        ),
        fc.integer({ min: 1, max: 23 }),
        fc.array(fc.nat(4), { minLength: 1, maxLength: 12 }),
        fc.nat(1e6),
        ({ colourType, depth, channels }, width, filters, seed) => {
          const height = filters.length;
          const numbers = randomNumbers(seed, width * height * channels, 2 ** depth);
          const rows = filteredRows(numbers, { depth, channels, filters });
          const bytes = png({ width, height, depth, colourType, data: deflateSync(rows) });
          const expected =
            channels === 1
              ? numbers
              : Array.from({ length: width * height }, (_, i) => {
                  const [r = 0, g = 0, b = 0] = numbers.slice(3 * i, 3 * i + 3);
                  return r + 256 * g + 65536 * b;
                });
          for (const inflate of INFLATES) {
            const data = labelsOf(bytes, { inflate, colours: "ids" });
            expect([...(data as Uint8Array)]).toEqual(expected);
          }
          if (depth >= 8) expect([...decode(bytes).data]).toEqual(numbers);
        },
      ),
      { numRuns: 600, seed: 9 },
    );
  });

  it("are undone to ids in areas of one id, whatever rows stand one below the other", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.nat(4), { minLength: 1, maxLength: 12 }),
        fc.nat(1e6),
        (width, filters, seed) => {
          const height = filters.length;
          // Ids of few values: columns change at random places, and rows are often those above.
          const random = randomNumbers(seed, width * height, 4);
          const ids = Array.from({ length: width * height }, (_, pixel) => {
            const row = random[Math.floor(pixel / width)] ?? 0;
            return [0, 7, 0x80ff01, 0xffffff][((random[pixel % width] ?? 0) + (row >> 1)) & 3] as number;
          });
          const bytes = ids.flatMap((id) => [id & 255, (id >>> 8) & 255, id >>> 16]);
          const rows = filteredRows(bytes, { depth: 8, channels: 3, filters });
          const file = png({ width, height, depth: 8, colourType: 2, data: deflateSync(rows) });
          for (const inflate of INFLATES) {
            expect(labelsOf(file, { inflate, colours: "ids" })).toEqual(Uint32Array.from(ids));
          }
          // What an image before it left there is of no account, and too little of it is not used.
          for (const length of [ids.length + 5, ids.length, ids.length - 1]) {
            const idMemory = new Uint32Array(length).fill(0x12345678);
            const read = labelsOf(file, { colours: "ids", idMemory }) as Uint32Array;
            expect(read).toEqual(Uint32Array.from(ids));
            expect(read.buffer === idMemory.buffer).toBe(length >= ids.length);
          }
        },
      ),
      { numRuns: 600, seed: 3 },
    );
  });

  it("of no known filter are refused", () => {
    for (const [colourType, row] of [
      [0, [5, 1]],
      [2, [5, 1, 2, 3]],
    ] as const) {
      const data = deflateSync(Uint8Array.from(row));
      const bytes = png({ width: 1, height: 1, depth: 8, colourType, data });
      expect(() => decodeMask(bytes, { colours: "ids" })).toThrow("damaged PNG: unknown row filter 5");
    }
  });
});

describe.each([
  ["fflate's inflate", INFLATES[0]],
  ["the platform's inflate", INFLATES[1]],
])("image data with %s", (_, inflate) => {
  const make = (data: Uint8Array): Uint8Array => png({ width: 3, height: 2, depth: 8, colourType: 0, data });
  const rows = Uint8Array.of(0, 1, 2, 3, 0, 4, 5, 6);

  it("that goes on behind the last row is refused", () => {
    const more = Uint8Array.of(...rows, 9, 9, 9);
    expect(() => decodeMask(make(deflateSync(more)), { inflate })).toThrow(
      "damaged PNG: its image data is longer than the 8 bytes that its header tells",
    );
  });

  it("that ends early is refused", () => {
    const bytes = make(deflateSync(rows.subarray(0, 7)));
    expect(() => decodeMask(bytes, { inflate })).toThrow("truncated PNG: its image data ends early");
  });

  it("with a wrong checksum is refused", () => {
    const data = new Uint8Array(deflateSync(rows, { level: 0 }));
    data[data.length - 1] = (data[data.length - 1] as number) ^ 1;
    expect(() => decodeMask(make(data), { inflate })).toThrow("the checksum of its image data is wrong");
  });

  it("that is no zlib stream is refused", () => {
    expect(() => decodeMask(make(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)), { inflate })).toThrow(
      "damaged PNG: its image data cannot be decompressed",
    );
  });
});

describe("colours", () => {
  const pixels = [10, 20, 30, 0, 0, 0, 10, 20, 30, 255, 0, 128];
  const rgb = png({
    ...{ width: 2, height: 2, depth: 8, colourType: 2 },
    data: deflateSync(filteredRows(pixels, { depth: 8, channels: 3, filters: [1, 4] })),
  });

  it("are labels by a palette, in the smallest array that holds all of its labels", () => {
    const palette = (labels: number[]): ReadonlyMap<number, number> =>
      new Map([0x0a141e, 0, 0xff0080].map((colour, i) => [colour, labels[i] as number]));
    expect(labelsOf(rgb, { colours: palette([1, 0, 2]) })).toEqual(Uint8Array.of(1, 0, 1, 2));
    expect(labelsOf(rgb, { colours: palette([1, 300, 2]) })).toEqual(Uint16Array.of(1, 300, 1, 2));
    expect(labelsOf(rgb, { colours: palette([1, 0, -1]) })).toEqual(Int32Array.of(1, 0, 1, -1));
  });

  it("that the palette lacks are refused by name and place", () => {
    const colours = new Map([
      [0x0a141e, 1],
      [0, 0],
    ]);
    expect(() => decodeMask(rgb, { colours })).toThrow(FormatError);
    expect(() => decodeMask(rgb, { colours })).toThrow(
      "the colour #ff0080 at x 1, y 1 is not in the palette; add it with its label",
    );
  });

  it("are ids in an interlaced PNG too", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), (width, height) => {
        const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => i * 89);
        const bytes = encode({ width, height, channels: 3, data }, { interlace: "Adam7" });
        const ids = Uint32Array.from({ length: width * height }, (_, i) => {
          const [r = 0, g = 0, b = 0] = data.subarray(3 * i, 3 * i + 3);
          return r + 256 * g + 65536 * b;
        });
        expect(labelsOf(bytes, { colours: "ids" })).toEqual(ids);
      }),
      { seed: 4 },
    );
  });

  it("that something shines through are refused", () => {
    const rgba = [1, 2, 3, 255, 1, 2, 3, 254];
    const bytes = png({
      ...{ width: 2, height: 1, depth: 8, colourType: 6 },
      data: deflateSync(filteredRows(rgba, { depth: 8, channels: 4, filters: [0] })),
    });
    expect(() => decodeMask(bytes, { colours: "ids" })).toThrow("the pixel at x 1, y 0 has alpha 254");
  });

  it("of 16 bits are refused though colours have a meaning", () => {
    const data = deflateSync(new Uint8Array(7));
    const wide = png({ width: 1, height: 1, depth: 16, colourType: 2, data });
    expect(() => decodeMask(wide, { colours: "ids" })).toThrow("an RGB PNG of 16 bits a channel");
  });

  it("of an indexed PNG are not looked at: its labels are its indices", () => {
    const data = deflateSync(Uint8Array.of(0, 3, 1));
    const bytes = png({ width: 2, height: 1, depth: 8, colourType: 3, data });
    expect(labelsOf(bytes, { colours: new Map() })).toEqual(Uint8Array.of(3, 1));
  });
});

it("an image of more than 2^28 pixels is refused, though its file could hold it", () => {
  const data = new Uint8Array(70_000);
  const bytes = png({ width: 1 << 15, height: (1 << 13) + 1, depth: 1, colourType: 0, data });
  expect(() => decodeMask(bytes)).toThrow("32768 x 8193 pixels, but a mask has at most 268,435,456 pixels");
});
