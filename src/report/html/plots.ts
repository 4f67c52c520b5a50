import * as Plot from "@observablehq/plot";
import type { ModelComparison } from "../../core/compareRuns.js";
import type { Spread } from "../../conventions/spread.js";
import { Markup } from "./markup.js";
import type { ReportedModel } from "../reportedRun.js";

// Drawn on the server: the page carries finished pictures, and no plotting library. Colours are the page's own, so that
// plots follow light and dark.

const WIDTH = 760;
const ACCENT = "var(--accent)";
const SECOND = "var(--second)";
const FAINT = "var(--line)";
const LABEL_CHARACTERS = 26;

/** Names beside an axis: long ones are cut, for the table has them whole. */
function shortName(name: string): string {
  return name.length > LABEL_CHARACTERS ? `${name.slice(0, LABEL_CHARACTERS - 1)}…` : name;
}

/** Labels that are all different, for an axis takes equal ones for one. */
function axisLabels(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const label = shortName(name);
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return count === 1 ? label : `${label} (${count})`;
  });
}

function draw(document: Document, ariaLabel: string, options: Plot.PlotOptions): Markup {
  const plot = Plot.plot({
    document,
    width: WIDTH,
    // Room for the axis's name under its numbers.
    marginBottom: 44,
    style: { background: "transparent", fontSize: "13px", fontFamily: "inherit", overflow: "visible" },
    ...options,
  });
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", ariaLabel);
  plot.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new Markup(plot.outerHTML);
}

const marginFor = (labels: readonly string[]): number =>
  Math.max(60, Math.min(210, 16 + 7.2 * Math.max(...labels.map(({ length }) => length))));

/** IoU of each class, with intervals where there are some. */
export function classBars({ scores, intervals }: ReportedModel, document: Document): Markup {
  const labels = axisLabels(scores.classes.map(({ name }) => name));
  const bars = scores.classes.map(({ iou, classIndex }, i) => {
    const bounds = intervals?.iou?.classes[classIndex]?.bca;
    return { label: labels[i] as string, iou, low: bounds?.low ?? NaN, high: bounds?.high ?? NaN };
  });
  const scored = bars.filter(({ iou }) => !Number.isNaN(iou));
  const whiskers = scored.filter(({ low, high }) => !Number.isNaN(low) && !Number.isNaN(high));
  return draw(document, "IoU of each class", {
    marginLeft: marginFor(labels),
    height: 24 * bars.length + 64,
    x: { domain: [0, 1], label: "IoU", labelOffset: 38, grid: true },
    y: { domain: labels, label: null, padding: 0.28 },
    marks: [
      Plot.barX(scored, { y: "label", x: "iou", fill: ACCENT, fillOpacity: 0.75 }),
      Plot.ruleY(whiskers, { y: "label", x1: "low", x2: "high", stroke: "currentColor", strokeWidth: 1.5 }),
      Plot.tickX(whiskers, { y: "label", x: "low", stroke: "currentColor", inset: 5 }),
      Plot.tickX(whiskers, { y: "label", x: "high", stroke: "currentColor", inset: 5 }),
      Plot.text(
        bars.filter(({ iou }) => Number.isNaN(iou)),
        {
          y: "label",
          x: 0,
          text: () => "no score",
          textAnchor: "start",
          dx: 4,
          fill: "currentColor",
          fillOpacity: 0.6,
        },
      ),
      Plot.ruleX([0], { stroke: "currentColor" }),
    ],
  });
}

