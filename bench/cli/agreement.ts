/** What both commands print, among other things. */
export interface ScoredFolder {
  readonly images: number;
  readonly meanIou: number;
  readonly confusionMatrix: readonly (readonly number[])[];
}

/** Both means are of the same ratios of integers, added up in some order. */
const MEAN_TOLERANCE = 1e-12;

/**
 * Only commands that give the same result are held against each other.
 *
 * @throws {Error} the first difference
 */
export function requireAgreement(ours: ScoredFolder, theirs: ScoredFolder): void {
  const differ = (what: string, a: unknown, b: unknown): never => {
    throw new Error(`${what}: maskscore gives ${String(a)}, the script ${String(b)}`);
  };
  if (ours.images !== theirs.images) differ("images", ours.images, theirs.images);
  const [a, b] = [ours.confusionMatrix, theirs.confusionMatrix];
  if (a.length !== b.length) differ("classes", a.length, b.length);
  a.forEach((row, t) => {
    row.forEach((count, p) => {
      const other = b[t]?.[p];
      if (count !== other) differ(`pixels of class ${t} taken for class ${p}`, count, other);
    });
  });
  // Written so that NaN and null differ, too.
  if (!(Math.abs(ours.meanIou - theirs.meanIou) <= MEAN_TOLERANCE)) {
    differ("mean IoU", ours.meanIou, theirs.meanIou);
  }
}
