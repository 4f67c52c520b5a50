import { createReadStream, fstatSync, type Stats } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type CocoFile, type CocoReading, CocoReader } from "../../app/detections/cocoFile.js";
import { isGzip } from "../../app/formats/gzip.js";
import { DatasetError } from "../../app/errors/problem.js";
import { DataError } from "../exitCodes.js";
import { letSignalsIn } from "../interruption.js";
import { OpenFile } from "./openFile.js";
import { openAtOnce, reasonOf } from "./readBytes.js";

/** Of a file, at a time. */
const PIECE_BYTES = 2 ** 20;

/**
 * Reads COCO's JSON of instances, packed by gzip or not, piece by piece: what is held is what is kept of its records, and one
 * record more.
 *
 * @throws {DataError | DatasetError} it cannot be read, is no such file, or a record is wrong
 */
export async function readCocoFile(path: string, reading: CocoReading): Promise<CocoFile> {
  const reader = new CocoReader(path, reading);
  await readJsonPieces(path, (piece) => {
    reader.push(piece);
    return true;
  });
  return reader.finish();
}

/**
 * Hands a file on piece by piece, unpacked.
 *
 * @param take says whether it wants more
 * @throws {DataError | DatasetError} the file cannot be read, or what `take` throws
 */
export async function readJsonPieces(path: string, take: (piece: Uint8Array) => boolean): Promise<void> {
  try {
    for await (const piece of unpacked(piecesOf(path))) {
      await letSignalsIn();
      if (!take(piece)) return;
    }
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    const isPacking = code?.startsWith("Z_") === true;
    const reason = isPacking ? `its gzip stream is damaged (${(cause as Error).message})` : reasonOf(cause);
    throw new DataError(`${path}: ${reason}`, { cause });
  }
}

/** A file that must stay the same meanwhile, or a pipe. */
async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const descriptor = openAtOnce(path);
  const stats: Stats = fstatSync(descriptor);
  if (stats.isDirectory()) throw Object.assign(new Error("is a folder"), { code: "EISDIR" });
  const source = createReadStream("", { fd: descriptor, highWaterMark: PIECE_BYTES, autoClose: false });
  const file = new OpenFile(descriptor, stats);
  for await (const piece of source) yield piece as Uint8Array;
  if (stats.isFile()) file.requireUnchanged();
  source.destroy();
}

/** What the pieces hold, unpacked where the first one says that they are packed. */
async function* unpacked(pieces: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const begun = await pieces.next();
  if (begun.done === true) return;
  const first = begun.value;
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    yield first;
    yield* pieces;
  };
  if (!isGzip(first)) {
    yield* whole();
    return;
  }
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  const source = Readable.from(whole());
  source.on("error", (error) => gunzip.destroy(error));
  for await (const piece of source.pipe(gunzip)) yield piece as Uint8Array;
}
