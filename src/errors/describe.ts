/** A short, safe description of any value for an error message. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
    case "bigint":
      return `${value}n`;
    case "symbol":
    case "function":
      return `a ${typeof value}`;
    case "object":
      if (value !== null) return describeObject(value);
  }
  return Object.is(value, -0) ? "-0" : String(value);
}

function describeObject(value: object): string {
  if (Array.isArray(value)) {
    const items: string[] = value
      .slice(0, 6)
      .map((item) => (typeof item === "object" && item !== null ? "{...}" : describe(item)));
    return `[${items.join(", ")}${value.length > 6 ? ", ..." : ""}]`;
  }
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  return tag === "Object" ? "an object" : `${/^[AEIOU]/.test(tag) ? "an" : "a"} ${tag}`;
}

/** 512 x 512 x 21 */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? "no dimensions" : shape.join(" x ");
}

/** How many names a line lists before it only counts them. */
const LISTED_NAMES = 10;

/** a, b, c and 7 more */
export function listNames(names: readonly string[]): string {
  const rest = names.length - LISTED_NAMES;
  return names.slice(0, LISTED_NAMES).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
