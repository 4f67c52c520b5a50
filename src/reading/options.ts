import { unknownOption, wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";

/** One of a list of words. */
export function readChoice<T extends string>(value: unknown, choices: readonly T[], argument: string): T {
  const expected = choices.map((choice) => `"${choice}"`).join(" or ");
  if (typeof value !== "string") {
    throw wrongType(argument, expected, describe(value));
  }
  if (!(choices as readonly string[]).includes(value)) {
    throw wrongValue(argument, expected, describe(value));
  }
  return value as T;
}

export function readBoolean(value: unknown, argument: string): boolean {
  if (typeof value !== "boolean") {
    throw wrongType(argument, "true or false", describe(value));
  }
  return value;
}

export function readFiniteNumber(value: unknown, argument: string): number {
  if (typeof value !== "number") {
    throw wrongType(argument, "a number", describe(value));
  }
  if (!Number.isFinite(value)) {
    throw wrongValue(argument, "a finite number", describe(value));
  }
  return value;
}

/** A whole number from `least` to `most`. */
export function readInteger(value: unknown, argument: string, least: number, most: number): number {
  if (typeof value !== "number") {
    throw wrongType(argument, "a whole number", describe(value));
  }
  if (!Number.isInteger(value) || value < least || value > most) {
    throw wrongValue(argument, `a whole number from ${least} to ${most}`, describe(value));
  }
  return value;
}

/**
 * The label of pixels that do not count, or several: one stays a number, so that it is counted and saved as ever. Ascending,
 * each once; undefined where there is none.
 */
export function readIgnoreIndex(value: unknown): number | readonly number[] | undefined {
  if (value === undefined) return undefined;
  const labels = new Set(
    [value]
      .flat()
      .map((label) => readInteger(label, "ignoreIndex", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)),
  );
  const sorted = [...labels].sort((a, b) => a - b);
  return sorted.length > 1 ? sorted : sorted[0];
}

/** A Map, a Promise or a Date is an object, too, and would read as one with no option set. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  return (
    Object.getPrototypeOf(value) === Object.prototype ||
    Object.prototype.toString.call(value) === "[object Object]"
  );
}

/** An options object that has only the named keys: a misspelt option must not be silently left out. */
export function readOptions<K extends string>(
  value: unknown,
  keys: readonly K[],
  argument: string,
): Partial<Record<K, unknown>> {
  if (!isPlainObject(value)) {
    throw wrongType(argument, `an object with ${keys.join(", ")}`, describe(value));
  }
  for (const key in value) {
    if (!(keys as readonly string[]).includes(key)) {
      throw unknownOption(argument, `only ${keys.join(", ")}`, `an unknown option ${describe(key)}`);
    }
  }
  return value;
}

/** Freezes plain data, whatever it holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
