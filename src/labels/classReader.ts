import type { MappedSide, MappedSides } from "./labelMapping.js";

/** A pixel that is of no class: void in the truth. */
export const VOID = 0xffff;

/** What a run says of its labels. */
export interface LabelSettings {
  readonly numClasses: number;
  readonly ignoreIndex: number | null;
  readonly labelMapping: MappedSides | null;
}

/** Raw label -> class. */
export type ClassReader = (raw: number) => number;

/**
 * Both sides' labels as scoring reads them: VOID for what does not count. Counted images have no other labels.
 *
 * @param nodata the truth's label for pixels without data, where its file names one
 */
export function classReaders(
  { labelMapping, numClasses, ignoreIndex }: LabelSettings,
  nodata: number | undefined,
): { readonly groundTruth: ClassReader; readonly prediction: ClassReader } {
  return {
    groundTruth: classReader(labelMapping?.groundTruth, numClasses, [ignoreIndex, nodata]),
    prediction: classReader(labelMapping?.prediction, numClasses, []),
  };
}

function classReader(
  side: MappedSide,
  numClasses: number,
  voids: readonly (number | null | undefined)[],
): ClassReader {
  const table = side === undefined || side === "nonzero" ? undefined : new Map(side);
  return (raw) => {
    const label = side === "nonzero" ? Number(raw !== 0) : table === undefined ? raw : table.get(raw);
    if (label === undefined || label === null || voids.includes(raw) || voids.includes(label)) return VOID;
    return label >= 0 && label < numClasses ? label : VOID;
  };
}
