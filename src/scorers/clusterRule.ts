import { wrongType, wrongValue } from "../errors/argument.js";
import { describe, listNames } from "../errors/describe.js";
import type { MeasuredImage } from "../measures/measure.js";
import { readText } from "../run/imageOptions.js";

/** What an image is taken with, by its id: a pattern, or a Map or a function of ids. */
export type ClusterRule = RegExp | ReadonlyMap<string, string> | ((id: string) => string | undefined);

/** The cluster of every image. */
export function readClusters<Image extends MeasuredImage<unknown>>(
  by: unknown,
  images: readonly Image[],
): ReadonlyMap<Image, string> {
  const clusterOf = ruleOf(by);
  const clusters = new Map<Image, string>();
  const strangers: string[] = [];
  for (const image of images) {
    const found = image.id === undefined ? undefined : clusterOf(image.id);
    if (found === undefined) strangers.push(image.id ?? "an image without id");
    else clusters.set(image, readText(found, "by"));
  }
  if (strangers.length > 0) {
    throw wrongValue("by", "a cluster of every image", `none of ${listNames(strangers)}`);
  }
  const names = new Set(clusters.values());
  if (names.size === 1 && images.length > 1) {
    throw wrongValue(
      "by",
      "at least 2 clusters",
      `all ${images.length} images in ${describe([...names][0])}`,
    );
  }
  return clusters;
}

function ruleOf(by: unknown): (id: string) => unknown {
  if (by instanceof RegExp) {
    // With these flags a pattern goes on from where it was.
    const pattern = new RegExp(by.source, by.flags.replace(/[gy]/g, ""));
    return (id) => {
      const match = pattern.exec(id);
      return match === null ? undefined : (match[1] ?? match[0]);
    };
  }
  if (by instanceof Map) return (id) => (by as ReadonlyMap<string, unknown>).get(id);
  if (typeof by === "function") return by as (id: string) => unknown;
  throw wrongType("by", "a RegExp, a Map of ids, or a function of an id", describe(by));
}
