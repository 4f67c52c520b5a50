import { describe } from "../../src/errors/describe.js";
import { damaged, truncated } from "../../app/formats/formatError.js";
import { heldBytes } from "../../app/formats/fileBytes.js";
import { heldPart, inflate, requireContent } from "../../app/formats/inflate.js";
import { requireInflatable } from "../../app/formats/limits.js";
import { findZipDirectory, readZipRecords, ZIP_TAIL_BYTES, zipContentStart } from "../../app/formats/zip.js";
import { inflateByNode } from "../counting/inflateByNode.js";
import { fileNameOf } from "./archiveNames.js";
import type { BytesAt } from "./bytesAt.js";
import type { Entry } from "./entryTable.js";

/** Some hundred bytes an entry: of millions of them. */
const MAX_DIRECTORY_BYTES = 2 ** 29;

/**
 * Lists the files of a zip archive by its directory. Each ends where the next begins, so that one read brings it, header and
 * all.
 *
 * @throws {FormatError} damaged, cut short, encrypted, or two entries share bytes
 * @throws what reading throws
 */
export async function zipEntries(file: BytesAt): Promise<Entry[]> {
  const tailStart = Math.max(0, file.length - ZIP_TAIL_BYTES);
  const directory = findZipDirectory(await file.read(tailStart, file.length), tailStart);
  const { start, end, count } = directory;
  if (end - start > MAX_DIRECTORY_BYTES) {
    throw damaged(
      "zip file",
      `its directory takes ${end - start} bytes, of which there are ${MAX_DIRECTORY_BYTES} at most`,
    );
  }
  const records = readZipRecords(await file.read(start, end), count);
  records.sort((a, b) => a.place - b.place);
  return records.flatMap(({ name: raw, place, storedBytes, size, checksum, isDeflated }, i) => {
    const next = records[i + 1]?.place ?? start;
    const quoted = describe(raw);
    if (place + storedBytes > next) {
      throw i + 1 < records.length
        ? damaged("zip file", `${quoted} and ${describe(records[i + 1]?.name)} share bytes`)
        : truncated("zip file", `it ends within ${quoted}`);
    }
    const name = fileNameOf(raw);
    if (name === undefined) return [];
    return [{ name, start: place, end: next, size, stored: storedBytes, checksum, isDeflated }];
  });
}

/**
 * The content of an entry; its length and checksum are verified.
 *
 * @param bytes from its header on
 * @throws {FormatError} they are not what the directory says
 */
export function unzipped({ name, stored, size, checksum, isDeflated }: Entry, bytes: Uint8Array): Uint8Array {
  const start = zipContentStart(bytes, name);
  if (start + stored > bytes.length) throw damaged("zip file", `${describe(name)} runs into what follows it`);
  const stream = heldBytes(bytes.subarray(start, start + stored));
  const part = heldPart({ file: "zip file", part: describe(name), stream, size, checksum });
  if (!isDeflated) return requireContent(part.stream, part);
  requireInflatable("zip file", size, stored);
  return inflate(part, inflateByNode);
}
