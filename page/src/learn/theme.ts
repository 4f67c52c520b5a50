import { signal } from "@preact/signals";

export type Rgb = readonly [number, number, number];

const TOKENS = ["page", "raised", "line", "muted", "truth", "prediction", "hit"] as const;

/** Colours of the style sheet, for what is painted pixel by pixel. */
export type Palette = Readonly<Record<(typeof TOKENS)[number], Rgb>>;

const query = matchMedia("(prefers-color-scheme: dark)");

/** Changes where the tokens do: whoever has painted with them paints again. */
export const scheme = signal(query.matches ? "dark" : "light");
query.addEventListener("change", () => (scheme.value = query.matches ? "dark" : "light"));

/** The tokens as they hold for a canvas. */
export function readPalette(canvas: HTMLCanvasElement): Palette {
  const style = getComputedStyle(canvas);
  const context = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
  const rgbOf = (color: string): Rgb => {
    // A canvas says every opaque colour as #rrggbb, however the style sheet has it.
    context.fillStyle = color;
    const value = Number.parseInt(context.fillStyle.slice(1), 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  };
  return Object.fromEntries(
    TOKENS.map((token) => [token, rgbOf(style.getPropertyValue(`--${token}`).trim())]),
  ) as Palette;
}

/** share of one colour, the rest of the other. */
export function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const part = (k: 0 | 1 | 2): number => Math.round(one[k] * share + other[k] * (1 - share));
  return [part(0), part(1), part(2)];
}
