import { describe } from "../../src/errors/describe.js";
import { type ColourLabels, colourValue } from "../../src/labels/colours.js";
import { paletteOf } from "../../app/classes/paletteOf.js";
import { decodeText } from "../../app/json/decodeText.js";
import { parseJson } from "../../app/json/parseJson.js";
import { DataError } from "../exitCodes.js";
import { readBytes } from "./readBytes.js";

/** Labels of colours are 0 to 65,535. */
const MAX_COLOURS = 2 ** 16;

/**
 * Reads a --palette file, which says what the colours of RGB label images mean: JSON, a list of "#rrggbb" (the label is the
 * place in the list), an object of "#rrggbb": label, or an object with such a list as "palette"; or lines of text, "R G B"
 * with or without a name behind (the label is the line's place, from 0).
 *
 * @throws {DataError} none of these, or a colour stands for two labels
 */
export async function readPaletteFile(path: string): Promise<ColourLabels> {
  const bytes = await readBytes(path);
  // Names behind the colours may be in any encoding: they are not looked at.
  const text = decodeText(bytes, false) ?? "";
  const entries = /^\s*[[{]/.test(text) ? jsonEntries(path, parseJson(bytes, path)) : lineEntries(path, text);
  if (entries.length === 0) throw new DataError(`${path}: the palette is empty`);
  return paletteOf(entries, path);
}

function jsonEntries(path: string, content: unknown): [string, number][] {
  const inner = (content as { palette?: unknown }).palette ?? content;
  const entries: [unknown, unknown][] = Array.isArray(inner)
    ? inner.map((colour: unknown, label) => [colour, label])
    : Object.entries(inner as object);
  for (const [colour, label] of entries) {
    const isLabel = Number.isInteger(label) && (label as number) >= 0 && (label as number) < MAX_COLOURS;
    if (colourValue(colour) === undefined || !isLabel) {
      throw new DataError(
        `${path}: expected colours as "#rrggbb" and labels from 0 to 65535, got ${describe(colour)}: ${describe(label)}`,
      );
    }
  }
  return entries as [string, number][];
}

function lineEntries(path: string, text: string): [string, number][] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.trimStart().startsWith("#"));
  if (lines.length > MAX_COLOURS) {
    throw new DataError(`${path}: expected at most ${MAX_COLOURS} colours, got ${lines.length}`);
  }
  return lines.map((line, label) => {
    const match = /^\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,].*)?$/.exec(line);
    const channels = match?.slice(1, 4).map(Number) ?? [];
    if (match === null || channels.some((value) => value > 255)) {
      throw new DataError(
        `${path}: line ${label + 1} expected "R G B" with 0..255 each, got ${JSON.stringify(line.slice(0, 60))}`,
      );
    }
    return [`#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`, label];
  });
}
