import { listNames } from "../errors.js";
import { DatasetError } from "./datasetError.js";
import { stemOf } from "./maskNames.js";

/** The masks of one side. */
export interface MaskFolder {
  /** What the folder is called in messages. */
  readonly path: string;
  /** Name to path. */
  readonly files: ReadonlyMap<string, string>;
}

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
  const lonelyTruth = [...truth.files].filter(([name]) => partners.get(name) === undefined);
  const lonelyPredictions = [...prediction.files].filter(([, path]) => !used.has(path));
  for (const [alone, from, to] of [
    [lonelyTruth, truth, prediction],
    [lonelyPredictions, prediction, truth],
  ] as const) {
    if (alone.length === 0) continue;
    const message = `${to.path} has no mask for ${alone.length} of the ${from.files.size} in ${from.path}: ${listNames(alone.map(([, path]) => path))}`;
    if (!allowMissing) throw new DatasetError(`${message}${cureFor(lonelyTruth, lonelyPredictions)}`);
    notes.push(`not scored: ${message}`);
  }
  if (matched(partners) === 0) {
    throw new DatasetError(`${truth.path} and ${prediction.path} have no two files of one name`);
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

/** Where names differ by the same ending, --strip mends it; otherwise the missing may be meant. */
function cureFor(
  truth: readonly (readonly [string, string])[],
  predictions: readonly (readonly [string, string])[],
): string {
  const [first] = truth;
  const stem = stemOf(first?.[0] ?? "");
  for (const [name] of predictions) {
    const other = stemOf(name);
    const [shorter, longer] = stem.length < other.length ? [stem, other] : [other, stem];
    if (first !== undefined && shorter !== "" && longer.startsWith(shorter)) {
      return `; if the names differ by an ending, pass --strip ${longer.slice(shorter.length)}`;
    }
  }
  return "; pass --allow-missing to score the others";
}
