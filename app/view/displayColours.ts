/**
 * What became of a pixel. Blue, orange and yellow differ in lightness too, so that they do for readers who see fewer
 * colours. The style sheet has the same (components/tokens.css).
 */
export const OUTCOMES = { hit: "#2f7fd6", missed: "#d9480f", false: "#ffd43b" } as const;

/** Of what is right, where it is only there to show what is wrong. */
export const FAINT = "#d5dae1";

/** Of a class that has no colour, which none should be. */
export const NO_COLOUR = "#808080";

/** Golden angle: neighbours among the classes are far apart in hue. */
const HUE_STEP = 137.508;

/** A colour a class: those that are given, and made ones for the others. */
export function paletteFor(numClasses: number, given: readonly (string | undefined)[]): string[] {
  return Array.from({ length: numClasses }, (_, c) => given[c]?.toLowerCase() ?? madeColour(c));
}

function madeColour(c: number): string {
  const hue = (c * HUE_STEP + 210) % 360;
  const lightness = [0.5, 0.38, 0.62][Math.floor(c / 8) % 3] as number;
  return hslToHex(hue, 0.62, lightness);
}

function hslToHex(hue: number, saturation: number, lightness: number): string {
  const channel = (n: number): string => {
    const k = (n + hue / 30) % 12;
    const reach = saturation * Math.min(lightness, 1 - lightness);
    const value = lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
