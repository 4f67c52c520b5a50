import { deflateSync, gunzipSync, gzipSync, inflateSync } from "node:zlib";
import { crc32 } from "../../app/formats/crc32.js";
import { joined } from "./mutateBytes.js";
import type { Random } from "./random.js";

const PNG_SIGNATURE = 8;

/** A damaged file whose checksums fit again, so that what lies behind them is reached; as it is where that is not known. */
export function withRightChecksums(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0x89 && bytes[1] === 0x50 ? pngWithRightChecksums(bytes) : bytes;
}

function pngWithRightChecksums(bytes: Uint8Array): Uint8Array {
  const repaired = bytes.slice();
  const view = new DataView(repaired.buffer);
  for (let at = PNG_SIGNATURE; at + 12 <= repaired.length;) {
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > repaired.length) break;
    view.setUint32(end, crc32(repaired.subarray(at + 4, end)));
    at = end + 4;
  }
  return repaired;
}

/** Changes what is compressed within a file, and compresses it again; undefined where nothing of it is. */
export function changedWithin(
  bytes: Uint8Array,
  random: Random,
  change: (content: Uint8Array, random: Random) => Uint8Array,
): Uint8Array | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return new Uint8Array(gzipSync(change(new Uint8Array(gunzipSync(bytes)), random)));
  }
  if (bytes[0] !== 0x89) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [first, after] = dataChunksOf(bytes, view);
  if (after === first) return undefined;
  const pieces: Uint8Array[] = [];
  for (let at = first; at < after; at += 12 + view.getUint32(at)) {
    pieces.push(bytes.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const content = deflateSync(change(new Uint8Array(inflateSync(joined(...pieces))), random));
  const chunk = new Uint8Array(12 + content.length);
  new DataView(chunk.buffer).setUint32(0, content.length);
  chunk.set([0x49, 0x44, 0x41, 0x54], 4);
  chunk.set(content, 8);
  return pngWithRightChecksums(joined(bytes.subarray(0, first), chunk, bytes.subarray(after)));
}

/** Where the IDAT chunks of a whole PNG begin and end. */
function dataChunksOf(bytes: Uint8Array, view: DataView): readonly [first: number, after: number] {
  const isData = (at: number): boolean => view.getUint32(at + 4) === 0x49444154;
  let first = PNG_SIGNATURE;
  while (first + 12 <= bytes.length && !isData(first)) first += 12 + view.getUint32(first);
  let after = first;
  while (after + 12 <= bytes.length && isData(after)) after += 12 + view.getUint32(after);
  return [first, after];
}
