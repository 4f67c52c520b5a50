import type { ComponentChildren, VNode } from "preact";
import { hundredths, type Scale } from "./scale.js";

interface PlotProps {
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly children: ComponentChildren;
}

/** A drawing that is as wide as its place, and scrolls in it where it would be too small to read. */
export function Plot({ label, width, height, children }: PlotProps): VNode {
  return (
    <div class="plot scroll" tabIndex={0}>
      <svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        {children}
      </svg>
    </div>
  );
}

/** The widths that a drawing is made for: beside others on a page, and alone on a phone. */
const [PAGE_WIDTH, PHONE_WIDTH] = [640, 350];

interface FittedPlotProps extends Omit<PlotProps, "width" | "children"> {
  /** What it needs on a phone at least. */
  readonly minWidth?: number;
  /** Draws it that wide. */
  readonly children: (width: number, isNarrow: boolean) => ComponentChildren;
}

/** A drawing at both widths, of which the page shows the one whose letters can be read: made smaller they could not. */
export function FittedPlot({ label, height, minWidth = 0, children }: FittedPlotProps): VNode {
  const phoneWidth = Math.max(PHONE_WIDTH, minWidth);
  return (
    <>
      <div class="for-page">
        <Plot label={label} width={PAGE_WIDTH} height={height}>
          {children(PAGE_WIDTH, false)}
        </Plot>
      </div>
      <div class="for-phone">
        <Plot label={label} width={phoneWidth} height={height}>
          {children(phoneWidth, true)}
        </Plot>
      </div>
    </>
  );
}

interface AxisProps {
  readonly scale: Scale;
  readonly label: string;
  /** Ends of the lines across: top and bottom of the plot's field, or its left and right. */
  readonly from: number;
  readonly to: number;
  /** Without it there are only ticks. */
  readonly hasGrid?: boolean;
}

/** Values along the bottom. */
export function BottomAxis({ scale, label, from, to, hasGrid = true }: AxisProps): VNode {
  const [left, right] = scale.domain.map(scale.at) as [number, number];
  return (
    <g class="axis" text-anchor="middle">
      {scale.ticks.map((tick) => (
        <g key={tick} transform={`translate(${scale.at(tick)},0)`}>
          {hasGrid && <line class="grid" y1={from} y2={to} />}
          <line class="tick" y1={to} y2={to + 5} />
          <text y={to + 17}>{scale.text(tick)}</text>
        </g>
      ))}
      <text x={hundredths((left + right) / 2)} y={to + 34}>
        {label}
      </text>
    </g>
  );
}

/** Values along the left side. */
export function LeftAxis({
  scale,
  label,
  from,
  to,
  isUpright = false,
}: AxisProps & { readonly isUpright?: boolean }): VNode {
  const [bottom, top] = scale.domain.map(scale.at) as [number, number];
  const middle = hundredths((bottom + top) / 2);
  return (
    <g class="axis" text-anchor="end">
      {scale.ticks.map((tick) => (
        <g key={tick} transform={`translate(0,${scale.at(tick)})`}>
          <line class="grid" x1={from} x2={to} />
          <text x={from - 7} dy="0.32em">
            {scale.text(tick)}
          </text>
        </g>
      ))}
      {isUpright ? (
        <text x={from} y={top - 10} text-anchor="middle">
          {label}
        </text>
      ) : (
        <text transform={`translate(12,${middle}) rotate(-90)`} text-anchor="middle">
          {label}
        </text>
      )}
    </g>
  );
}
