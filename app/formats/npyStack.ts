import { ELEMENTS } from "./elements.js";
import { allOf, type FileBytes } from "./fileBytes.js";
import { decodeNpy, type NpyHeader } from "./npy.js";

// A stack of label maps in a .npy file, of which one is taken out as a file of its own.

/** Where one label map of a row-major stack stands in its file. */
function npySliceRange(
  { dataOffset, type }: NpyHeader,
  [, rows, columns]: readonly [number, number, number],
  slice: number,
): { readonly start: number; readonly end: number } {
  const bytes = rows * columns * ELEMENTS[type].bytes;
  return { start: dataOffset + slice * bytes, end: dataOffset + (slice + 1) * bytes };
}

/** One label map of a stack, as a .npy file; of a row-major one nothing else is read. */
export function npySlice(
  file: FileBytes,
  header: NpyHeader,
  sizes: readonly [number, number, number],
  slice: number,
): Uint8Array {
  if (!header.isColumnMajor) {
    const { start, end } = npySliceRange(header, sizes, slice);
    return npyFile(header, sizes, file.read(start, end));
  }
  const { data } = decodeNpy(allOf(file));
  const count = sizes[1] * sizes[2];
  const own = data.slice(slice * count, (slice + 1) * count);
  return npyFile({ type: header.type, isLittleEndian: undefined }, sizes, new Uint8Array(own.buffer));
}

/** @param isLittleEndian undefined: the machine's own byte order */
function npyFile(
  {
    type,
    isLittleEndian,
  }: { readonly type: NpyHeader["type"]; readonly isLittleEndian: boolean | undefined },
  [, rows, columns]: readonly [number, number, number],
  content: Uint8Array,
): Uint8Array {
  const order = isLittleEndian === undefined ? "=" : isLittleEndian ? "<" : ">";
  const text = `{'descr': '${order}${type}', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const head = new TextEncoder().encode(`\u0000NUMPY\u0001\u0000\u0000\u0000${text}`);
  head[0] = 0x93;
  new DataView(head.buffer).setUint16(8, text.length, true);
  const file = new Uint8Array(head.length + content.length);
  file.set(head);
  file.set(content, head.length);
  return file;
}
