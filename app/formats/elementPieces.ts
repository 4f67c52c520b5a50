import { ELEMENTS, type Elements, type ElementType, readElements } from "./elements.js";

/** Numbers of pieces of bytes, which may end within one. Each array is new, and in the machine's byte order. */
export function* elementPieces(
  pieces: Iterable<Uint8Array>,
  type: ElementType,
  isLittleEndian: boolean,
): Generator<Elements, void> {
  const { bytes: step } = ELEMENTS[type];
  let rest: Uint8Array = new Uint8Array(0);
  for (const piece of pieces) {
    let whole = piece;
    if (rest.length > 0) {
      whole = new Uint8Array(rest.length + piece.length);
      whole.set(rest);
      whole.set(piece, rest.length);
    }
    const end = whole.length - (whole.length % step);
    if (end > 0) yield readElements(whole.subarray(0, end), type, isLittleEndian);
    rest = whole.slice(end);
  }
}
