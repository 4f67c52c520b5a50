import type { FileBytes } from "../../../app/formats/fileBytes.js";

/** Workers have it, of which the types of a page do not know. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** A file's parts as they are wanted, for a worker, which may wait for them. @throws {DOMException} it cannot be read */
export function bytesOfBlob(file: Blob): FileBytes {
  const reader = new FileReaderSync();
  return {
    length: file.size,
    read: (start, end) => new Uint8Array(reader.readAsArrayBuffer(file.slice(start, end))),
  };
}
