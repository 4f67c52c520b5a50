import { isMaskscoreError } from "../../src/errors/problem.js";
import type { AllComparisons } from "../../src/scorers/compareAllModels.js";
import { intervalNotes, methodText } from "./intervalWords.js";
import { boundsText, changeText, countText, levelText, pText } from "./numberTexts.js";
import type { PairsView } from "./runView.js";
import { type Shown, shownIntervals } from "./shownIntervals.js";
import type { Section } from "./section.js";

/**
 * How models differ, each from each; undefined where they cannot be compared: states of other images stand side by side all the
 * same.
 *
 * @param resamples undefined: nobody asked for the bootstrap
 */
export function comparedPairs<Scorer extends { readonly imageCount: number }>(
  scorers: readonly Scorer[],
  compareAll: (scorers: readonly [Scorer, ...Scorer[]]) => AllComparisons,
  resamples: number | undefined,
): Shown<AllComparisons> | undefined {
  if (scorers.length < 2 || scorers.some(({ imageCount }) => imageCount < 2)) return undefined;
  try {
    return shownIntervals(compareAll(scorers as readonly [Scorer, ...Scorer[]]), resamples);
  } catch (error) {
    if (isMaskscoreError(error)) return undefined;
    throw error;
  }
}

/** Pairs by the names of their models. */
export function pairsView({ pairs, ...shared }: Shown<AllComparisons>, names: readonly string[]): PairsView {
  const named = pairs.map((pair) => ({
    ...pair,
    first: names[pair.first] as string,
    second: names[pair.second] as string,
  }));
  return { ...shared, pairs: named };
}

/** Which differences of a leaderboard are significant, and how many images would tell the others apart. */
export function pairsSection(view: PairsView, metric: string): Section {
  const { pairs, level, clusterCount } = view;
  const unit = clusterCount === undefined ? "images" : "clusters";
  const [{ mean }] = pairs as [(typeof pairs)[number]];
  return {
    title: `which differences of ${metric} are significant`,
    table: {
      columns: [
        "model",
        "beside",
        "difference",
        `${levelText(level)} interval`,
        "p",
        "significant",
        `${unit} needed`,
      ],
      rows: pairs.map(({ first, second, mean: moved, pValueHolm, isSignificant, imagesNeeded }) => [
        second,
        first,
        changeText(moved.difference),
        boundsText(moved.bounds),
        pText(pValueHolm),
        isSignificant ? "yes" : "no",
        countText(imagesNeeded),
      ]),
      wordColumns: [0, 1, 5],
    },
    facts: [
      ["interval", `paired ${methodText(mean, view)}`],
      ...intervalNotes(
        pairs.map(({ mean: { note }, first, second }) => ({ note, name: `${second} beside ${first}` })),
      ),
      [
        "p",
        `paired permutation test, two-sided, by Holm's correction for ${countText(pairs.length)} ${pairs.length === 1 ? "pair" : "pairs"}`,
      ],
      [`${unit} needed`, `so that four of five such data sets tell the two apart, by resampling these`],
    ],
  };
}
