import { DatasetError, SettingsError } from "../../app/errors/problem.js";
import { commandWords } from "../../cli/commandWords.js";

/** What the command says of what is thrown here. */
export function saidOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DatasetError || error instanceof SettingsError) return commandWords(error);
    throw error;
  }
  throw new Error("nothing is thrown");
}
