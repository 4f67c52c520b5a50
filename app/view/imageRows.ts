import type { ModelView } from "./runView.js";

/** An image as lists show it. */
export interface ImageRow {
  readonly id: string | undefined;
  readonly meanIou: number;
  readonly pixelAccuracy: number;
  /** What leaving it out adds to the mean IoU; NaN where that cannot be told. */
  readonly changeWithout: number;
}

/** Every image, in canonical order. */
export function imageRows({
  images = [],
  contributions,
}: Pick<ModelView, "images" | "contributions">): ImageRow[] {
  const changes = new Map(contributions.iou?.images.map(({ id, changeWithout }) => [id, changeWithout]));
  return images.map(({ id, meanIou, pixelAccuracy }) => ({
    id,
    meanIou,
    pixelAccuracy,
    // Images without a name cannot be told apart.
    changeWithout: id === undefined ? NaN : (changes.get(id) ?? NaN),
  }));
}

/** The largest change first; without one, the worst image first. */
export function byChange(a: ImageRow, b: ImageRow): number {
  const key = ({ changeWithout, meanIou }: ImageRow): readonly [number, number] => [
    Number.isNaN(changeWithout) ? -Infinity : changeWithout,
    Number.isNaN(meanIou) ? Infinity : meanIou,
  ];
  const [[x, u], [y, v]] = [key(a), key(b)];
  return x === y ? (u === v ? 0 : u - v) : y - x;
}
