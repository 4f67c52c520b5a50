import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { pixels, score } from "./format.js";
import type { MaskScores } from "./overlap.js";

type Kind = "truth-only" | "both" | "prediction-only";

/** The two scores of two masks, each as the fraction that it is, and the areas behind them. */
export function OverlapReadout({ scores }: { readonly scores: ReadonlySignal<MaskScores> }): VNode {
  const { intersection, union, groundTruthArea, predictionArea, iou, dice } = scores.value;
  const missed = groundTruthArea - intersection;
  const extra = predictionArea - intersection;
  return (
    <>
      <Fraction
        name="IoU"
        figure="iou"
        value={iou}
        formula={<Quotient over="I" under="U" />}
        counts={`${pixels(intersection)} / ${pixels(union)}`}
        parts={[
          ["truth-only", missed],
          ["both", intersection],
          ["prediction-only", extra],
        ]}
      />
      <Fraction
        name="Dice"
        figure="dice"
        value={dice}
        formula={<Quotient over="2 I" under="(T + P)" />}
        counts={`${pixels(2 * intersection)} / ${pixels(groundTruthArea + predictionArea)}`}
        parts={[
          ["truth-only", missed],
          ["both", intersection],
          ["both", intersection],
          ["prediction-only", extra],
        ]}
      />
      <dl class="learn-areas">
        <Area letter="I" name="intersection" figure="intersection" count={intersection} />
        <Area letter="U" name="union" figure="union" count={union} />
        <Area letter="T" name="truth" figure="truth" count={groundTruthArea} />
        <Area letter="P" name="prediction" figure="prediction" count={predictionArea} />
      </dl>
    </>
  );
}

interface FractionProps {
  readonly name: string;
  readonly figure: string;
  readonly value: number;
  readonly formula: ComponentChildren;
  readonly counts: string;
  /** Pixels of each part of the denominator, in the order in which they are drawn. */
  readonly parts: readonly (readonly [Kind, number])[];
}

/** The bar is the denominator; what counts as hit in it is solid. */
function Fraction({ name, figure, value, formula, counts, parts }: FractionProps): VNode {
  return (
    <div class="learn-fraction">
      <p class="learn-score">
        <span class="learn-name">{name}</span>{" "}
        <strong class="learn-big" data-figure={figure}>
          {score(value)}
        </strong>{" "}
        <span class="learn-formula">
          {formula} = <span class="learn-counts">{counts}</span>
        </span>
      </p>
      <div class="learn-bar" aria-hidden="true">
        {parts.map(([kind, count], index) => (
          <span key={index} class={`learn-part learn-${kind}`} style={{ flexGrow: String(count) }} />
        ))}
      </div>
    </div>
  );
}

function Quotient({ over, under }: { readonly over: string; readonly under: string }): VNode {
  return (
    <var>
      {over} / {under}
    </var>
  );
}

interface AreaProps {
  readonly letter: string;
  readonly name: string;
  readonly figure: string;
  readonly count: number;
}

function Area({ letter, name, figure, count }: AreaProps): VNode {
  return (
    <div>
      <dt>
        <var>{letter}</var> {name}
      </dt>
      <dd data-figure={figure}>{pixels(count)}</dd>
    </div>
  );
}
