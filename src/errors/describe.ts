/** Of a longer text its start and its end: names of files differ at the end. */
export function shorten(text: string, most: number): string {
  const half = (most - 3) >> 1;
  return text.length > most ? `${text.slice(0, half)}...${text.slice(-half)}` : text;
}

/** So much of a name is shown in a line. */
const SHOWN = 60;

/** A short, safe description of any value for an error message. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "bigint":
      return `${shorten(String(value), SHOWN)}n`;
    case "symbol":
    case "function":
      return `a ${typeof value}`;
    case "object":
      if (value !== null) return describeObject(value);
  }
  return Object.is(value, -0) ? "-0" : String(value);
}

/** In quotes. A sign that is none for a line takes up to six of its places. */
function quoted(text: string): string {
  const whole = JSON.stringify(shorten(text, SHOWN));
  return whole.length <= SHOWN + 20 ? whole : JSON.stringify(shorten(text, SHOWN / 6));
}

function describeObject(value: object): string {
  if (Array.isArray(value)) {
    const items: string[] = value
      .slice(0, 6)
      .map((item) => (typeof item === "object" && item !== null ? "{...}" : describe(item)));
    return `[${items.join(", ")}${value.length > 6 ? ", ..." : ""}]`;
  }
  const tag = shorten(Object.prototype.toString.call(value).slice(8, -1), SHOWN);
  return tag === "Object" ? "an object" : `${/^[AEIOU]/.test(tag) ? "an" : "a"} ${tag}`;
}

const SHOWN_SIZES = 8;

/** 512 x 512 x 21 */
export function formatShape(shape: readonly number[]): string {
  const more = shape.length > SHOWN_SIZES ? " x ..." : "";
  return shape.length === 0 ? "no dimensions" : shape.slice(0, SHOWN_SIZES).join(" x ") + more;
}

/** a, b, c and 7 more: a line lists no more than `most` before it only counts them. */
export function listNames(names: readonly string[], most = 10): string {
  const rest = names.length - most;
  const listed = names.slice(0, most).map((name) => shorten(name, SHOWN));
  return listed.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
