import type { DatasetScores } from "../../src/measures/confusion/conventions/dataset.js";

/** Names that a sentence holds. */
const NAMED = 4;

/** Classes that are counted, but left out of every mean as asked. */
export function excludedNames({ classes }: Pick<DatasetScores, "classes">): string[] {
  return classes.filter(({ isExcluded }) => isExcluded).map(({ name }) => name);
}

/** " without background and sky", behind the name of a mean; nothing where every class is in it. */
export function withoutText(scores: Pick<DatasetScores, "classes">): string {
  const names = excludedNames(scores);
  if (names.length === 0) return "";
  const shown = names.length > NAMED ? names.slice(0, NAMED - 1) : names;
  const more = names.length - shown.length;
  const words = more > 0 ? [...shown, `${more} more classes`] : shown;
  return ` without ${words.length === 1 ? words[0] : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`}`;
}
