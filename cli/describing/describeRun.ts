import type { RunView } from "../../app/view/runView.js";
import type { NamedScorer, ViewFacts } from "../../app/view/buildRunView.js";
import type { IntervalOptions } from "../../src/scorers/segmentationStatistics.js";
import { commandWorkers } from "../counting/workers.js";
import { letSignalsIn } from "../interruption.js";
import { describeModels, type Telling } from "../../app/view/describeModels.js";
import type { TellOptions } from "./tellOptions.js";

const DEFAULT_PERMUTATIONS = 10_000;

/** Numbers that are added up in about a quarter of a second, as long as it takes to start a worker and tell it of a run. */
const LONG = 5e7;

/**
 * What is shown of scored models: everything where there is to be a report. The thresholds are known to name something.
 * What takes long is done by a worker, so that signals are heard meanwhile.
 *
 * @param compared how the second of two models is to be compared with the first
 */
export async function describeRun(
  scored: readonly NamedScorer[],
  options: TellOptions,
  facts: ViewFacts,
  compared?: IntervalOptions,
): Promise<RunView> {
  await letSignalsIn();
  const { metrics, convention, spread, ci, resamples, seed, perImage, worst, html } = options;
  const { failUnder, failWorse } = options;
  const asked = { metrics, convention, spread, ci, resamples, seed, perImage, worst, failUnder, failWorse };
  const telling: Telling = {
    options: { ...asked, isWhole: html !== undefined },
    facts,
    compared,
  };
  if (additionsOf(scored, telling) < LONG) return describeModels(scored, telling);
  const workers = commandWorkers(1, undefined);
  try {
    const models = scored.map(({ scorer, ...named }) => ({ ...named, state: scorer.toBytes() }));
    return await workers.ask("describe", { models, telling });
  } finally {
    void workers.close();
  }
}

/** Leaving each image out once adds and copies as much as so many resamples do. */
const LEAVING_OUT = 2;

/** About how many numbers are added up: each resample sums three columns a class over all images. */
function additionsOf(scored: readonly NamedScorer[], { options, compared }: Telling): number {
  const { metrics = ["iou", "dice"], ci, isWhole, resamples } = options;
  const intervals = ci !== undefined ? metrics.length : isWhole ? 1 : 0;
  const columns = scored.reduce(
    (sum, { scorer: { imageCount, settings } }) => sum + imageCount * settings.numClasses * 3,
    0,
  );
  // Of a leaderboard each model is compared with all others.
  const comparisons = compared !== undefined ? 1 : ci !== undefined ? scored.length - 1 : 0;
  const drawn = resamples ?? LEAVING_OUT;
  return columns * (intervals * drawn + comparisons * (drawn + (resamples ?? DEFAULT_PERMUTATIONS)));
}
