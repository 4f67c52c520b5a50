import { colourName, colourValue } from "../../../src/labels/colours.js";

/** "#rrggbb" of a colour in JSON: such a text, or [red, green, blue]; undefined of anything else. */
export function colourOf(value: unknown): string | undefined {
  if (typeof value === "string") return colourValue(value) === undefined ? undefined : value.toLowerCase();
  return Array.isArray(value) && value.length === 3 ? colourOfChannels(value) : undefined;
}

/** "#rrggbb" of three whole numbers from 0 to 255; undefined of anything else. */
export function colourOfChannels(channels: readonly unknown[]): string | undefined {
  if (channels.length !== 3 || !channels.every(isChannel)) return undefined;
  const [red, green, blue] = channels as unknown as readonly [number, number, number];
  return colourName((red << 16) | (green << 8) | blue);
}

function isChannel(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
}
