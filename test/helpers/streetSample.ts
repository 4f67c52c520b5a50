import { encode } from "fast-png";

/** What samples/street/ is drawn from. */
export const STREET_SAMPLE = { width: 512, height: 256, seed: 20 } as const;

/** One colour a label, so that an image viewer shows something; the labels are the indices. */
const PALETTE = Array.from({ length: 256 }, (_, label) => [
  (label * 67 + 40) % 256,
  (label * 131 + 90) % 256,
  (label * 29 + 140) % 256,
]);

export function encodeStreetSample(labels: Uint8Array): Uint8Array {
  const { width, height } = STREET_SAMPLE;
  return encode(
    { width, height, data: labels, channels: 1, depth: 8, palette: PALETTE },
    { zlib: { level: 9 } },
  );
}
