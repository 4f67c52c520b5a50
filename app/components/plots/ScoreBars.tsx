import type { VNode } from "preact";
import { scoreText } from "../../view/numberTexts.js";
import { HALF_BAR, type PlotRow, RowNumber, RowPlot, Whisker } from "./RowPlot.js";

interface ScoreBarsProps {
  readonly label: string;
  readonly rows: readonly PlotRow[];
  readonly mean: number;
  readonly axis: string;
  /** Default 0 to 1. */
  readonly domain?: readonly [number, number];
  /** What stands at the right of a bar; default a score. */
  readonly text?: (value: number) => string;
}

/** Bars from 0 on with whiskers, the mean as a dashed line, the number at the right. */
export function ScoreBars({
  label,
  rows,
  mean,
  axis,
  domain = [0, 1],
  text = scoreText,
}: ScoreBarsProps): VNode {
  return (
    <RowPlot label={label} rows={rows} domain={domain} axis={axis} maxName={24} nameGap={24} marginRight={60}>
      {(place) => {
        const { x, y, left, right } = place;
        return (
          <>
            {rows.map((row, i) => (
              <g key={i}>
                {row.colour !== undefined && (
                  <rect
                    class="key"
                    x={left - 17}
                    y={y(i) - 5}
                    width={10}
                    height={10}
                    rx={1}
                    fill={row.colour}
                  />
                )}
                {Number.isFinite(row.value) ? (
                  <>
                    <rect
                      class="bar-fill"
                      x={left}
                      y={y(i) - HALF_BAR}
                      width={Math.max(0, x.at(row.value) - left)}
                      height={2 * HALF_BAR}
                      rx={2}
                    />
                    <g class="on-bar">
                      <Whisker row={row} at={i} place={place} />
                    </g>
                    <RowNumber x={right + 8} y={y(i)} text={text(row.value)} />
                  </>
                ) : (
                  <text class="missing" x={left + 8} y={y(i)} dy="0.32em">
                    {row.missing}
                  </text>
                )}
              </g>
            ))}
            {Number.isFinite(mean) && (
              <line
                class="dashed"
                x1={x.at(mean)}
                x2={x.at(mean)}
                y1={y(0) - 12}
                y2={y(rows.length - 1) + 16}
              />
            )}
          </>
        );
      }}
    </RowPlot>
  );
}
