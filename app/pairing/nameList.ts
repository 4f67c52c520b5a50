import { type FolderMask, type MaskFolder } from "./maskNames.js";
import { keyMaker, type NameRule, visibleForm } from "./nameRule.js";

/** A line of a list, which names no mask, or two. */
interface ListedName {
  readonly name: string;
  /** From 1. */
  readonly line: number;
}

/** What a list names of a folder. */
export interface NamedMasks {
  /** In the folder's order, each once. */
  readonly masks: readonly FolderMask[];
  /** How many lines name something. */
  readonly nameCount: number;
  readonly missing: readonly ListedName[];
  /** Names of which it cannot be told which mask is meant, with two that it could be. */
  readonly ambiguous: readonly (ListedName & { readonly masks: readonly [FolderMask, FolderMask] })[];
}

/**
 * The masks that a data set's list names, one a line: by a path, or by the last part of one, with or without its file's
 * ending, or by several columns (photo and label, by a tab, a comma or blanks) of which one is such a name. Lines that are
 * empty or begin with "#" name nothing.
 */
export function masksOfList(text: string, folder: MaskFolder, rule: NameRule): NamedMasks {
  const index = new NameIndex(folder, rule);
  const found = new Set<FolderMask>();
  const missing: ListedName[] = [];
  const ambiguous: NamedMasks["ambiguous"][number][] = [];
  let nameCount = 0;
  text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/)
    .forEach((raw, i) => {
      const name = raw.trim();
      if (name === "") return;
      const masks = index.masksOfLine(name);
      if (masks.size === 0 && name.startsWith("#")) return;
      nameCount++;
      const [first, second] = masks;
      if (first === undefined) missing.push({ name, line: i + 1 });
      else if (second === undefined) found.add(first);
      else ambiguous.push({ name, line: i + 1, masks: [first, second] });
    });
  return { masks: folder.masks.filter((mask) => found.has(mask)), nameCount, missing, ambiguous };
}

/** What stands between the columns of a line; the first that there is. */
const SEPARATORS = ["\t", ",", /\s+/] as const;

/** A folder's masks by their paths and by all that is left of these where folders are left out at their start. */
class NameIndex {
  readonly #keyOf: (relative: string) => string;
  readonly #masks = new Map<string, readonly FolderMask[]>();

  constructor({ masks }: MaskFolder, rule: NameRule) {
    const keyOf = keyMaker(rule);
    this.#keyOf = (relative) => visibleForm(keyOf(relative));
    for (const mask of masks) {
      const keys = new Set(tailsOf(mask.relative).map(this.#keyOf));
      for (const key of keys) {
        const others = this.#masks.get(key) ?? [];
        // Two are enough to know that it cannot be told.
        if (others.length < 2) this.#masks.set(key, [...others, mask]);
      }
    }
  }

  masksOfLine(line: string): ReadonlySet<FolderMask> {
    const whole = this.#masksOf(line);
    if (whole.length > 0) return new Set(whole);
    const separator = SEPARATORS.find((sign) => line.split(sign).length > 1);
    return new Set(
      separator === undefined ? [] : line.split(separator).flatMap((cell) => this.#masksOf(cell)),
    );
  }

  /** Of a path that begins further up, as at a data set's root: by the longest part of it that is known. */
  #masksOf(cell: string): readonly FolderMask[] {
    const name = cell
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .replaceAll("\\", "/")
      .replace(/^(\.?\/)+/, "");
    if (name === "") return [];
    for (const tail of tailsOf(name)) {
      // A name may have a point in it, and no ending.
      const masks = this.#masks.get(this.#keyOf(`${tail}.png`)) ?? this.#masks.get(this.#keyOf(tail));
      if (masks !== undefined) return masks;
    }
    return [];
  }
}

/** a/b/c, b/c and c of a/b/c */
function tailsOf(path: string): string[] {
  const tails = [path];
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) tails.push(path.slice(at + 1));
  return tails;
}
