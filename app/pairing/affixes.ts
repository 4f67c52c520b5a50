import { stemOf } from "./maskNames.js";

// What names of one side have in common around the image's name: "_pred", "mask_*", "gt/", as --strip takes them.

/** Names that are looked at, evenly over a side. */
const SAMPLE = 500;
/** Endings, and beginnings, of a side that are tried, and how many a name has. */
const MOST_TRIED = 6;
/** Names by which it is seen whether a way of stripping is worth trying on all. */
const PROBES = 9;
/** Ways of stripping that are tried on all names. */
const MOST_WAYS = 4;

/** Which words would, left off, make names of one side out of names of the other; the shortest first. */
export function stripWordsFor(truth: readonly string[], prediction: readonly string[]): string[][] {
  if (truth.length === 0 || prediction.length === 0) return [];
  const ways = waysOf(truth, prediction);
  const isTruthFewer = truth.length <= prediction.length;
  const [fewer, more] = isTruthFewer ? [truth, prediction] : [prediction, truth];
  const probes = spread(fewer, PROBES);
  const probesByName = new Map<string, (readonly [way: number, probe: number])[]>();
  ways.forEach(([own, other], way) => {
    probes.forEach((name, probe) => {
      const renamed = isTruthFewer ? rename(name, own, other) : rename(name, other, own);
      if (renamed === undefined) return;
      for (const key of new Set([renamed, stemOf(renamed)])) {
        const sought = probesByName.get(key);
        if (sought === undefined) probesByName.set(key, [[way, probe]]);
        else sought.push([way, probe]);
      }
    });
  });
  const hits = ways.map(() => new Set<number>());
  // One look at each name, however many ways there are.
  for (const name of more) {
    for (const key of [name, stemOf(name)]) {
      for (const [way, probe] of probesByName.get(key) ?? []) hits[way]?.add(probe);
    }
  }
  const found = ways
    .filter((_, way) => (hits[way]?.size ?? 0) * 2 > probes.length)
    .slice(0, MOST_WAYS)
    .map(wordsOf);
  const mixed = mixedEndings(truth, prediction);
  return mixed.length === 0 ? found : [...found, mixed];
}

/** Folders that all paths of one side lead through, and not all of the other: "gt/". */
export function folderWordsFor(truth: readonly string[], prediction: readonly string[]): string[] {
  const [a, b] = [foldersOfAll(truth), foldersOfAll(prediction)];
  return [...a.filter((name) => !b.includes(name)), ...b.filter((name) => !a.includes(name))].map(
    (name) => `${name}/`,
  );
}

interface Affix {
  readonly beginning: string;
  readonly ending: string;
}

/** What is left off on either side. */
type Way = readonly [truth: Affix, prediction: Affix];

function waysOf(truth: readonly string[], prediction: readonly string[]): Way[] {
  const [a, b] = [affixesOf(truth), affixesOf(prediction)];
  const ways = a.flatMap((own) =>
    b.filter((other) => isOfSides(own, other)).map((other): Way => [own, other]),
  );
  const length = (way: Way): number =>
    way.reduce((sum, { beginning, ending }) => sum + beginning.length + ending.length, 0);
  return ways.filter((way) => length(way) > 0).sort((x, y) => length(x) - length(y));
}

/** What both have alike is of the image's name, and where both names' last parts go nothing of them is left to be compared. */
function isOfSides(own: Affix, other: Affix): boolean {
  const differ = (a: string, b: string): boolean => a === "" || a.toLowerCase() !== b.toLowerCase();
  return (
    differ(own.beginning, other.beginning) &&
    differ(own.ending, other.ending) &&
    !(own.ending.startsWith("/") && other.ending.startsWith("/"))
  );
}

/** Each beginning with each ending that most names have, and without. */
function affixesOf(names: readonly string[]): Affix[] {
  const sample = spread(names, SAMPLE);
  const endings = ["", ...common(sample, endingsOf)];
  return ["", ...common(sample, beginningsOf)].flatMap((beginning) =>
    endings.map((ending) => ({ beginning, ending })),
  );
}

