import { InvalidArgumentError } from "commander";

/** Reads the value of an option that is a whole number. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  const range = most >= Number.MAX_SAFE_INTEGER ? "" : ` from ${least} to ${most}`;
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number${range}.`);
    }
    return value;
  };
}
