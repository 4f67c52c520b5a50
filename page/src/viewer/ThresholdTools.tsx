import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { scoreText } from "../../../app/view/numberTexts.js";
import type { ThresholdCurve } from "../../../src/measures/thresholds/thresholdScores.js";
import { LINES, ThresholdPlot } from "../learn/ThresholdPlot.js";
import "../learn/learn.css";

interface ThresholdToolsProps {
  readonly curveOf: () => Promise<ThresholdCurve | undefined>;
  /** Undefined: as it was scored. */
  readonly threshold: number | undefined;
  readonly choose: (threshold: number | undefined) => void;
}

const NAMES: Readonly<Record<(typeof LINES)[number], string>> = {
  iou: "IoU",
  dice: "Dice",
  precision: "precision",
  recall: "recall",
};

/** Where this image's probabilities are cut, with its scores at every threshold; nothing where they are no probabilities. */
export function ThresholdTools({ curveOf, threshold, choose }: ThresholdToolsProps): VNode | null {
  const [curve, setCurve] = useState<ThresholdCurve | undefined>(undefined);
  useEffect(() => {
    let isLate = false;
    curveOf().then(
      (told) => {
        if (!isLate) setCurve(told);
      },
      // The viewer was closed meanwhile.
      () => undefined,
    );
    return () => {
      isLate = true;
    };
  }, [curveOf]);
  if (curve === undefined) return null;
  const { thresholds, bestIou } = curve;
  const last = thresholds.length - 1;
  const index = Math.round((threshold ?? 0.5) * last);
  const cut = thresholds[index] as number;
  const scores = [...LINES]
    .reverse()
    .map((line) => `${NAMES[line]} ${scoreText(curve[line][index] as number)}`)
    .join(", ");
  return (
    <section class="thresholds" aria-label="Threshold of the probabilities">
      <label class="controls">
        <span>
          Foreground from <b data-testid="threshold">{cut.toFixed(2)}</b> on
        </span>
        <input
          type="range"
          min={0}
          max={last}
          value={index}
          aria-valuetext={`${cut.toFixed(2)}: ${scores}`}
          onInput={(event) => {
            choose(thresholds[event.currentTarget.valueAsNumber]);
          }}
        />
      </label>
      <p class="small" data-testid="at-threshold">
        {threshold === undefined
          ? `At 0.50: ${scores}; the pictures are as scored.`
          : `${scores}, in this image.`}{" "}
        {Number.isNaN(bestIou.score) ? null : (
          <>
            The best IoU, {scoreText(bestIou.score)}, is at {bestIou.threshold.toFixed(2)}.{" "}
            <button
              type="button"
              class="plain"
              onClick={() => {
                choose(bestIou.threshold);
              }}
            >
              Go there
            </button>
          </>
        )}
        {threshold !== undefined && (
          <>
            {" "}
            <button
              type="button"
              class="plain"
              onClick={() => {
                choose(undefined);
              }}
            >
              As scored
            </button>
          </>
        )}
      </p>
      <ThresholdPlot
        curve={curve}
        index={index}
        choose={(k) => {
          choose(thresholds[k]);
        }}
      />
      <p class="small">
        {[...LINES].reverse().map((line) => (
          <span key={line} class="line-name">
            <svg class="learn-sample" width="28" height="8" viewBox="0 0 28 8" aria-hidden="true">
              <line class={`learn-line learn-line-${line}`} x1={1} x2={27} y1={4} y2={4} />
            </svg>
            {NAMES[line]}
          </span>
        ))}
      </p>
    </section>
  );
}
