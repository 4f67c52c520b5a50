import type { ComponentChildren, VNode } from "preact";
import type { ConventionScores } from "../../src/measures/confusion/conventions/convention.js";
import { withoutText } from "../view/leftOut.js";
import { byConvention } from "../view/means.js";
import { scoreText } from "../view/numberTexts.js";
import type { ModelView } from "../view/runView.js";
import { factsOf, intervalText, NO_SCORE } from "../view/summaryWords.js";

interface HeadlineProps {
  readonly model: ModelView;
  /** The means that stand first. */
  readonly chosen: ConventionScores;
  readonly ignored: readonly number[];
  /** Below the number. */
  readonly children?: ComponentChildren;
  readonly moreFacts?: readonly (readonly [name: string, value: string])[];
}

/** The mean, how sure it is, and what it is of. */
export function Headline({ model, chosen, ignored, children, moreFacts = [] }: HeadlineProps): VNode {
  const facts = [...factsOf(model, chosen, ignored), ...moreFacts];
  return (
    <div class="summary">
      <div class="headline">
        <p class="big" data-testid="mean-iou" title={Number.isNaN(chosen.meanIou) ? NO_SCORE : undefined}>
          {scoreText(chosen.meanIou)}
        </p>
        <p class="what">
          mean IoU of <strong>{model.name}</strong>
          {withoutText(model.scores)}
          {byConvention(chosen.convention)}
        </p>
        <p class="muted small">{intervalText(model, chosen)}</p>
        {children}
      </div>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
