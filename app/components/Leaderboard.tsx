import type { VNode } from "preact";
import { withoutText } from "../view/leftOut.js";
import { byConvention, meanOf } from "../view/means.js";
import { boundsText } from "../view/numberTexts.js";
import type { ModelView, PairsView } from "../view/runView.js";
import { shownClasses } from "../view/shownClasses.js";
import { NO_SCORE } from "../view/summaryWords.js";
import { BEHIND_BEST, BehindBestCells } from "./BehindBestCells.js";
import { NumberCell, ScoreCell, TextCell } from "./cells.js";
import { ScoreDots } from "./plots/ScoreDots.js";
import { NumbersBehind, ScrollTable } from "./ScrollTable.js";

interface LeaderboardProps {
  /** The best first. */
  readonly models: readonly ModelView[];
  /** How they differ from one another, where that is known. */
  readonly pairs?: PairsView | undefined;
  /** What stands in place of a model's name; undefined: a link to its part of the report. */
  readonly nameOf?: ((name: string, index: number) => VNode) | undefined;
}

/** Several models side by side. */
export function Leaderboard({ models, pairs, nameOf }: LeaderboardProps): VNode {
  const [first] = models as readonly [ModelView];
  const { convention } = first.chosen;
  const isDataset = convention === "dataset";
  const head = [
    "model",
    `mean IoU${isDataset ? "" : ` (${convention})`}`,
    isDataset ? "interval" : "interval of the dataset mean",
    ...(pairs === undefined ? [] : BEHIND_BEST),
    `mean Dice${isDataset ? "" : ` (${meanOf(first, "dice").convention})`}`,
    "pixel accuracy",
    "frequency-weighted IoU",
  ];
  return (
    <>
      <ScrollTable
        caption={`Models by mean IoU${withoutText(first.scores)}${byConvention(convention)}`}
        head={head}
      >
        {models.map((model, i) => {
          const { name, scores, chosen } = model;
          const bounds = model.intervals?.iou?.mean.bounds;
          return (
            <tr key={i}>
              <th scope="row">
                {nameOf === undefined ? <a href={`#model-${i + 1}`}>{name}</a> : nameOf(name, i)}
              </th>
              <NumberCell value={chosen.meanIou} why={NO_SCORE} />
              <TextCell>{bounds === undefined ? "-" : boundsText(bounds)}</TextCell>
              {pairs !== undefined && <BehindBestCells pairs={pairs} best={first.name} model={name} />}
              <NumberCell value={meanOf(model, "dice").value} why={NO_SCORE} />
              <NumberCell value={scores.pixelAccuracy} why="no pixel was counted" />
              <NumberCell value={scores.frequencyWeightedIou} why={NO_SCORE} />
            </tr>
          );
        })}
      </ScrollTable>
      <figure>
        <ScoreDots
          label={`Mean IoU of each model${withoutText(first.scores)}${byConvention(convention)}${isDataset ? " with its interval" : ""}`}
          rows={models.map(({ name, chosen, intervals }) => {
            // Intervals are of the data set's mean, and would not stand about another's.
            const bounds = isDataset ? intervals?.iou?.mean.bounds : undefined;
            return {
              name,
              colour: undefined,
              value: chosen.meanIou,
              low: bounds?.low ?? NaN,
              high: bounds?.high ?? NaN,
              missing: "-",
            };
          })}
          axis="mean IoU"
          maxName={32}
        />
        <figcaption>
          {isDataset
            ? "Mean IoU with its interval."
            : `Mean IoU${byConvention(convention)}; intervals are of the dataset mean, in the table.`}{" "}
          Intervals of two models may overlap although one is clearly better on the same images: the paired
          comparison tells.
        </figcaption>
      </figure>
      <NumbersBehind summary="IoU of each class, model by model">
        <ScrollTable caption="IoU by class and model" head={["class", ...models.map(({ name }) => name)]}>
          {shownClasses(first.scores.classes).map(({ name, classIndex }) => (
            <tr key={classIndex}>
              <th scope="row">{name}</th>
              {models.map(({ scores }, i) => {
                const score = scores.classes[classIndex];
                return score === undefined ? (
                  <TextCell key={i}>-</TextCell>
                ) : (
                  <ScoreCell key={i} scores={score} metric="iou" />
                );
              })}
            </tr>
          ))}
        </ScrollTable>
      </NumbersBehind>
    </>
  );
}
