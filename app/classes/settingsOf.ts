import { isMaskscoreError } from "../../src/errors/problem.js";
import { readSettings, type ScorerSettings } from "../../src/measures/confusion/settings.js";
import { SettingsError } from "../errors/problem.js";
import type { ScoredClasses } from "./scoredClasses.js";

/**
 * The settings of a scorer of these classes.
 *
 * @throws {SettingsError} one is impossible, or does not fit the others
 */
export function settingsOf(
  { scorer, classesFile }: Pick<ScoredClasses, "scorer" | "classesFile">,
  numClasses: number,
): ScorerSettings {
  try {
    return readSettings({ ...scorer, numClasses });
  } catch (error) {
    if (!isMaskscoreError(error)) throw error;
    const { argument, expected, got, cure } = error.problem;
    if (argument === undefined || expected === undefined || got === undefined) throw error;
    throw new SettingsError(
      {
        code: "wrong-setting",
        // What is no setting of its own is a key of the classes file.
        ...(isOwn(argument) || classesFile === undefined ? {} : { file: classesFile }),
        argument,
        expected,
        got,
        cure: typeof cure === "string" ? [{ do: "say", text: cure }] : [],
      },
      { cause: error },
    );
  }
}

function isOwn(argument: string): boolean {
  return argument === "numClasses" || argument === "ignoreIndex";
}
