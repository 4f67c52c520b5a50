const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/**
 * A NumPy .npy file, version 1, row-major.
 *
 * @param dtype NumPy's name of the elements, byte order first: "|u1", "<f4"
 */
export function encodeNpy(dtype: string, shape: readonly number[], data: ArrayBufferView): Uint8Array {
  const header = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${shape.join(", ")},), }\n`;
  return Buffer.concat([
    Buffer.from([...MAGIC, 1, 0, header.length & 255, header.length >> 8]),
    Buffer.from(header),
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  ]);
}
