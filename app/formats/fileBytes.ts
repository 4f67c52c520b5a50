/** The bytes of a file, read where they are wanted: a file of scores may be larger than what a machine is to hold. */
export interface FileBytes {
  readonly length: number;
  /** The bytes from start up to end, or fewer where the file ends; of a file that is held they are a view. */
  read(start: number, end: number): Uint8Array;
}

/** A file as a whole. */
export function heldBytes(bytes: Uint8Array): FileBytes {
  return { length: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

/** A part of a file by itself. */
export function partOf(file: FileBytes, start: number, end: number): FileBytes {
  return {
    length: end - start,
    read: (from, to) => file.read(start + from, Math.min(start + to, end)),
  };
}

export function allOf(file: FileBytes): Uint8Array {
  return file.read(0, file.length);
}
