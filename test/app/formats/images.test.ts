import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeMask, type DecodeOptions } from "../../../app/formats/decodeMask.js";
import { FormatError } from "../../../app/formats/formatError.js";
import { bmp, gif, pnm } from "./makeImages.js";

const GREYS = Array.from({ length: 256 }, (_, grey) => [grey, grey, grey]);
const COLOURS = [
  [0, 0, 0],
  [128, 0, 0],
  [0, 128, 0],
  [128, 128, 0],
];
const PALETTE = new Map([
  [0x000000, 0],
  [0x800000, 1],
  [0x008000, 2],
]);
const LABELS = [0, 1, 2, 2, 1, 0, 1, 1, 2, 0, 0, 1, 2, 1, 0];

function labelsOf(bytes: Uint8Array, options: DecodeOptions = {}): number[] {
  const before = bytes.slice();
  const { raster } = decodeMask(bytes, options);
  expect(bytes).toEqual(before);
  if (raster.kind !== "labels") throw new Error(raster.kind);
  return Array.from(raster.data, Number);
}

function refusal(bytes: Uint8Array, options: DecodeOptions = {}): string {
  try {
    decodeMask(bytes, options);
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return (error as Error).message;
  }
  throw new Error("it was read");
}

describe("BMP", () => {
  it.each([1, 4, 8])("of %i bits: the index of a palette of colours, from the top or from below", (bits) => {
    const numbers = bits === 1 ? LABELS.map((label) => label & 1) : LABELS;
    const palette = COLOURS.slice(0, 2 ** bits);
    for (const width of [1, 3, 5, 15]) {
      for (const isTopDown of [false, true]) {
        expect(labelsOf(bmp({ width, bits, numbers, palette, isTopDown }))).toEqual(numbers);
      }
    }
  });

  it("has no greys of its own: of a palette of greys the grey is read, in whatever order it stands", () => {
    expect(labelsOf(bmp({ width: 5, bits: 8, numbers: LABELS, palette: GREYS }))).toEqual(LABELS);
    const reversed = [...GREYS].reverse();
    const numbers = LABELS.map((label) => 255 - label);
    expect(labelsOf(bmp({ width: 5, bits: 8, numbers, palette: reversed }))).toEqual(LABELS);
    const white = [
      [255, 255, 255],
      [0, 0, 0],
    ];
    expect(labelsOf(bmp({ width: 3, bits: 1, numbers: [0, 1, 0], palette: white }))).toEqual([255, 0, 255]);
  });

  it("of RGB is read by a palette, and of RGBA with what is said of alpha 0", () => {
    const pixels = LABELS.flatMap((label) => [...(COLOURS[label] as number[])].reverse());
    const bytes = bmp({ width: 5, bits: 24, numbers: pixels });
    expect(labelsOf(bytes, { colours: PALETTE })).toEqual(LABELS);
    expect(refusal(bytes)).toBe(
      "a BMP of RGB holds colours, not labels; save the mask as an indexed or grey PNG",
    );
    // The fourth byte of 32 bits means something only where the header says so.
    const unused = LABELS.flatMap((label) => [...[...(COLOURS[label] as number[])].reverse(), 0]);
    expect(labelsOf(bmp({ width: 5, bits: 32, numbers: unused }), { colours: PALETTE })).toEqual(LABELS);
    const alpha = bmp({ width: 5, bits: 32, numbers: unused, headerBytes: 108, compression: 3 });
    expect(refusal(alpha, { colours: PALETTE })).toContain("has alpha 0");
    const read = decodeMask(alpha, { colours: PALETTE, alpha: "void" }).raster;
    expect(read).toMatchObject({ declared: { transparent: 15 } });
  });

  it("of OS/2's header, and with rows of any length", () => {
    const palette = [...COLOURS, ...COLOURS, ...COLOURS, ...COLOURS];
    expect(labelsOf(bmp({ width: 3, bits: 4, numbers: LABELS, palette, headerBytes: 12 }))).toEqual(LABELS);
  });

  it.each([
    [
      "an index beyond the palette",
      { bits: 8, numbers: [4], palette: COLOURS },
      "damaged BMP: index 4 at x 0, y 0",
    ],
    [
      "run lengths",
      { bits: 8, numbers: [0], palette: COLOURS, compression: 1 },
      "a BMP compressed with run lengths",
    ],
    ["16 bits", { bits: 16, numbers: [0, 0] }, "a BMP of 16 bits a pixel"],
    ["12 bits", { bits: 24, numbers: [0, 0, 0], compression: 9 }, "compressed by method 9"],
  ] as const)("with %s is refused", (_, made, message) => {
    expect(refusal(bmp({ width: 1, ...made }), { colours: PALETTE })).toContain(message);
  });
});

