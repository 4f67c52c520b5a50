import { SettingsError } from "../errors/problem.js";

/**
 * The classes of a list like "0,sky,lane, painted": by name, which may hold commas, or by label.
 *
 * @param words the list, split at its commas
 * @param classOf the class of a label; undefined where it is none
 * @throws {SettingsError} a word is neither a name that one class has nor a class's label
 */
export function excludedClasses(
  words: readonly string[],
  classNames: readonly string[],
  classOf: (label: number) => number | undefined,
): number[] {
  const excluded: number[] = [];
  for (let from = 0; from < words.length;) {
    const found = longestName(words, from, classNames) ?? labelAt(words, from, classOf);
    if (found === undefined) throw unknownClass(words[from] as string, classNames);
    excluded.push(found.classIndex);
    from = found.end;
  }
  return excluded;
}

interface Found {
  readonly classIndex: number;
  readonly end: number;
}

function longestName(words: readonly string[], from: number, names: readonly string[]): Found | undefined {
  for (let end = words.length; end > from; end--) {
    const name = words.slice(from, end).join(",").trim();
    const classIndex = names.indexOf(name);
    if (classIndex < 0) continue;
    if (names.includes(name, classIndex + 1)) {
      throw wrong("a name that one class has, or a label", `${JSON.stringify(name)}, which several have`);
    }
    return { classIndex, end };
  }
  return undefined;
}

function labelAt(
  words: readonly string[],
  from: number,
  classOf: (label: number) => number | undefined,
): Found | undefined {
  const word = (words[from] as string).trim();
  const classIndex = /^\d{1,9}$/.test(word) ? classOf(Number(word)) : undefined;
  return classIndex === undefined ? undefined : { classIndex, end: from + 1 };
}

function unknownClass(word: string, names: readonly string[]): SettingsError {
  const known = names.slice(0, 8).map((name) => JSON.stringify(name));
  const list = names.length === 0 ? "" : ` (${known.join(", ")}${names.length > 8 ? ", ..." : ""})`;
  return wrong(`labels or names of classes${list}`, JSON.stringify(word));
}

function wrong(expected: string, got: string): SettingsError {
  return new SettingsError({ code: "wrong-setting", argument: "excludeClasses", expected, got, cure: [] });
}
