import { type MaskFolder, stemOf } from "./maskNames.js";

/** A mask without a partner: its name and its path. */
type Lonely = readonly (readonly [name: string, path: string])[];

interface Unpaired {
  readonly truth: MaskFolder;
  readonly prediction: MaskFolder;
  readonly lonelyTruth: Lonely;
  readonly lonelyPredictions: Lonely;
}

/** What mends masks that stay without a partner, as "; pass ..."; in the end the missing may be meant. */
export function cureFor(unpaired: Unpaired): string {
  const { truth, prediction, lonelyTruth, lonelyPredictions } = unpaired;
  return (
    twinCure(unpaired) ??
    (lonelyPredictions.length === 0 ? folderCure(truth, lonelyTruth) : undefined) ??
    (lonelyTruth.length === 0 ? copyCure(prediction, lonelyPredictions, "--prediction-glob") : undefined) ??
    (lonelyPredictions.length === 0 ? copyCure(truth, lonelyTruth, "--truth-glob") : undefined) ??
    endingCure(lonelyTruth, lonelyPredictions) ??
    "; pass --allow-missing to score the others"
  );
}

/** The stems would match, but one that stands twice on a side tells no partner. */
function twinCure({ truth, prediction, lonelyTruth, lonelyPredictions }: Unpaired): string | undefined {
  const stems = new Set(lonelyPredictions.map(([name]) => stemOf(name)));
  if (!lonelyTruth.some(([name]) => stems.has(stemOf(name)))) return undefined;
  for (const [side, option] of [
    [truth, "--truth-glob"],
    [prediction, "--prediction-glob"],
  ] as const) {
    const twins = twinsOf(side);
    if (twins !== undefined) {
      const [name, other] = twins;
      const folder = name.slice(0, -stemOf(name).length);
      return `; ${name} and ${other} in ${side.path} have one name, so the folder must tell: choose with ${option}, as ${option} '${folder}*'`;
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
function folderCure(truth: MaskFolder, lonely: Lonely): string | undefined {
  const alone = new Set(lonely.map(([name]) => name));
  const paired = [...truth.files.keys()].filter((name) => !alone.has(name));
  const folder = commonFolder(paired);
  if (folder === "" || lonely.some(([name]) => name.startsWith(folder))) return undefined;
  return `; all that has partners is in ${truth.path}/${folder.slice(0, -1)}: score that folder, or pass --allow-missing`;
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

/** Where each lonely mask is called as one that has a partner, with one ending behind: as of _color.png copies. */
function copyCure({ files }: MaskFolder, lonely: Lonely, option: string): string | undefined {
  const alone = new Set(lonely.map(([name]) => name));
  const isPaired = (name: string): boolean => files.has(name) && !alone.has(name);
  const [first, path] = lonely[0] as Lonely[number];
  let length = first.length - 1;
  while (length > 0 && !isPaired(first.slice(0, length))) length--;
  const ending = first.slice(length);
  if (
    length === 0 ||
    !lonely.every(([name]) => name.endsWith(ending) && isPaired(name.slice(0, -ending.length)))
  )
    return undefined;
  const type = path.slice(path.lastIndexOf(ending) + ending.length);
  return `; if those that end in ${ending} are copies of the others, leave them out: ${option} '**/!(*${ending})${type}'`;
}

/** Where names differ by an ending, --strip mends it. One that goes on with a letter or digit makes another name. */
function endingCure(lonelyTruth: Lonely, lonelyPredictions: Lonely): string | undefined {
  const stem = stemOf(lonelyTruth[0]?.[0] ?? "");
  for (const [name] of lonelyPredictions) {
    const other = stemOf(name);
    const [shorter, longer] = stem.length < other.length ? [stem, other] : [other, stem];
    const ending = longer.slice(shorter.length);
    if (shorter !== "" && longer.startsWith(shorter) && /^[^\p{L}\p{N}]/u.test(ending)) {
      return `; if the names differ by an ending, pass --strip ${ending}`;
    }
  }
  return undefined;
}
