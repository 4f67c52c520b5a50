import { describe } from "../../src/errors/describe.js";

/**
 * The known key that a stranger is likely to mean: another spelling of it, or one that differs by few letters.
 *
 * @param others what other programs call the known keys
 */
export function nearestKey(
  key: string,
  known: readonly string[],
  others: Readonly<Record<string, string>> = {},
): string | undefined {
  const bare = plain(key);
  const sameName = known.find((word) => plain(word) === bare) ?? otherName(bare, others);
  if (sameName !== undefined) return sameName;
  const [nearest] = known
    .map((word) => ({ word, distance: editDistance(plain(word), bare) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest !== undefined && nearest.distance <= Math.max(1, Math.floor(bare.length / 3))
    ? nearest.word
    : undefined;
}

/** "unknown key "ignore_index"; did you mean "ignoreIndex"?" */
export function unknownKeyText(
  key: string,
  known: readonly string[],
  others: Readonly<Record<string, string>> = {},
): string {
  const meant = nearestKey(key, known, others);
  const cure =
    meant === undefined
      ? `there are ${known.map((word) => JSON.stringify(word)).join(", ")}`
      : `did you mean ${JSON.stringify(meant)}?`;
  return `unknown key ${describe(key)}; ${cure}`;
}

/** What objects inherit is nobody's name of a key. */
function otherName(bare: string, others: Readonly<Record<string, string>>): string | undefined {
  return Object.hasOwn(others, bare) ? others[bare] : undefined;
}

/** A key without what spellings differ by: num_classes, num-classes, NumClasses. */
function plain(key: string): string {
  return key.replace(/[_\-. ]/g, "").toLowerCase();
}

/** How many letters must be put in, taken out or changed: Levenshtein's distance. Keys that are long are no misspelt ones. */
function editDistance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 8) return Infinity;
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next[j] = Math.min(
        (row[j] as number) + 1,
        (next[j - 1] as number) + 1,
        (row[j - 1] as number) + Number(one[i - 1] !== other[j - 1]),
      );
    }
    row = next;
  }
  return row[other.length] as number;
}