/** How many images have which mean IoU. */
export function imageDistribution(scores: readonly number[], median: number, document: Document): Markup {
  return draw(document, `Distribution of the images' mean IoU, median ${median.toFixed(4)}`, {
    height: 260,
    marginLeft: 50,
    x: { domain: [0, 1], label: "mean IoU of an image", labelOffset: 38 },
    y: {
      label: "images",
      grid: true,
      tickFormat: (count: number) => (Number.isInteger(count) ? String(count) : ""),
    },
    marks: [
      Plot.rectY(
        scores,
        Plot.binX<Plot.RectYOptions>(
          { y: "count" },
          {
            x: (value: number) => value,
            thresholds: Array.from({ length: 41 }, (_, i) => i / 40),
            fill: ACCENT,
            fillOpacity: 0.75,
            inset: 0.5,
          },
        ),
      ),
      Plot.ruleX([median], { stroke: SECOND, strokeWidth: 2 }),
      Plot.text([median], {
        x: (value: number) => value,
        frameAnchor: "top",
        text: () => `median ${median.toFixed(3)}`,
        textAnchor: median > 0.7 ? "end" : "start",
        dx: median > 0.7 ? -6 : 6,
        fill: "currentColor",
      }),
      Plot.ruleY([0], { stroke: "currentColor" }),
    ],
  });
}

/** A run's mean by every convention. */
export function spreadDots({ rows }: Spread, document: Document): Markup {
  const labels = rows.map(({ label }) => (label.length > 44 ? `${label.slice(0, 43)}…` : label));
  const dots = rows
    .map(({ value }, i) => ({ label: labels[i] as string, value }))
    .filter(({ value }) => !Number.isNaN(value));
  return draw(document, "Mean IoU by every convention", {
    marginLeft: 300,
    height: 22 * rows.length + 64,
    x: { domain: [0, 1], label: "mean IoU", labelOffset: 38, grid: true },
    y: { domain: labels, label: null },
    marks: [
      Plot.ruleY(dots, { y: "label", x1: 0, x2: "value", stroke: FAINT }),
      Plot.dot(dots, { y: "label", x: "value", fill: ACCENT, r: 4.5 }),
      Plot.text(dots, {
        y: "label",
        x: "value",
        text: ({ value }: { value: number }) => value.toFixed(3),
        textAnchor: "start",
        dx: 9,
        fill: "currentColor",
      }),
    ],
  });
}

/** How far apart two models are in each class. */
export function differenceDots({ mean, classes }: ModelComparison, document: Document): Markup {
  const names = axisLabels(["mean", ...classes.map(({ name }) => name)]);
  const rows = [mean, ...classes].map(({ difference, bca }, i) => ({
    label: names[i] as string,
    difference,
    low: bca.low,
    high: bca.high,
    isMean: i === 0,
  }));
  const found = rows.filter(({ difference }) => !Number.isNaN(difference));
  const whiskers = found.filter(({ low, high }) => !Number.isNaN(low) && !Number.isNaN(high));
  return draw(document, "Difference of the models in each class, with intervals", {
    marginLeft: marginFor(names),
    height: 24 * rows.length + 64,
    x: { label: "second minus first", labelOffset: 38, grid: true, nice: true },
    y: { domain: names, label: null },
    marks: [
      Plot.ruleX([0], { stroke: "currentColor" }),
      Plot.ruleY(whiskers, { y: "label", x1: "low", x2: "high", stroke: "currentColor", strokeWidth: 1.5 }),
      Plot.dot(found, {
        y: "label",
        x: "difference",
        r: 5,
        fill: (row: { isMean: boolean }) => (row.isMean ? SECOND : ACCENT),
      }),
    ],
    // Colours are the page's, not a scale's.
    color: { type: "identity" },
  });
}

/** Each image's score by the first model and by the second. */
export function imageScatter(
  { images }: ModelComparison,
  names: readonly [string, string],
  document: Document,
): Markup {
  const dots = images.filter(({ difference }) => !Number.isNaN(difference));
  return draw(document, "Each image's score by the first model and by the second", {
    width: 520,
    height: 530,
    marginLeft: 50,
    x: { domain: [0, 1], label: `${shortName(names[0])} →`, labelOffset: 38, grid: true },
    y: { domain: [0, 1], label: `↑ ${shortName(names[1])}`, grid: true },
    marks: [
      Plot.link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: "currentColor", strokeOpacity: 0.5 }),
      Plot.dot(dots, { x: "first", y: "second", r: 3, fill: ACCENT, fillOpacity: 0.6, title: "id" }),
    ],
  });
}
