import { axisX, type Data, dodgeY, dot, line, rectY, ruleX, ruleY, text } from "@observablehq/plot";
import type { Markup } from "./markup.js";
import { scoreText } from "../../view/numbers.js";
import { ACCENT, LINE, paddedRange, shortened, WIDTH } from "./plotStyle.js";
import { plotMarkup } from "./svgMarkup.js";

/** Few images are shown one by one. */
const MAX_DOTS = 40;

/** Scores low to high, counted. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** How a score is spread over images: bars, or the images one by one where they are few; the median as a dashed line. */
export function distribution(
  document: Document,
  label: string,
  values: readonly number[],
  bins: readonly Bin[],
  median: number,
): Markup {
  const isFew = values.length <= MAX_DOTS;
  const [low, high] = [bins[0]?.low ?? 0, bins.at(-1)?.high ?? 1];
  return plotMarkup(document, label, {
    width: WIDTH,
    height: isFew ? 170 : 230,
    marginLeft: isFew ? 20 : 44,
    marginTop: 24,
    marginBottom: 40,
    x: {
      domain: [low, high],
      label: "an image's mean IoU",
      labelArrow: "none",
      labelAnchor: "center",
      grid: isFew,
    },
    y: isFew ? { axis: null } : { grid: true, label: "images", labelArrow: "none" },
    marks: [
      axisX({ label: "an image's mean IoU", labelArrow: "none", labelAnchor: "center" }),
      isFew
        ? dot(
            values as Data,
            dodgeY({ x: (value: number) => value, r: 5, fill: ACCENT, fillOpacity: 0.75, padding: 1 }),
          )
        : rectY(bins as Bin[], {
            x1: "low",
            x2: "high",
            y: "count",
            fill: ACCENT,
            fillOpacity: 0.75,
            inset: 0.5,
          }),
      isFew ? null : ruleY([0]),
      ruleX([median], { stroke: LINE, strokeDasharray: "3,4" }),
      text([median], {
        x: (value: number) => value,
        frameAnchor: "top",
        dy: -14,
        text: (value: number) => `median ${scoreText(value)}`,
        fill: LINE,
      }),
    ],
  });
}

/** One thing, by both models. */
export interface Pair {
  readonly id: string;
  readonly first: number;
  readonly second: number;
}

/** Images by both models; above the diagonal the second is better. */
export function pairScatter(
  document: Document,
  label: string,
  pairs: readonly Pair[],
  [firstName, secondName]: readonly [string, string],
): Markup {
  const shown = pairs.filter(({ first, second }) => Number.isFinite(first) && Number.isFinite(second));
  const domain = paddedRange(
    shown.map(({ first, second }) => ({ value: first, low: Math.min(first, second), high: second })),
  );
  const axis = { domain, grid: true, labelArrow: "none", labelAnchor: "center" } as const;
  return plotMarkup(document, label, {
    width: 420,
    height: 410,
    marginLeft: 56,
    marginBottom: 44,
    marginTop: 12,
    x: { ...axis, label: shortened(firstName, 48) },
    y: { ...axis, label: shortened(secondName, 48) },
    marks: [
      line(
        domain.map((end) => [end, end]),
        { stroke: LINE, strokeOpacity: 0.6, strokeDasharray: "3,4" },
      ),
      dot(shown, {
        x: "first",
        y: "second",
        fill: ACCENT,
        fillOpacity: 0.45,
        r: 3.5,
        title: ({ id, first, second }: Pair) => `${id}: ${scoreText(first)}, ${scoreText(second)}`,
      }),
    ],
  });
}
