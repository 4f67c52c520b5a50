export function isLittleEndianMachine(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
}

/** Turns the byte order of every element around, in place. */
export function reverseElements(bytes: Uint8Array, elementBytes: number): void {
  for (let start = 0; elementBytes > 1 && start < bytes.length; start += elementBytes) {
    bytes.subarray(start, start + elementBytes).reverse();
  }
}
