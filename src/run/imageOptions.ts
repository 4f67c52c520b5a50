import { wrongLength, wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import type { MeasuredImage } from "../measures/measure.js";
import { readBoolean } from "../reading/options.js";

/** What a run is told of an image, or of each image of a batch. */
export interface ImageOptions {
  /** Name of the image, unlike every other's; of a batch, one name an image. Pairs images in compareModels. */
  readonly id?: string | readonly string[] | undefined;
  /** How often the image counts; above 0, default 1. Of a batch, one number for all or one an image. */
  readonly weight?: number | readonly number[] | undefined;
  /**
   * What the image was taken with, as the frames of one video, the slices of one patient: statistics draw, exchange and leave
   * out clusters instead of images. Of a batch, one for all or one an image.
   */
  readonly cluster?: string | readonly string[] | undefined;
  /** Put the image in the place of one of the same id, instead of refusing it; default false. */
  readonly replace?: boolean | undefined;
}

export const IMAGE_OPTIONS = ["id", "weight", "cluster", "replace"] as const;

/** What is said of images, checked. */
export interface CheckedImages {
  readonly replace: boolean;
  /** Rows of a batch with what was said of its images. */
  measured<Row>(rows: readonly Row[]): MeasuredImage<Row>[];
}

/** @param options only these four: who has others, too, has read their names */
export function readImageOptions({
  id,
  weight,
  cluster,
  replace,
}: Partial<Record<keyof ImageOptions, unknown>>): CheckedImages {
  const ids =
    id === undefined
      ? undefined
      : typeof id === "string"
        ? readText(id, "id")
        : readList(id, "id", (one) => readText(one, "id"));
  const weights =
    weight === undefined
      ? 1
      : typeof weight === "number"
        ? readWeight(weight, "weight")
        : readList(weight, "weight", (one) => readWeight(one, "weight"));
  const clusters =
    cluster === undefined || typeof cluster === "string"
      ? cluster
      : readList(cluster, "cluster", (one) => readText(one, "cluster"));
  if (typeof clusters === "string") readText(clusters, "cluster");
  return {
    replace: replace === undefined ? false : readBoolean(replace, "replace"),
    measured: (rows) => {
      const count = rows.length;
      const own = ids === undefined ? undefined : oneEach(ids, "id", count);
      const heavy = typeof weights === "number" ? undefined : oneEach(weights, "weight", count);
      const together = typeof clusters === "object" ? oneEach(clusters, "cluster", count) : undefined;
      return rows.map((row, i) => {
        const of = together?.[i] ?? (clusters as string | undefined);
        const image = { id: own?.[i], weight: heavy?.[i] ?? (weights as number), row };
        return of === undefined ? image : { ...image, cluster: of };
      });
    },
  };
}

function readList<T>(value: unknown, argument: string, read: (item: unknown) => T): readonly T[] {
  if (!Array.isArray(value)) {
    const kind = argument === "weight" ? "a number" : "a string";
    throw wrongType(argument, `${kind}, or an array of one an image`, describe(value));
  }
  // Of an array with holes map would pass them over, and count to its end, wherever that is.
  return Array.from(value as unknown[], read);
}

export function readText(value: unknown, argument: string): string {
  if (typeof value !== "string") throw wrongType(argument, "a string", describe(value));
  requireUtf8(value, argument);
  return value;
}

/** Half a surrogate pair has no UTF-8: two such texts could become one in a saved state. */
export function requireUtf8(text: string, argument: string): void {
  if (/[\ud800-\udfff]/u.test(text)) {
    throw wrongValue(argument, "text that can be written as UTF-8", describe(text));
  }
}

/** Weighted pixels, their squares and their sums stay numbers. */
const [LIGHTEST, HEAVIEST] = [1e-100, 1e100];

export function readWeight(value: unknown, argument: string): number {
  if (typeof value !== "number") throw wrongType(argument, "a number above 0", describe(value));
  if (!(value >= LIGHTEST && value <= HEAVIEST)) {
    throw wrongValue(argument, `a number above 0, from ${LIGHTEST} to ${HEAVIEST}`, describe(value));
  }
  return value;
}

function oneEach<T>(values: T | readonly T[], argument: string, imageCount: number): readonly T[] {
  const list = Array.isArray(values) ? (values as readonly T[]) : [values as T];
  if (list.length !== imageCount) {
    throw wrongLength(argument, `${imageCount} values, one an image of the batch`, String(list.length));
  }
  return list;
}
