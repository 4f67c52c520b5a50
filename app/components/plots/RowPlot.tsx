import type { ComponentChildren, VNode } from "preact";
import { BottomAxis, Plot } from "./Plot.js";
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

/** Of a screen, and of a phone, on which the wide one would be cut, or too small to read. */
const [WIDE, NARROW] = [640, 360];
/** Beside the numbers right of it, a field and its names take so much. */
const NARROW_ROWS = 270;
/** Letters of a name on a phone. */
const NARROW_NAME = 16;
const TOP = 12;
const BOTTOM = 44;
const ROW_HEIGHT = 20;
/** Of a letter in a name, about. */
const LETTER_WIDTH = 6.4;

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
export function RowPlot(props: RowPlotProps): VNode {
  return (
    <>
      <PlacedRows {...props} place="wide" />
      <PlacedRows {...props} place="narrow" maxName={Math.min(props.maxName, NARROW_NAME)} />
    </>
  );
}

/** The same in a place; the style sheet shows the one that fits. */
function PlacedRows({
  label,
  rows,
  domain,
  axis,
  maxName,
  nameGap,
  marginRight,
  children,
  place,
}: RowPlotProps & { readonly place: "wide" | "narrow" }): VNode {
  const longest = Math.max(0, ...rows.map(({ name }) => Math.min(maxName, Array.from(name).length)));
  const left = Math.round(nameGap + 10 + longest * LETTER_WIDTH);
  const width = place === "wide" ? WIDE : Math.max(NARROW, marginRight + NARROW_ROWS);
  const right = width - marginRight;
  const bottom = TOP + rows.length * ROW_HEIGHT + 6;
  const x = linearScale(domain, [left, right]);
  const y = (row: number): number => TOP + row * ROW_HEIGHT + ROW_HEIGHT / 2;
  return (
    <Plot label={label} width={width} height={bottom + BOTTOM} place={place}>
      <BottomAxis scale={x} label={axis} from={TOP - 4} to={bottom} />
      <g text-anchor="end">
        {rows.map(({ name }, row) => (
          <text key={row} x={left - nameGap} y={y(row)} dy="0.32em">
            {shortened(name, maxName)}
          </text>
        ))}
      </g>
      {children({ x, y, left, right })}
    </Plot>
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
