/** Colours by index, 0xRRGGBB. */
export type IndexColours = readonly number[];

/** The entries of a palette of bytes. */
export function indexColours(
  bytes: Uint8Array,
  { entryBytes, isBlueFirst }: { readonly entryBytes: 3 | 4; readonly isBlueFirst: boolean },
): number[] {
  return Array.from({ length: Math.floor(bytes.length / entryBytes) }, (_, index) => {
    const at = index * entryBytes;
    const [one, green, other] = [bytes[at], bytes[at + 1], bytes[at + 2]] as [number, number, number];
    return isBlueFirst ? (other << 16) | (green << 8) | one : (one << 16) | (green << 8) | other;
  });
}

/** Whether every colour is a grey. Formats without greys store them so: the grey is then what was saved, not its index. */
export function isGreyPalette(colours: IndexColours): boolean {
  return colours.every(
    (colour) => ((colour >> 16) & 255) === (colour & 255) && ((colour >> 8) & 255) === (colour & 255),
  );
}

/** What programs that know no palettes see: the grey of each index. */
export function greysOf(indices: Uint8Array, colours: IndexColours): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(indices, (index) => (colours[index] as number) & 255);
}
