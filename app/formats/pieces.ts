import { Inflate as InflateStream } from "fflate";
import { crc32 } from "./crc32.js";
import type { FileBytes } from "./fileBytes.js";
import { type CompressedPart, undecompressable, wrongLength } from "./inflate.js";
import { damaged } from "./formatError.js";

// What is larger than a machine may hold twice is read piece by piece. What follows from the pieces holds only when all
// have been read: a checksum comes last.

const PIECE_BYTES = 2 ** 22;
/** Of a stream, whose bytes can stand for a thousand times as many. */
const STREAM_PIECE_BYTES = 2 ** 12;

/** Bytes as they stand in a file, some after the other. */
export function* piecesOf(file: FileBytes, bytes = PIECE_BYTES): Generator<Uint8Array, void> {
  for (let at = 0; at < file.length; at += bytes) yield file.read(at, Math.min(at + bytes, file.length));
}

/**
 * Pieces of something of which a length and a checksum are known.
 *
 * @throws {FormatError} at the end: it is not of the length or the checksum that its file says
 */
export function* checkedPieces(
  pieces: Iterable<Uint8Array>,
  { checksum, file, part, size }: Omit<CompressedPart, "stream">,
): Generator<Uint8Array, void> {
  let length = 0;
  let crc = 0;
  for (const piece of pieces) {
    length += piece.length;
    if (length > size) throw wrongLength(file, part, size);
    crc = crc32(piece, crc);
    yield piece;
  }
  if (length !== size) throw wrongLength(file, part, size);
  if (crc !== checksum) throw damaged(file, `the checksum of ${part} is wrong`);
}

/**
 * Inflates a stream without a wrapping, piece by piece.
 *
 * @throws {FormatError} it is damaged, or at its end not of the length or the checksum that its file says
 */
export function inflatedPieces(compressed: CompressedPart): Iterable<Uint8Array> {
  return checkedPieces(inflating(compressed), compressed);
}

function* inflating(compressed: CompressedPart): Generator<Uint8Array, void> {
  let inflated: Uint8Array[] = [];
  const stream = new InflateStream((piece) => inflated.push(piece));
  let left = compressed.stream.length;
  for (const read of piecesOf(compressed.stream)) {
    for (let at = 0; at < read.length; at += STREAM_PIECE_BYTES) {
      const piece = read.subarray(at, at + STREAM_PIECE_BYTES);
      left -= piece.length;
      try {
        stream.push(piece, left === 0);
      } catch (cause) {
        throw undecompressable(compressed, cause);
      }
      yield* inflated;
      inflated = [];
    }
  }
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
