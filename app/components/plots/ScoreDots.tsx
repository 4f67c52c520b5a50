import type { VNode } from "preact";
import { changeText, scoreText } from "../../view/numberTexts.js";
import { type PlotRow, RowNumber, RowPlot, Whisker } from "./RowPlot.js";
import { paddedRange } from "./scale.js";

interface DotsProps {
  readonly label: string;
  readonly rows: readonly PlotRow[];
  readonly axis: string;
}

/** Dots, with intervals where there are some, on a scale that fits them. Rows without a score have no dot. */
export function ScoreDots({ label, rows, axis, maxName }: DotsProps & { readonly maxName: number }): VNode {
  const scored = rows.filter(({ value }) => Number.isFinite(value));
  return (
    <RowPlot
      label={label}
      rows={rows}
      domain={paddedRange(scored)}
      axis={axis}
      maxName={maxName}
      nameGap={10}
      marginRight={60}
    >
      {(place) =>
        rows.map((row, i) => (
          <g key={i}>
            <line class="guide" x1={place.left} x2={place.right} y1={place.y(i)} y2={place.y(i)} />
            {Number.isFinite(row.value) && (
              <>
                <Whisker row={row} at={i} place={place} />
                <circle class="dot" cx={place.x.at(row.value)} cy={place.y(i)} r={4.5} />
                <RowNumber x={place.right + 12} y={place.y(i)} text={scoreText(row.value)} />
              </>
            )}
          </g>
        ))
      }
    </RowPlot>
  );
}

/** Differences round a line at zero. A hollow dot's interval holds zero. */
export function DifferenceDots({ label, rows, axis }: DotsProps): VNode {
  const scored = rows.filter(({ value }) => Number.isFinite(value));
  return (
    <RowPlot
      label={label}
      rows={rows}
      domain={paddedRange([...scored, { value: 0, low: 0, high: 0 }])}
      axis={axis}
      maxName={24}
      nameGap={10}
      marginRight={66}
    >
      {(place) => {
        const { x, y, right } = place;
        return (
          <>
            <line class="zero" x1={x.at(0)} x2={x.at(0)} y1={y(0) - 12} y2={y(rows.length - 1) + 16} />
            {rows.map((row, i) => {
              const hasScore = Number.isFinite(row.value);
              const isClear = row.low > 0 || row.high < 0;
              return (
                <g key={i}>
                  {hasScore && (
                    <>
                      <Whisker row={row} at={i} place={place} />
                      <circle class={isClear ? "dot" : "dot hollow"} cx={x.at(row.value)} cy={y(i)} r={4.5} />
                    </>
                  )}
                  <RowNumber x={right + 12} y={y(i)} text={hasScore ? changeText(row.value) : row.missing} />
                </g>
              );
            })}
          </>
        );
      }}
    </RowPlot>
  );
}
