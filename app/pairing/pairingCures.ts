import type { Side } from "../../src/errors/problem.js";
import type { Remedy } from "../errors/problem.js";
import { findRules, type Sides } from "./findRule.js";
import { type MaskFolder, stemOf } from "./maskNames.js";
import type { NameRule } from "./nameRule.js";
import { type KeyedMasks, type Partners } from "./partners.js";

interface Unpaired {
  readonly truth: MaskFolder;
  readonly prediction: MaskFolder;
  /** All, by their names. */
  readonly truths: KeyedMasks;
  readonly predictions: KeyedMasks;
  readonly unmatchedTruth: KeyedMasks;
  readonly unmatchedPredictions: KeyedMasks;
}

/** Pairs that are shown as proof of what a rule does. */
const SHOWN_PAIRS = 2;

/** What mends masks that stay without a partner; in the end the missing may be meant, if not all are. */
export function remedyFor(sides: Sides, rule: NameRule, found: Partners): Remedy[] {
  const naming = namingCures(sides, rule, found);
  const { alone } = found;
  const unpaired: Unpaired = {
    ...sides,
    truths: found.truth,
    predictions: found.prediction,
    unmatchedTruth: alone.truth,
    unmatchedPredictions: alone.prediction,
  };
  const last: Remedy = found.partners.size > 0 ? { do: "allow-missing" } : { do: "list-pairs" };
  if (naming.some((remedy) => remedy.do === "match-names" && remedy.isWhole)) return naming;
  const other = otherCure(unpaired);
  if (other !== undefined) return [other];
  return naming.length > 0 ? naming : [last];
}

/** The rules that pair more: only where both sides have masks left. */
export function namingCures(sides: Sides, rule: NameRule, found: Partners): Remedy[] {
  const { alone } = found;
  if (alone.truth.size === 0 || alone.prediction.size === 0) return [];
  return findRules(sides, rule, found).map(({ added, partners, isWhole }) => ({
    do: "match-names",
    match: added.match,
    strip: added.strip,
    isWhole,
    pairs: partners.size,
    examples: [...partners]
      .filter(([mask]) => !found.partners.has(mask))
      .slice(0, SHOWN_PAIRS)
      .map(([mask, partner]) => [mask.path, partner.path] as const),
  }));
}

function otherCure(unpaired: Unpaired): Remedy | undefined {
  const { truth, truths, predictions, unmatchedTruth, unmatchedPredictions } = unpaired;
  return (
    twinCure(unpaired) ??
    (unmatchedPredictions.size === 0 ? folderCure(truth.path, truths, unmatchedTruth) : undefined) ??
    (unmatchedTruth.size === 0 ? copyCure(predictions, unmatchedPredictions, "prediction") : undefined) ??
    (unmatchedPredictions.size === 0 ? copyCure(truths, unmatchedTruth, "groundTruth") : undefined)
  );
}

/** The stems would match, but one that stands twice on a side tells no partner. */
function twinCure(unpaired: Unpaired): Remedy | undefined {
  const { truth, prediction, truths, predictions, unmatchedTruth, unmatchedPredictions } = unpaired;
  const stems = new Set([...unmatchedPredictions.keys()].map(stemOf));
  if (![...unmatchedTruth.keys()].some((name) => stems.has(stemOf(name)))) return undefined;
  for (const [{ path }, masks, side] of [
    [truth, truths, "groundTruth"],
    [prediction, predictions, "prediction"],
  ] as const) {
    const names = stemTwinsOf(masks);
    if (names !== undefined) {
      const [name] = names;
      const pattern = `${name.slice(0, -stemOf(name).length)}*`;
      return { do: "choose-folder", side, path, names, pattern };
    }
  }
  return undefined;
}

/** The first two names of one stem. */
function stemTwinsOf(masks: KeyedMasks): readonly [string, string] | undefined {
  const seen = new Map<string, string>();
  for (const name of masks.keys()) {
    const twin = seen.get(stemOf(name));
    if (twin !== undefined) return [twin, name];
    seen.set(stemOf(name), name);
  }
  return undefined;
}

/** Where all that has partners lies in one folder, and all else outside: as of a root with train and val. */
function folderCure(path: string, masks: KeyedMasks, alone: KeyedMasks): Remedy | undefined {
  const paired = [...masks.keys()].filter((name) => !alone.has(name));
  const folder = commonFolder(paired);
  if (folder === "" || [...alone.keys()].some((name) => name.startsWith(folder))) return undefined;
  return { do: "score-folder", folder: `${path}/${folder.slice(0, -1)}` };
}

/** With the "/" at its end; empty where there is none. */
function commonFolder(names: readonly string[]): string {
  const [first = "", ...others] = names;
  let folder = first.slice(0, first.length - stemOf(first).length);
  while (folder !== "" && !others.every((name) => name.startsWith(folder))) {
    folder = folder.slice(0, folder.lastIndexOf("/", folder.length - 2) + 1);
  }
  return folder;
}

/** Where each unmatched mask is called as one that has a partner, with one ending behind: as of _color.png copies. */
function copyCure(masks: KeyedMasks, alone: KeyedMasks, side: Side): Remedy | undefined {
  const isPaired = (name: string): boolean => masks.has(name) && !alone.has(name);
  const [entry] = alone;
  if (entry === undefined) return undefined;
  const [first, { path }] = entry;
  let length = first.length - 1;
  while (length > 0 && !isPaired(first.slice(0, length))) length--;
  const ending = first.slice(length);
  const isCopy = (name: string): boolean => name.endsWith(ending) && isPaired(name.slice(0, -ending.length));
  if (length === 0 || ![...alone.keys()].every(isCopy)) return undefined;
  const type = path.slice(path.lastIndexOf(ending) + ending.length);
  return { do: "leave-out-copies", side, ending, pattern: `**/!(*${ending})${type}` };
}
