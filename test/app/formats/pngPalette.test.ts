import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { coloursOfIndices } from "../../../app/classes/coloursOfIndices.js";
import { pngPalette } from "../../../app/formats/pngPalette.js";
import { readSettings } from "../../../src/measures/confusion/settings.js";

const COLOURS = [
  [0, 0, 0],
  [128, 0, 0],
  [0, 128, 0],
  [0, 128, 0],
  [224, 224, 192],
];

const indexed = encode({
  width: 2,
  height: 2,
  data: Uint8Array.of(0, 1, 2, 4),
  channels: 1,
  depth: 8,
  palette: COLOURS,
});

describe("the palette of an indexed PNG", () => {
  it("has its colours in order", () => {
    expect(pngPalette(indexed)).toEqual([0, 0x800000, 0x008000, 0x008000, 0xe0e0c0]);
  });

  it("is told by the file's beginning, or not at all", () => {
    expect(pngPalette(indexed.subarray(0, 100))).toEqual(pngPalette(indexed));
    expect(pngPalette(indexed.subarray(0, 40))).toBeUndefined();
    const grey = encode({ width: 1, height: 1, data: Uint8Array.of(7), channels: 1, depth: 8 });
    expect(pngPalette(grey)).toBeUndefined();
    expect(pngPalette(Uint8Array.of(1, 2, 3))).toBeUndefined();
  });
});

describe("classes in the colours of indices", () => {
  it("are those of their labels; a colour is one class's", () => {
    const settings = readSettings({ numClasses: 4 });
    expect(coloursOfIndices(pngPalette(indexed) ?? [], settings)).toEqual(["#000000", "#800000", "#008000"]);
  });

  it("follow a mapping, and void has none", () => {
    const settings = readSettings({
      numClasses: 2,
      labelMapping: { groundTruth: { 1: 0, 4: 1 } },
      ignoreIndex: 0,
    });
    expect(coloursOfIndices([0, 0x800000, 0x008000, 0, 0xe0e0c0], settings)).toEqual([undefined, "#e0e0c0"]);
  });

  it("are none where the palette is greys: what was saved is no colour", () => {
    expect(coloursOfIndices([0, 0x010101, 0x020202], readSettings({ numClasses: 3 }))).toEqual([]);
  });
});
