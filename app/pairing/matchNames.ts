import { listNames } from "../../src/errors/describe.js";
import { DatasetError } from "../errors/problem.js";
import { type MaskFolder, stemOf } from "./maskNames.js";
import { remedyFor } from "./pairingCures.js";

export type { MaskFolder } from "./maskNames.js";

/** Which masks belong together. */
export interface MatchedNames {
  /** The truth's name -> the prediction's path. */
  readonly partners: ReadonlyMap<string, string>;
  /** What has no partner, in words. */
  readonly notes: readonly string[];
}

/**
 * Each truth's partner: by the paths in the folders, or, where these leave some alone, by the stems (names without
 * folders), if each is there once.
 *
 * @throws {DatasetError} a mask has no partner, and allowMissing is not set; or none has one
 */
export function matchNames(truth: MaskFolder, prediction: MaskFolder, allowMissing: boolean): MatchedNames {
  const notes: string[] = [];
  const byPath = new Map([...truth.files.keys()].map((name) => [name, prediction.files.get(name)] as const));
  const byStem = matchStems(truth, prediction);
  const matched = (partners: ReadonlyMap<string, string | undefined>): number =>
    [...partners.values()].filter((path) => path !== undefined).length;
  const partners = byStem !== undefined && matched(byStem) > matched(byPath) ? byStem : byPath;
  const used = new Set(partners.values());
  const unmatchedTruth = [...truth.files].filter(([name]) => partners.get(name) === undefined);
  const unmatchedPredictions = [...prediction.files].filter(([, path]) => !used.has(path));
  for (const [alone, from, to] of [
    [unmatchedTruth, truth, prediction],
    [unmatchedPredictions, prediction, truth],
  ] as const) {
    if (alone.length === 0) continue;
    const message = `${to.path} has no mask for ${alone.length} of the ${from.files.size} in ${from.path}: ${listNames(alone.map(([, path]) => path))}`;
    if (!allowMissing) {
      throw new DatasetError({
        code: "mask-without-partner",
        got: message,
        cure: [remedyFor({ truth, prediction, unmatchedTruth, unmatchedPredictions })],
      });
    }
    notes.push(`not scored: ${message}`);
  }
  if (matched(partners) === 0) {
    throw new DatasetError({
      code: "no-pair",
      got: `${truth.path} and ${prediction.path} have no two files of one name`,
    });
  }
  return {
    partners: new Map([...partners].filter((entry): entry is [string, string] => entry[1] !== undefined)),
    notes,
  };
}

/** By names without folders; undefined where one stands twice on a side. */
function matchStems(truth: MaskFolder, prediction: MaskFolder): Map<string, string | undefined> | undefined {
  const stems = new Map([...prediction.files].map(([name, path]) => [stemOf(name), path]));
  const truthStems = new Set([...truth.files.keys()].map(stemOf));
  if (stems.size < prediction.files.size || truthStems.size < truth.files.size) return undefined;
  return new Map([...truth.files.keys()].map((name) => [name, stems.get(stemOf(name))]));
}