describe("GIF", () => {
  const powers = [...COLOURS];

  it("of greys is read as greys, whatever their indices are", () => {
    // As Pillow writes the labels 0, 1, 2 and 255.
    const palette = [0, 1, 2, 255].map((grey) => [grey, grey, grey]);
    const indices = [0, 1, 2, 3, 3, 2];
    expect(labelsOf(gif({ width: 3, indices, palette }))).toEqual([0, 1, 2, 255, 255, 2]);
  });

  it("of colours is read by a palette, never by its indices", () => {
    const shuffled = [COLOURS[2], COLOURS[0], COLOURS[1], COLOURS[3]] as number[][];
    const indices = LABELS.map((label) => [1, 2, 0][label] as number);
    expect(labelsOf(gif({ width: 5, indices, palette: shuffled }), { colours: PALETTE })).toEqual(LABELS);
    expect(refusal(gif({ width: 5, indices: LABELS, palette: powers }))).toContain(
      "an index is no label; save the labels as an indexed PNG",
    );
  });

  it("interlaced, with rows in four passes", () => {
    const rows = Array.from({ length: 11 }, (_, row) => row);
    const stored = [0, 8, 4, 2, 6, 10, 1, 3, 5, 7, 9];
    const indices = stored.flatMap((row) => [row, row]);
    const bytes = gif({ width: 2, indices, palette: GREYS.slice(0, 16), isInterlaced: true });
    expect(labelsOf(bytes)).toEqual(rows.flatMap((row) => [row, row]));
  });

  it("with a transparent index: what is said of alpha 0", () => {
    const made = { width: 3, indices: [0, 1, 2], palette: GREYS.slice(0, 4), transparent: 2 };
    expect(refusal(gif(made))).toContain("the pixel at x 2, y 0 has alpha 0");
    const { raster } = decodeMask(gif(made), { alpha: "void" });
    expect(raster).toMatchObject({ declared: { transparent: 1 } });
    expect(labelsOf(gif({ ...made, indices: [0, 1, 1] }))).toEqual([0, 1, 1]);
  });

  it("refuses more than one image, and one that does not fill its screen", () => {
    const made = { width: 3, indices: [0, 1, 2], palette: GREYS.slice(0, 4) };
    expect(refusal(gif({ ...made, images: 2 }))).toContain("an animated GIF");
    const bytes = gif(made);
    bytes[6] = 4;
    expect(refusal(bytes)).toContain("does not fill its screen of 4 x 1");
  });

  it("undoes codes of every width, whatever the image", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(2, 3, 5, 8),
        fc.array(fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 90 })), { minLength: 1, maxLength: 400 }),
        (bits, runs) => {
          const indices = runs.flatMap(([index, length]) =>
            new Array<number>(length).fill(index % 2 ** bits),
          );
          const made = { width: indices.length, indices, palette: GREYS.slice(0, 2 ** bits) };
          expect(labelsOf(gif({ ...made, isCompressed: true }))).toEqual(indices);
        },
      ),
      { numRuns: 60, seed: 3 },
    );
  });
});

