import { Inflate as InflateStream } from "fflate";
import { crc32 } from "./crc32.js";
import { type Compressed, undecompressable, wrongLength } from "./inflate.js";
import { damaged } from "./formatError.js";

// What is larger than a machine may hold twice is read piece by piece. What follows from the pieces holds only when all
// have been read: a checksum comes last.

const PIECE_BYTES = 2 ** 22;
/** Of a stream, whose bytes can stand for a thousand times as many. */
const STREAM_PIECE_BYTES = 2 ** 12;

/** Bytes as they stand in a file, some after the other. */
export function* piecesOf(bytes: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

/**
 * Inflates a stream without a wrapping, piece by piece.
 *
 * @throws {FormatError} it is damaged, or at its end not of the length or the checksum that its file says
 */
export function* inflatedPieces(compressed: Compressed): Generator<Uint8Array, void> {
  const { checksum, file, part, size, stream } = compressed;
  let inflated: Uint8Array[] = [];
  let length = 0;
  let crc = 0;
  const inflating = new InflateStream((piece) => inflated.push(piece));
  for (let at = 0; at < stream.length && length <= size; at += STREAM_PIECE_BYTES) {
    try {
      inflating.push(stream.subarray(at, at + STREAM_PIECE_BYTES), at + STREAM_PIECE_BYTES >= stream.length);
    } catch (cause) {
      throw undecompressable(compressed, cause);
    }
    for (const piece of inflated) {
      length += piece.length;
      if (length > size) throw wrongLength(file, part, size);
      crc = crc32(piece, crc);
      yield piece;
    }
    inflated = [];
  }
  if (length !== size) throw wrongLength(file, part, size);
  if (crc !== checksum) throw damaged(file, `the checksum of ${part} is wrong`);
}

/** All but the first bytes of pieces. */
export function* withoutStart(pieces: Iterable<Uint8Array>, bytes: number): Generator<Uint8Array, void> {
  let left = bytes;
  for (const piece of pieces) {
    if (left < piece.length) yield left === 0 ? piece : piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}

/** No more than the first bytes of pieces, all of which are read. */
export function* onlyStart(pieces: Iterable<Uint8Array>, bytes: number): Generator<Uint8Array, void> {
  let left = bytes;
  for (const piece of pieces) {
    if (left > 0) yield piece.subarray(0, left);
    left -= Math.min(left, piece.length);
  }
}