function common(names: readonly string[], partsOf: (name: string) => readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) {
    for (const part of partsOf(name)) counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return [...counts]
    .filter(([part, count]) => isWord(part) && isCommon(part, count, names.length))
    .map(([part]) => part)
    .sort((a, b) => a.length - b.length)
    .slice(0, MOST_TRIED);
}

/** A file's whole name says nothing of the image only where all are called so: as mask.png in a folder for each image. */
function isCommon(part: string, count: number, nameCount: number): boolean {
  return part.includes("/") ? count === nameCount : count * 2 >= nameCount;
}

/** A comma parts words, and a star marks them. */
function isWord(part: string): boolean {
  return !/[,*]/.test(part) && part !== "/";
}

/** Where the image's name could end: before a sign, before letters behind a digit, or at a capital. */
function endingsOf(name: string): string[] {
  const found: string[] = [];
  for (let i = name.length - 1; i > 0 && found.length < MOST_TRIED; i--) {
    const isBorder = /^(\p{N}\p{L}|\p{Ll}\p{Lu})/u.test(name.slice(i - 1, i + 1));
    if (isBorder || isSign(name[i])) found.push(name.slice(i));
  }
  return found;
}

/** Where the image's name could begin: behind a sign, or with the first digit behind letters. */
function beginningsOf(name: string): string[] {
  const stem = stemOf(name);
  const found: string[] = [];
  for (let i = 1; i < stem.length && found.length < MOST_TRIED; i++) {
    if (isSign(stem[i - 1]) || /^\p{L}\p{N}/u.test(stem.slice(i - 1, i + 1))) found.push(stem.slice(0, i));
  }
  return found;
}

function isSign(character: string | undefined): boolean {
  return character !== undefined && /[^\p{L}\p{N}\p{M}]/u.test(character);
}

/** A name of one side as the other would have it; undefined where it has not what is left off. */
function rename(name: string, from: Affix, to: Affix): string | undefined {
  if (!name.endsWith(from.ending)) return undefined;
  const rest = name.slice(0, name.length - from.ending.length);
  const stem = stemOf(rest);
  if (!stem.startsWith(from.beginning) || stem.length === from.beginning.length) return undefined;
  const folder = rest.slice(0, rest.length - stem.length);
  return `${folder}${to.beginning}${stem.slice(from.beginning.length)}${to.ending}`;
}

function wordsOf(way: Way): string[] {
  const endings = way.map(({ ending }) => ending).filter((ending) => ending !== "");
  const beginnings = way.flatMap(({ beginning }) => (beginning === "" ? [] : [`${beginning}*`]));
  return [...new Set([...beginnings, ...endings])];
}

/** Where names end in several ways, but few: as .png and .jpg before .npy, or some in _pred, some not. */
function mixedEndings(truth: readonly string[], prediction: readonly string[]): string[] {
  const endings = [truth, prediction].map((names) => {
    const last = spread(names, SAMPLE).flatMap((name) => endingsOf(name).slice(0, 1));
    return [...new Set(last)].filter((ending) => isWord(ending) && !ending.startsWith("/"));
  });
  return [...new Set(endings.filter(({ length }) => length <= MOST_TRIED).flat())];
}

function foldersOfAll(names: readonly string[]): string[] {
  const [first = "", ...others] = names;
  let folders = first.split("/").slice(0, -1);
  for (const name of others) {
    if (folders.length === 0) break;
    const own = name.split("/").slice(0, -1);
    folders = folders.filter((folder) => own.includes(folder));
  }
  return [...new Set(folders)].filter(isWord);
}

/** So many of a list, evenly over it. */
function spread(names: readonly string[], count: number): readonly string[] {
  if (names.length <= count) return names;
  return Array.from({ length: count }, (_, i) => names[Math.floor((i * names.length) / count)] as string);
}