describe("PGM and PPM", () => {
  it("raw and plain, with comments, of 8 and 16 bits: the sample as it stands", () => {
    expect(labelsOf(pnm("P5\n3 2\n255\n", [0, 1, 2, 255, 1, 0]))).toEqual([0, 1, 2, 255, 1, 0]);
    expect(labelsOf(pnm("P5 # made\n3\t1 # wide\n20\n", [0, 20, 1]))).toEqual([0, 20, 1]);
    expect(labelsOf(pnm("P5\n2 1\n65535\n", [1, 0, 0, 255]))).toEqual([256, 255]);
    expect(labelsOf(pnm("P2\n3 2\n1000\n", "0 1 2\n255 1000\n7\n"))).toEqual([0, 1, 2, 255, 1000, 7]);
    // A Buffer is no other file.
    const buffer = Buffer.from(pnm("P5\n2 1\n65535\n", [1, 0, 0, 255]));
    expect(labelsOf(buffer)).toEqual([256, 255]);
  });

  it("of colours are read by a palette", () => {
    const colours = LABELS.flatMap((label) => COLOURS[label] as number[]);
    expect(labelsOf(pnm("P6\n5 3\n255\n", colours), { colours: PALETTE })).toEqual(LABELS);
    expect(labelsOf(pnm("P3\n5 3\n255\n", colours.join(" ")), { colours: PALETTE })).toEqual(LABELS);
    expect(refusal(pnm("P6\n5 3\n255\n", colours))).toContain("a PPM holds colours, not labels");
  });

  it.each([
    [pnm("P4\n8 1\n", [255]), "a PBM: its 1 is black"],
    [pnm("P7\nWIDTH 1\n", []), "a PAM image"],
    [pnm("Pf\n1 1\n-1\n", [0, 0, 0, 0]), "a PFM image of floats"],
    [pnm("P5\n2 2\n255\n", [0, 0, 0]), "truncated PGM"],
    [pnm("P5\n1 1\n3\n", [4]), "the sample 4 at x 0, y 0 is above its largest, 3"],
    [pnm("P2\n1 1\n3\n", "4"), "the sample 4 at x 0, y 0 is above its largest, 3"],
    [pnm("P2\n1 1\n3\n", "-1"), "there is no sample"],
    [pnm("P5\n1 1\n3\n", [1, 7, 7]), "2 bytes stand behind its samples"],
    [pnm("P5\n1 1\n3\n", [1, ...pnm("P5\n1 1\n3\n", [2])]), "a PGM of several images"],
    [pnm("P5\n0 1\n255\n", []), "its size is 0 x 1"],
    [pnm("P5\n1 1\n65536\n", [0, 0]), "its largest sample is 65536"],
    [pnm("P5\n999999 999999\n255\n", [0]), "a mask has at most"],
    [pnm("P5\n99999999999 1\n255\n", [0]), "its header has no number"],
  ] as [Uint8Array, string][])("%# is refused", (bytes, message) => {
    expect(refusal(bytes)).toContain(message);
  });
});

describe("every prefix and every changed byte is read or refused with a FormatError", () => {
  it.each([
    ["bmp", bmp({ width: 5, bits: 8, numbers: LABELS, palette: COLOURS })],
    [
      "bmp of 1 bit",
      bmp({ width: 5, bits: 1, numbers: LABELS.map((l) => l & 1), palette: COLOURS.slice(0, 2) }),
    ],
    ["bmp of RGBA", bmp({ width: 1, bits: 32, numbers: [0, 0, 128, 255], headerBytes: 108, compression: 3 })],
    ["gif", gif({ width: 5, indices: LABELS, palette: GREYS.slice(0, 4), transparent: 3 })],
    ["pgm", pnm("P5\n5 3\n255\n", LABELS)],
    ["plain pgm", pnm("P2\n5 3\n255\n", LABELS.map((label) => label + 10).join(" "))],
  ])("%s", (name, bytes) => {
    for (const options of [
      {},
      { colours: PALETTE, alpha: "void" as const, unlistedColours: "void" as const },
    ]) {
      for (let length = 0; length < bytes.length; length++) {
        // A plain number that is cut short is a smaller one: nobody can tell.
        if (name === "plain pgm" && length === bytes.length - 1) continue;
        expect(() => decodeMask(bytes.slice(0, length), options), `${length} bytes`).toThrow(FormatError);
      }
      for (let at = 0; at < bytes.length; at++) {
        for (const change of [0xff, 1, 128]) {
          const changed = bytes.slice();
          changed[at] = (changed[at] as number) ^ change;
          try {
            decodeMask(changed, options);
          } catch (error) {
            expect(error).toBeInstanceOf(FormatError);
            expect((error as Error).message).not.toMatch(/undefined|NaN|\[object/);
          }
        }
      }
    }
  });
});
