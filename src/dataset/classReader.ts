import type { MappedSide } from "../scorer/labelMapping.js";

/** A pixel that is of no class: void in the truth. */
export const VOID = 0xffff;

/** Raw label -> class, as scoring reads it: VOID for what does not count. Counted images have no other labels. */
export function classReader(
  side: MappedSide,
  numClasses: number,
  voids: readonly (number | null | undefined)[],
): (raw: number) => number {
  const table = side === undefined || side === "nonzero" ? undefined : new Map(side);
  return (raw) => {
    const label = side === "nonzero" ? Number(raw !== 0) : table === undefined ? raw : table.get(raw);
    if (label === undefined || label === null || voids.includes(raw) || voids.includes(label)) return VOID;
    return label >= 0 && label < numClasses ? label : VOID;
  };
}
