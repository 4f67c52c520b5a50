import type { VNode } from "preact";
import type { ModelComparison } from "../../src/scorers/compareModels.js";
import type { Shown } from "../view/shownIntervals.js";
import { movedText, NO_DIFFERENCE } from "../view/comparisonWords.js";
import { boundsText, changeText, levelText } from "../view/numberTexts.js";

interface DifferenceHeadlineProps {
  readonly second: string;
  readonly result: Shown<ModelComparison<string>>;
  /** Of distances the lower one is better. */
  readonly isLowerBetter?: boolean;
}

/** The difference, how sure it is, and on how many images it shows. */
export function DifferenceHeadline({
  second,
  result,
  isLowerBetter = false,
}: DifferenceHeadlineProps): VNode {
  const { difference, bounds } = result.mean;
  const interval = boundsText(bounds, changeText);
  return (
    <div class="headline difference">
      <p class="big" data-testid="difference" title={Number.isNaN(difference) ? NO_DIFFERENCE : undefined}>
        {changeText(difference)}
      </p>
      <p class="what">
        {interval !== "-" && `${levelText(result.level)} interval ${interval}; `}
        {movedText(result.images, second, isLowerBetter)}
      </p>
    </div>
  );
}
