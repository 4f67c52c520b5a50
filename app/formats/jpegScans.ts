import { truncated } from "./formatError.js";

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/** Progressive scans hold some of a block's 64 coefficients, and some of their bits. */
const LAST_COEFFICIENT = 63;

/**
 * Decoders fill what no scan holds with grey, and what later scans would make sharp stays blurred.
 *
 * @throws {FormatError} a component has no scan, or of a progressive image not those of all bits
 */
export function requireAllScans(bytes: Uint8Array, components: number, isProgressive: boolean): void {
  const left = new Map<number, Set<number>>();
  for (const scan of scansOf(bytes)) {
    for (const id of scan.components) {
      const missing = left.get(id) ?? new Set(Array.from({ length: LAST_COEFFICIENT + 1 }, (_, i) => i));
      left.set(id, missing);
      for (let i = scan.first; i <= scan.last; i++) if (scan.isLastBit || !isProgressive) missing.delete(i);
    }
  }
  if (left.size < components) {
    throw truncated("JPEG", `it has scans of ${left.size} of its ${components} components`);
  }
  if (isProgressive && [...left.values()].some(({ size }) => size > 0)) {
    throw truncated("JPEG", "the scans that make it sharp are missing");
  }
}

interface Scan {
  /** Their ids. */
  readonly components: readonly number[];
  /** The coefficients that it holds bits of. */
  readonly first: number;
  readonly last: number;
  readonly isLastBit: boolean;
}

/** The scans up to the image's end. */
function* scansOf(bytes: Uint8Array): Generator<Scan, void> {
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = bytes[at + 1] as number;
    // Coded data, fill bytes, zeros after a byte of ones, and restarts.
    if (bytes[at] !== 0xff || marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)) {
      at++;
      continue;
    }
    if (marker === END_OF_IMAGE) return;
    const length = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
    if (marker === START_OF_SCAN && at + 2 + length <= bytes.length) {
      const count = bytes[at + 4] as number;
      const end = at + 5 + 2 * count;
      yield {
        components: Array.from({ length: count }, (_, i) => bytes[at + 5 + 2 * i] as number),
        first: bytes[end] as number,
        last: Math.min(bytes[end + 1] as number, LAST_COEFFICIENT),
        isLastBit: ((bytes[end + 2] as number) & 15) === 0,
      };
    }
    at += 2 + length;
  }
}
