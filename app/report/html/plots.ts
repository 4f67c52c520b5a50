import { axisY, barX, dot, type Markish, ruleX, ruleY, text, tickX } from "@observablehq/plot";
import type { Markup } from "./markup.js";
import { changeText, scoreText } from "../../view/numbers.js";
import { ACCENT, LINE, MUTED, paddedRange, shortened, WIDTH } from "./plotStyle.js";
import { plotMarkup } from "./svgMarkup.js";

/** Room for the longest name of a row; longer ones are cut, and stand in full in the table. */
const MAX_NAME = 24;
const NAME_WIDTH = 6.4;
const ROW_HEIGHT = 20;

/** A score of one thing, with its interval. */
export interface PlotRow {
  readonly name: string;
  readonly colour: string | undefined;
  /** NaN is drawn as `missing`. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly missing: string;
}

interface PlacedRow extends PlotRow {
  readonly row: number;
}

function placed(rows: readonly PlotRow[]): PlacedRow[] {
  return rows.map((row, i) => ({ ...row, row: i }));
}

/** Names may be twice the same: rows are told apart by their number, and only labelled by their names. */
function rowAxis(rows: readonly PlotRow[], maxName: number, gap: number): Markish {
  return axisY({
    label: null,
    tickSize: 0,
    tickPadding: gap,
    tickFormat: (row: number) => shortened(rows[row]?.name ?? "", maxName),
  });
}

function marginFor(rows: readonly PlotRow[], maxName: number): number {
  const longest = Math.max(0, ...rows.map(({ name }) => Math.min(maxName, Array.from(name).length)));
  return 34 + longest * NAME_WIDTH;
}

function whiskers(rows: readonly PlacedRow[], stroke: string): Markish[] {
  const bounded = rows.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const ends = { y: "row", stroke, strokeWidth: 1.25, insetTop: 3, insetBottom: 3 };
  return [
    ruleY(bounded, { y: "row", x1: "low", x2: "high", stroke, strokeWidth: 1.25 }),
    tickX(bounded, { ...ends, x: "low" }),
    tickX(bounded, { ...ends, x: "high" }),
  ];
}

/** Bars from 0 to 1 with whiskers, the mean as a dashed line, the number at the right. */
export function scoreBars(
  document: Document,
  label: string,
  rows: readonly PlotRow[],
  mean: number,
  axis: string,
): Markup {
  const all = placed(rows);
  const [scored, unscored] = [
    all.filter(({ value }) => Number.isFinite(value)),
    all.filter(({ value }) => !Number.isFinite(value)),
  ];
  return plotMarkup(document, label, {
    width: WIDTH,
    height: 58 + rows.length * ROW_HEIGHT,
    marginLeft: marginFor(rows, MAX_NAME),
    marginRight: 60,
    marginTop: 8,
    marginBottom: 40,
    x: { domain: [0, 1], grid: true, label: axis, labelArrow: "none", labelAnchor: "center" },
    y: { type: "band", domain: all.map(({ row }) => row), padding: 0.28 },
    color: { type: "identity" },
    marks: [
      rowAxis(rows, MAX_NAME, 24),
      barX(scored, { x: "value", y: "row", fill: ACCENT, fillOpacity: 0.75, rx: 2 }),
      dot(
        all.filter(({ colour }) => colour !== undefined),
        {
          x: () => 0,
          y: "row",
          dx: -12,
          r: 5,
          symbol: "square",
          fill: "colour",
          stroke: LINE,
          strokeOpacity: 0.4,
          strokeWidth: 1,
        },
      ),
      ...whiskers(scored, LINE),
      Number.isFinite(mean) ? ruleX([mean], { stroke: LINE, strokeDasharray: "3,4" }) : null,
      text(scored, {
        x: () => 1,
        y: "row",
        text: ({ value }: PlacedRow) => scoreText(value),
        dx: 8,
        textAnchor: "start",
        fill: LINE,
        fontVariant: "tabular-nums",
      }),
      text(unscored, {
        x: () => 0,
        y: "row",
        text: "missing",
        dx: 8,
        textAnchor: "start",
        fill: MUTED,
        fontStyle: "italic",
      }),
    ],
  });
}

/** Dots, with intervals where there are some, on a scale that fits them. */
export function scoreDots(
  document: Document,
  label: string,
  rows: readonly PlotRow[],
  axis: string,
  maxName: number,
): Markup {
  const all = placed(rows).filter(({ value }) => Number.isFinite(value));
  return plotMarkup(document, label, {
    width: WIDTH,
    height: 58 + rows.length * ROW_HEIGHT,
    marginLeft: marginFor(rows, maxName) - 12,
    marginRight: 60,
    marginTop: 8,
    marginBottom: 40,
    x: { domain: paddedRange(all), grid: true, label: axis, labelArrow: "none", labelAnchor: "center" },
    y: { type: "band", domain: rows.map((_, i) => i), padding: 0.28 },
    marks: [
      rowAxis(rows, maxName, 10),
      ruleY(
        rows.map((_, i) => i),
        { y: (row: number) => row, stroke: LINE, strokeOpacity: 0.08 },
      ),
      ...whiskers(all, ACCENT),
      dot(all, { x: "value", y: "row", fill: ACCENT, r: 4.5 }),
      text(all, {
        frameAnchor: "right",
        y: "row",
        text: ({ value }: PlacedRow) => scoreText(value),
        dx: 54,
        fill: LINE,
        fontVariant: "tabular-nums",
      }),
    ],
  });
}

/** Differences round a line at zero. A hollow dot's interval holds zero. */
export function differenceDots(
  document: Document,
  label: string,
  rows: readonly PlotRow[],
  axis: string,
): Markup {
  const all = placed(rows);
  const scored = all.filter(({ value }) => Number.isFinite(value));
  const isClear = ({ low, high }: PlotRow): boolean => low > 0 || high < 0;
  return plotMarkup(document, label, {
    width: WIDTH,
    height: 58 + rows.length * ROW_HEIGHT,
    marginLeft: marginFor(rows, MAX_NAME) - 12,
    marginRight: 66,
    marginTop: 8,
    marginBottom: 40,
    x: {
      domain: paddedRange([...scored, { value: 0, low: 0, high: 0 }]),
      grid: true,
      label: axis,
      labelArrow: "none",
      labelAnchor: "center",
    },
    y: { type: "band", domain: all.map(({ row }) => row), padding: 0.28 },
    marks: [
      rowAxis(rows, MAX_NAME, 10),
      ruleX([0], { stroke: LINE, strokeOpacity: 0.7 }),
      ...whiskers(scored, ACCENT),
      dot(scored.filter(isClear), { x: "value", y: "row", fill: ACCENT, stroke: ACCENT, r: 4.5 }),
      dot(
        scored.filter((row) => !isClear(row)),
        { x: "value", y: "row", fill: "var(--page)", stroke: ACCENT, strokeWidth: 1.5, r: 4.5 },
      ),
      text(all, {
        frameAnchor: "right",
        y: "row",
        text: ({ value, missing }: PlacedRow) => (Number.isFinite(value) ? changeText(value) : missing),
        dx: 60,
        fill: LINE,
        fontVariant: "tabular-nums",
      }),
    ],
  });
}
