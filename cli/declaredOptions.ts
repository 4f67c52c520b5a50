import { InvalidArgumentError } from "commander";
import { LARGEST_COLOUR_DISTANCE } from "../app/formats/declaredColours.js";
import type { Sides } from "../app/job/runDecode.js";
import { wholeNumber } from "./wholeNumber.js";

// The values of options that say what pixels are which have no label by their file's own word.

/** "error" is what is done anyway. */
export function meaningOfPixels(text: string): "void" | undefined {
  if (text !== "void" && text !== "error") throw new InvalidArgumentError("It must be void or error.");
  return text === "void" ? text : undefined;
}

export function alphaOfSides(text: string): Sides<"void"> | undefined {
  return saidOfSides(text, meaningOfPixels, "void");
}

export function divisorOfSides(text: string): Sides<number> | undefined {
  const divisor = wholeNumber(1, 2 ** 31 - 1);
  return saidOfSides(text, (part) => (divisor(part) === 1 ? undefined : divisor(part)), "1000");
}

export function colourDistance(text: string): number {
  const distance = Number(text);
  if (!/^(\d+\.?\d*|\.\d+)$/.test(text) || !(distance > 0 && distance <= LARGEST_COLOUR_DISTANCE)) {
    throw new InvalidArgumentError("It must be a number above 0, and at most 441.67: black to white.");
  }
  return distance;
}

/** A word for both sides, or for one or each: truth=void,prediction=error; undefined where nothing is said. */
function saidOfSides<T>(
  text: string,
  read: (word: string) => T | undefined,
  example: string,
): Sides<T> | undefined {
  const said: { groundTruth?: T; prediction?: T } = {};
  const set = (side: "groundTruth" | "prediction", value: T | undefined): void => {
    if (value !== undefined) said[side] = value;
  };
  const parts = text.split(",").map((part) => /^\s*(truth|prediction)\s*=\s*(.*?)\s*$/.exec(part));
  if (!text.includes("=")) {
    set("groundTruth", read(text));
    set("prediction", read(text));
  } else {
    const sides = parts.map((part) => part?.[1]);
    if (sides.includes(undefined) || new Set(sides).size < sides.length) {
      throw new InvalidArgumentError(
        `It must be one for both sides, as ${example}, or of each: truth=${example},prediction=${example}.`,
      );
    }
    for (const part of parts) {
      set(part?.[1] === "truth" ? "groundTruth" : "prediction", read(part?.[2] as string));
    }
  }
  return Object.keys(said).length === 0 ? undefined : said;
}
