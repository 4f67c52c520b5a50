import { levelText } from "../numberTexts.js";

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
): Readonly<Record<Metric, Intervals>> | undefined {
  if (ci === undefined || scorer.imageCount < 2) return undefined;
  const level = ci / 100;
  return Object.fromEntries(
    metrics.map((metric) => [metric, scorer.confidenceIntervals({ metric, level, resamples, seed })]),
  ) as Record<Metric, Intervals>;
}

/** A line each metric. */
export function intervalFacts<Metric extends string, Intervals extends { readonly level: number }>(
  intervals: Readonly<Record<Metric, Intervals>> | undefined,
  textOf: (metric: Metric, own: Intervals) => readonly [name: string, bounds: string],
): readonly (readonly [label: string, text: string])[] {
  if (intervals === undefined) return [];
  return (Object.entries(intervals) as [Metric, Intervals][]).map(([metric, own]) => {
    const [name, bounds] = textOf(metric, own);
    return [name, `${levelText(own.level)} interval of the mean ${bounds}`];
  });
}
