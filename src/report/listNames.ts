/** How many names a line lists before it only counts them. */
const LISTED_NAMES = 10;

/** a, b, c and 7 more */
export function listNames(names: readonly string[]): string {
  const rest = names.length - LISTED_NAMES;
  return names.slice(0, LISTED_NAMES).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
