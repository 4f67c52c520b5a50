import type { ComponentChildren, VNode } from "preact";
import { hundredths, type Scale } from "./scale.js";

interface PlotProps {
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
  /** Of which places it is drawn for, where it is drawn for each anew. */
  readonly place?: "wide" | "narrow" | undefined;
  readonly children: ComponentChildren;
}

/** A drawing that is as wide as its place, and scrolls in it where it would be too small to read. */
export function Plot({ label, width, height, place, children }: PlotProps): VNode {
  return (
    <div class={`plot scroll${place === undefined ? "" : ` ${place}`}`} tabIndex={0}>
      <svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        {children}
      </svg>
    </div>
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
