import type { Side } from "../../src/errors/problem.js";
import type { Remedy } from "../errors/problem.js";
import { type MaskFolder, stemOf } from "./maskNames.js";

/** A mask without a partner: its name and its path. */
type UnmatchedMasks = readonly (readonly [name: string, path: string])[];

interface Unpaired {
  readonly truth: MaskFolder;
  readonly prediction: MaskFolder;
  readonly unmatchedTruth: UnmatchedMasks;
  readonly unmatchedPredictions: UnmatchedMasks;
}

/** What mends masks that stay without a partner; in the end the missing may be meant. */
export function remedyFor(unpaired: Unpaired): Remedy {
  const { truth, prediction, unmatchedTruth, unmatchedPredictions } = unpaired;
  return (
    twinCure(unpaired) ??
    (unmatchedPredictions.length === 0 ? folderCure(truth, unmatchedTruth) : undefined) ??
    (unmatchedTruth.length === 0 ? copyCure(prediction, unmatchedPredictions, "prediction") : undefined) ??
    (unmatchedPredictions.length === 0 ? copyCure(truth, unmatchedTruth, "groundTruth") : undefined) ??
    endingCure(unmatchedTruth, unmatchedPredictions) ?? { do: "allow-missing" }
  );
}

/** The stems would match, but one that stands twice on a side tells no partner. */
function twinCure({ truth, prediction, unmatchedTruth, unmatchedPredictions }: Unpaired): Remedy | undefined {
  const stems = new Set(unmatchedPredictions.map(([name]) => stemOf(name)));
  if (!unmatchedTruth.some(([name]) => stems.has(stemOf(name)))) return undefined;
  for (const [folder, side] of [
    [truth, "groundTruth"],
    [prediction, "prediction"],
  ] as const) {
    const names = twinsOf(folder);
    if (names !== undefined) {
      const [name] = names;
      const pattern = `${name.slice(0, -stemOf(name).length)}*`;
      return { do: "choose-folder", side, path: folder.path, names, pattern };
    }
  }
  return undefined;
}

/** The first two names of one stem. */
function twinsOf({ files }: MaskFolder): readonly [string, string] | undefined {
  const seen = new Map<string, string>();
  for (const name of files.keys()) {
    const twin = seen.get(stemOf(name));
    if (twin !== undefined) return [twin, name];
    seen.set(stemOf(name), name);
  }
  return undefined;
}

/** Where all that has partners lies in one folder, and all else outside: as of a root with train and val. */
function folderCure(truth: MaskFolder, unmatched: UnmatchedMasks): Remedy | undefined {
  const alone = new Set(unmatched.map(([name]) => name));
  const paired = [...truth.files.keys()].filter((name) => !alone.has(name));
  const folder = commonFolder(paired);
  if (folder === "" || unmatched.some(([name]) => name.startsWith(folder))) return undefined;
  return { do: "score-folder", folder: `${truth.path}/${folder.slice(0, -1)}` };
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
function copyCure({ files }: MaskFolder, unmatched: UnmatchedMasks, side: Side): Remedy | undefined {
  const alone = new Set(unmatched.map(([name]) => name));
  const isPaired = (name: string): boolean => files.has(name) && !alone.has(name);
  const [first, path] = unmatched[0] as UnmatchedMasks[number];
  let length = first.length - 1;
  while (length > 0 && !isPaired(first.slice(0, length))) length--;
  const ending = first.slice(length);
  if (
    length === 0 ||
    !unmatched.every(([name]) => name.endsWith(ending) && isPaired(name.slice(0, -ending.length)))
  )
    return undefined;
  const type = path.slice(path.lastIndexOf(ending) + ending.length);
  return { do: "leave-out-copies", side, ending, pattern: `**/!(*${ending})${type}` };
}

/** Where names differ by an ending, it can be left off. One that goes on with a letter or digit makes another name. */
function endingCure(
  unmatchedTruth: UnmatchedMasks,
  unmatchedPredictions: UnmatchedMasks,
): Remedy | undefined {
  const stem = stemOf(unmatchedTruth[0]?.[0] ?? "");
  for (const [name] of unmatchedPredictions) {
    const other = stemOf(name);
    const [shorter, longer] = stem.length < other.length ? [stem, other] : [other, stem];
    const ending = longer.slice(shorter.length);
    if (shorter !== "" && longer.startsWith(shorter) && /^[^\p{L}\p{N}]/u.test(ending)) {
      return { do: "strip-ending", ending };
    }
  }
  return undefined;
}
