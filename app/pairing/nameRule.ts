import type { NameRuleWord } from "../errors/problem.js";
import { withoutEnding } from "./maskNames.js";
import { affixStripper, changedWords, folderStripper } from "./stripWords.js";

export type { NameRuleWord } from "../errors/problem.js";

/** In the order in which they are tried. */
export const NAME_RULES: readonly NameRuleWord[] = ["number", "case", "flat"];

/** By which rule names of two sides are compared. */
export interface NameRule {
  /** Differences that do not count. */
  readonly match: readonly NameRuleWord[];
  /** What of a name is not the image's: see stripWords. */
  readonly strip: readonly string[];
}

const CHANGES: Readonly<Record<NameRuleWord, (name: string) => string>> = {
  // 0001 is 1; a lone 0 stays.
  number: (name) => name.replace(/(?<!\d)0+(?=\d)/g, ""),
  case: (name) => name.toLowerCase(),
  // camel/00001 is camel_00001, and so is camel-00001.
  flat: (name) => name.replace(/[\\/_\-.\s]+/g, "_"),
};

/** Gives what is compared of a mask's path. Without rules and words it is the path without its ending. */
export function keyMaker({ match, strip }: NameRule): (relative: string) => string {
  const words = NAME_RULES.filter((word) => match.includes(word));
  const change = (name: string): string => words.reduce((changed, word) => CHANGES[word](changed), name);
  const withoutFolders = folderStripper(strip);
  const withoutAffixes = affixStripper(changedWords(strip, change));
  return (relative) => withoutAffixes(change(withoutFolders(withoutEnding(relative))));
}

/** Whether a name has what does not count by a word. */
export function isChanged(name: string, word: NameRuleWord): boolean {
  return CHANGES[word](name) !== name;
}

const PLAIN = /^[\x20-\x7e]*$/;

/**
 * A name without what cannot be seen on a screen: one of the Unicode forms of accents (macOS writes letter and accent,
 * others one character), one kind of space, no characters of no width.
 */
export function visibleForm(name: string): string {
  if (PLAIN.test(name)) return name;
  return name
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .normalize("NFC")
    .replace(/\p{Zs}/gu, " ");
}
