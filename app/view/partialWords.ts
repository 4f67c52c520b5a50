import type { RunPart } from "../../src/run/provenance.js";
import { listNames } from "../../src/errors/describe.js";
import { countText } from "./numberTexts.js";
import type { RunFinding } from "./runFindings.js";

/** A scorer that may hold a part of a data set only. */
interface PartialScorer {
  readonly imageCount: number;
  readonly provenance: readonly RunPart[];
}

/**
 * "88 of 233 images (shards 0/8, 2/8, 5/8): ...": what every report says of scores that are a part's; undefined of those that
 * are a whole data set's, or of which nothing says so.
 */
export function partialWords({ imageCount, provenance: parts }: PartialScorer): string | undefined {
  const shards = parts.flatMap(({ shard }) => (shard === null ? [] : [`${shard.index}/${shard.count}`]));
  const failures = parts.reduce((sum, { failureCount }) => sum + failureCount, 0);
  const isEnded = parts.every(({ isComplete }) => isComplete !== false);
  const models = [...new Set(parts.flatMap(({ model }) => model ?? []))];
  if (shards.length === 0 && failures === 0 && isEnded && models.length < 2) return undefined;
  const total = totalOf(parts);
  const details = [
    ...(shards.length === 0 ? [] : [`${shards.length === 1 ? "shard" : "shards"} ${listNames(shards, 8)}`]),
    ...(isEnded ? [] : ["of a run that did not come to its end"]),
    ...(failures === 0 ? [] : [`${countText(failures)} failed`]),
    ...(models.length < 2 ? [] : [`predictions of ${models.length} models: ${listNames(models, 8)}`]),
  ].join("; ");
  const share =
    total === undefined
      ? `${countText(imageCount)} images of a larger data set`
      : `${countText(imageCount)} of ${countText(total)} images`;
  return `${share} (${details}): these scores are not the whole data set's`;
}

/** Of all data sets that parts are of; undefined where one of them does not say how many images it had. */
function totalOf(parts: readonly RunPart[]): number | undefined {
  const sizes = new Map<string, number | undefined>();
  for (const { dataset, shard, expected, model } of parts) {
    if (dataset !== undefined) sizes.set(dataset.digest, dataset.images);
    else if (shard !== null) return undefined;
    else sizes.set(`${sizes.size} ${model ?? ""}`, expected ?? undefined);
  }
  let total = 0;
  for (const size of sizes.values()) {
    if (size === undefined) return undefined;
    total += size;
  }
  return total;
}

/**
 * The same as what looks wrong with a model.
 *
 * @param isSaved of a run that has just ended only its share is told: of files that failed its report has a list
 */
export function partialFindings(scorer: PartialScorer, isSaved: boolean): readonly RunFinding[] {
  const message = toldPart(scorer, isSaved);
  return message === undefined
    ? []
    : [{ code: "partial", severity: "warning", message, classes: [], images: [] }];
}

export function toldPart(scorer: PartialScorer, isSaved: boolean): string | undefined {
  const isShare = scorer.provenance.some(({ shard }) => shard !== null);
  return isSaved || isShare ? partialWords(scorer) : undefined;
}
