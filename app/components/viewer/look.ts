import { colourValue } from "../../../src/labels/colours.js";
import { OUTCOMES } from "../../view/displayColours.js";
import type { Look } from "../../view/paintTile.js";

/** A class that is switched off; told from void, which is not painted. */
const OFF = packed("#c9ced6");

/** What faint pixels fade into. */
const GROUND = { light: packed("#f2f4f6"), dark: packed("#20252b") } as const;

/** What of a look is chosen while looking. */
export interface LookChoice extends Pick<Look, "errorsOf" | "isOutlined" | "lit" | "threshold"> {
  readonly off: ReadonlySet<number>;
  readonly hasPhoto: boolean;
}

/** The colours of a look: of the classes that are on, and of what became of one class's pixels. */
export function lookOf(
  palette: readonly string[],
  { off, errorsOf, isOutlined, lit, threshold, hasPhoto }: LookChoice,
): Look {
  return {
    colours: Uint32Array.from(palette, (colour, c) => (off.has(c) ? OFF : packed(colour))),
    outcomes: [0, packed(OUTCOMES.hit), packed(OUTCOMES.missed), packed(OUTCOMES.false)],
    errorsOf,
    isOutlined,
    lit,
    threshold,
    ground: hasPhoto ? undefined : GROUND[isDark() ? "dark" : "light"],
  };
}

/** Where a report is written nobody has chosen. */
function isDark(): boolean {
  return "matchMedia" in globalThis && matchMedia("(prefers-color-scheme: dark)").matches;
}

/** "#rrggbb" as a canvas has it in memory: 0xAABBGGRR on every machine that browsers run on. */
function packed(colour: string): number {
  const value = colourValue(colour) ?? 0x808080;
  return (0xff000000 | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}
