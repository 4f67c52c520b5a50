import type { Random } from "./random.js";

/** Values at the edges of what fields hold. */
const EDGES = [
  0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff,
];

/** A few changes of the kinds that files suffer: bits, bytes, fields, and pieces cut out, doubled or moved. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let changed: Uint8Array = bytes.slice();
  const changes = 1 + random.integer(random.chance(0.7) ? 2 : 8);
  for (let i = 0; i < changes && changed.length > 0; i++) changed = changeOnce(changed, random);
  return changed;
}

function changeOnce(bytes: Uint8Array, random: Random): Uint8Array {
  const at = placeIn(bytes.length, random);
  const span = 1 + random.integer(random.chance(0.8) ? 16 : bytes.length);
  switch (random.integer(8)) {
    case 0:
      bytes[at] = (bytes[at] as number) ^ (1 << random.integer(8));
      return bytes;
    case 1:
      bytes[at] = random.integer(256);
      return bytes;
    case 2:
    case 3:
      writeField(bytes, at, random);
      return bytes;
    case 4:
      return bytes.slice(0, at);
    case 5:
      return joined(bytes.subarray(0, at), bytes.subarray(at + span));
    case 6:
      return joined(bytes.subarray(0, at), bytes.subarray(at, at + span), bytes.subarray(at));
    default:
      bytes.copyWithin(at, placeIn(bytes.length, random), placeIn(bytes.length, random));
      return bytes;
  }
}

/** Headers stand at the front, directories at either end. */
function placeIn(length: number, random: Random): number {
  const near = Math.min(length, 256);
  if (random.chance(0.5)) return random.integer(near);
  return random.chance(0.3) ? length - 1 - random.integer(near) : random.integer(length);
}

function writeField(bytes: Uint8Array, at: number, random: Random): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const value = random.pick(EDGES);
  const littleEndian = random.chance(0.5);
  if (random.chance(0.5) && at + 4 <= bytes.length) view.setUint32(at, value, littleEndian);
  else if (at + 2 <= bytes.length) view.setUint16(at, value & 0xffff, littleEndian);
}

export function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
