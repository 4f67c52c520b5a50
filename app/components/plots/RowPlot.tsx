import type { ComponentChildren, VNode } from "preact";
import { BottomAxis, FittedPlot } from "./Plot.js";
import { linearScale, type Scale, shortened } from "./scale.js";

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

/** Where the parts of a plot of rows are. */
export interface RowPlace {
  readonly x: Scale;
  /** The middle of a row. */
  readonly y: (row: number) => number;
  readonly left: number;
  readonly right: number;
}

const TOP = 12;
const BOTTOM = 44;
const ROW_HEIGHT = 20;
/** Of a letter in a name, about. */
const LETTER_WIDTH = 6.4;
/** Of a field and its names, on a phone. */
const MIN_ROW_WIDTH = 260;
/** Letters of a name that a phone has room for. */
const MAX_NAME_NARROW = 14;

/** Half the height of a bar. */
export const HALF_BAR = 7;

interface RowPlotProps {
  readonly label: string;
  readonly rows: readonly PlotRow[];
  readonly domain: readonly [number, number];
  readonly axis: string;
  /** Letters of a name that there is room for; longer ones are cut, and stand in full in the table. */
  readonly maxName: number;
  /** Between a name and the field. */
  readonly nameGap: number;
  /** Right of the field, for numbers. */
  readonly marginRight: number;
  readonly children: (place: RowPlace) => ComponentChildren;
}

/** One thing a row: its name to the left, what is drawn of it in the field. Names may be twice the same. */
export function RowPlot({
  label,
  rows,
  domain,
  axis,
  maxName,
  nameGap,
  marginRight,
  children,
}: RowPlotProps): VNode {
  const bottom = TOP + rows.length * ROW_HEIGHT + 6;
  const y = (row: number): number => TOP + row * ROW_HEIGHT + ROW_HEIGHT / 2;
  return (
    <FittedPlot label={label} height={bottom + BOTTOM} minWidth={marginRight + MIN_ROW_WIDTH}>
      {(width, isNarrow) => {
        const letters = isNarrow ? Math.min(maxName, MAX_NAME_NARROW) : maxName;
        const longest = Math.max(0, ...rows.map(({ name }) => Math.min(letters, Array.from(name).length)));
        const left = Math.round(nameGap + 10 + longest * LETTER_WIDTH);
        const right = width - marginRight;
        const x = linearScale(domain, [left, right]);
        // Below the middle of the field, and not beyond the drawing's end.
        const axisLetters = Math.floor((2 * (width - (left + right) / 2)) / LETTER_WIDTH);
        return (
          <>
            <BottomAxis scale={x} label={shortened(axis, axisLetters)} from={TOP - 4} to={bottom} />
            <g text-anchor="end">
              {rows.map(({ name }, row) => (
                <text key={row} x={left - nameGap} y={y(row)} dy="0.32em">
                  {shortened(name, letters)}
                </text>
              ))}
            </g>
            {children({ x, y, left, right })}
          </>
        );
      }}
    </FittedPlot>
  );
}

/** The interval of a row; nothing where it has none. */
export function Whisker({
  row,
  at,
  place,
}: {
  readonly row: PlotRow;
  readonly at: number;
  readonly place: RowPlace;
}): VNode | null {
  const { low, high } = row;
  if (!Number.isFinite(low) || !Number.isFinite(high)) return null;
  const [from, to, y] = [place.x.at(low), place.x.at(high), place.y(at)];
  return <path class="whisker" d={`M${from},${y}H${to}M${from},${y - 4}v8M${to},${y - 4}v8`} />;
}

/** A number at a row's right end. */
export function RowNumber({
  x,
  y,
  text,
}: {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}): VNode {
  return (
    <text class="value" x={x} y={y} dy="0.32em">
      {text}
    </text>
  );
}
