import { encode } from "fast-png";
import { cityscapes } from "../../app/presets/cityscapes.js";
import { STREETS_SAMPLE } from "../../app/samples/streets.js";

/** What samples/street/ is drawn from. */
export const STREET_SAMPLE = { width: 512, height: 256, seed: 20 } as const;

/** One colour a label, so that an image viewer shows something; the labels are the indices. */
const PALETTE = Array.from({ length: 256 }, (_, label) => [
  (label * 67 + 40) % 256,
  (label * 131 + 90) % 256,
  (label * 29 + 140) % 256,
]);

/** Cityscapes' colours; void is black. */
const STREETS_PALETTE = Array.from({ length: 256 }, (_, label) => {
  const colour = Number.parseInt((cityscapes.palette[label] ?? "#000000").slice(1), 16);
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
});

export function encodeStreetSample(labels: Uint8Array): Uint8Array {
  return encodeIndexed(labels, STREET_SAMPLE.width, STREET_SAMPLE.height, PALETTE);
}

export function encodeStreetsSample(labels: Uint8Array): Uint8Array {
  return encodeIndexed(labels, STREETS_SAMPLE.width, STREETS_SAMPLE.height, STREETS_PALETTE);
}

function encodeIndexed(labels: Uint8Array, width: number, height: number, palette: number[][]): Uint8Array {
  return encode({ width, height, data: labels, channels: 1, depth: 8, palette }, { zlib: { level: 9 } });
}
