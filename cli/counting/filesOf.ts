/** A mask by its path, or a panoptic PNG with what is told of it. */
type Side = string | { readonly png: string };

/** The paths of an image's files: the truth's first, then a model's each. */
export function filesOf({
  groundTruth,
  predictions,
}: {
  readonly groundTruth: Side;
  readonly predictions: readonly Side[];
}): string[] {
  return [groundTruth, ...predictions].map((side) => (typeof side === "string" ? side : side.png));
}
