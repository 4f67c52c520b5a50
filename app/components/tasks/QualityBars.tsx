import type { VNode } from "preact";
import { scoreText } from "../../view/numberTexts.js";
import type { QualityRow } from "../../view/tasks/taskView.js";
import { RowNumber, RowPlot } from "../plots/RowPlot.js";

interface QualityBarsProps {
  readonly label: string;
  readonly rows: readonly QualityRow[];
}

/** A row's three bars, from its middle on: offset, height, and what is drawn. */
const BARS = [
  { key: "pq", offset: -7, height: 7 },
  { key: "sq", offset: 1, height: 2.5 },
  { key: "rq", offset: 4.5, height: 2.5 },
] as const;

/** Panoptic quality of each class, and the two that it is the product of: PQ = SQ x RQ. It needs no script. */
export function QualityBars({ label, rows }: QualityBarsProps): VNode {
  const plotted = rows.map(({ name, pq }) => ({
    name,
    colour: undefined,
    value: pq,
    low: NaN,
    high: NaN,
    missing: "no segment",
  }));
  return (
    <figure>
      <RowPlot
        label={label}
        rows={plotted}
        domain={[0, 1]}
        axis="PQ = SQ x RQ"
        maxName={24}
        nameGap={10}
        marginRight={178}
      >
        {({ x, y, left, right }) =>
          rows.map((row, i) =>
            Number.isFinite(row.pq) ? (
              <g key={i}>
                {BARS.map(({ key, offset, height }) => (
                  <rect
                    key={key}
                    class={`quality ${key}`}
                    x={left}
                    y={y(i) + offset}
                    width={Math.max(0, x.at(finite(row[key])) - left)}
                    height={height}
                  />
                ))}
                <RowNumber
                  x={right + 12}
                  y={y(i)}
                  text={`${scoreText(row.pq)} = ${scoreText(row.sq)} x ${scoreText(row.rq)}`}
                />
              </g>
            ) : (
              <text key={i} class="missing" x={left + 8} y={y(i)} dy="0.32em">
                no segment
              </text>
            ),
          )
        }
      </RowPlot>
      <figcaption>
        <span class="quality-key pq" /> PQ, panoptic quality; <span class="quality-key sq" /> SQ, how well
        matched segments fit (their mean IoU); <span class="quality-key rq" /> RQ, how many are matched (F1).
      </figcaption>
    </figure>
  );
}

function finite(score: number): number {
  return Number.isFinite(score) ? score : 0;
}
