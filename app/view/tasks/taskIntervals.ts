import type { Interval } from "../../../src/statistics/confidenceIntervals.js";
import { type IntervalBasis, intervalNotes, methodText } from "../intervalWords.js";
import { type Shown, shownIntervals } from "../shownIntervals.js";
import { boundsText, levelText } from "../numberTexts.js";

export interface AskedIntervals {
  /** Per cent. */
  readonly ci?: number | undefined;
  readonly resamples?: number | undefined;
  readonly seed?: number | undefined;
}

interface IntervalScorer<Metric extends string, Intervals> {
  readonly imageCount: number;
  confidenceIntervals(options: {
    readonly metric: Metric;
    readonly level: number;
    readonly resamples: number | undefined;
    readonly seed: number | undefined;
  }): Intervals;
}

/** Intervals of each metric; undefined where none were asked for, or there are fewer than 2 images. */
export function intervalsOf<Metric extends string, Intervals>(
  scorer: IntervalScorer<Metric, Intervals>,
  metrics: readonly Metric[],
  { ci, resamples, seed }: AskedIntervals,
): Readonly<Record<Metric, Shown<Intervals>>> | undefined {
  if (ci === undefined || scorer.imageCount < 2) return undefined;
  const level = ci / 100;
  return Object.fromEntries(
    metrics.map((metric) => [
      metric,
      shownIntervals(scorer.confidenceIntervals({ metric, level, resamples, seed }), resamples),
    ]),
  ) as Record<Metric, Shown<Intervals>>;
}

/** A line each metric, then by what method, and where it may not hold. */
export function intervalFacts<
  Metric extends string,
  Intervals extends IntervalBasis & { readonly level: number },
>(
  intervals: Readonly<Record<Metric, Intervals>> | undefined,
  meanOf: (metric: Metric, own: Intervals) => readonly [name: string, mean: Shown<Interval>],
): readonly (readonly [label: string, text: string])[] {
  if (intervals === undefined) return [];
  const told = (Object.entries(intervals) as [Metric, Intervals][]).map(([metric, own]) => {
    const [name, { bounds, method, note }] = meanOf(metric, own);
    return { name, bounds, method, note, own };
  });
  return [
    ...told.map(
      ({ name, own, bounds }) =>
        [name, `${levelText(own.level)} interval of the mean ${boundsText(bounds)}`] as const,
    ),
    ...told.slice(0, 1).map((one) => ["interval", methodText(one, one.own)] as const),
    ...intervalNotes(told),
  ];
}
