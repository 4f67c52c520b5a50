import { LinearSet } from "../linearSet.js";
import type { MeasuredImage, ScoredSet } from "../measure.js";
import type { PanopticConvention } from "./panopticConventions.js";
import type { PanopticRow } from "./panopticRow.js";
import { addSumsOf, qualitiesOf, SUM_NUMBERS } from "./panopticScores.js";
import { type PanopticSettings, requireRules } from "./panopticSettings.js";
import { meanAndClasses } from "../scoredValues.js";

/** What is scored of segments. */
export type PanopticMetric = "pq" | "sq" | "rq";

export const PANOPTIC_METRICS: readonly PanopticMetric[] = ["pq", "sq", "rq"];

/** What the means of the two kinds of categories are called among a set's values. */
export const [THINGS, STUFF] = ["things", "stuff"] as const;

/**
 * Images, to be scored in any combination: the mean of all categories first, then each category, then the means of things
 * and of stuff.
 */
export function panopticSet(
  settings: PanopticSettings,
  images: readonly MeasuredImage<PanopticRow>[],
  metric: PanopticMetric,
  convention: PanopticConvention,
): ScoredSet {
  requireRules(settings, convention);
  const { categories } = settings;
  const width = categories.length * SUM_NUMBERS;
  const rows = new Float64Array(images.length * width);
  images.forEach(({ weight, row }, image) => {
    addSumsOf(rows, image * width, row, weight, settings, convention);
  });
  const values = [
    ...meanAndClasses(metric, categories.length),
    ...meanAndClasses(THINGS, 0),
    ...meanAndClasses(STUFF, 0),
  ];
  const chosen = PANOPTIC_METRICS.indexOf(metric);
  const [thingsAt, stuffAt] = [categories.length + 1, categories.length + 2];
  return new LinearSet({ rows, rowCount: images.length, width }, values, (sums, out) => {
    const total = [0, 0];
    const defined = [0, 0];
    categories.forEach(({ isThing }, category) => {
      const quality = qualitiesOf(sums, category * SUM_NUMBERS, convention)[chosen] as number;
      out[1 + category] = quality;
      if (Number.isNaN(quality)) return;
      const kind = isThing ? 0 : 1;
      total[kind] = (total[kind] as number) + quality;
      defined[kind] = (defined[kind] as number) + 1;
    });
    const [things, stuff] = total as [number, number];
    const [thingCount, stuffCount] = defined as [number, number];
    out[0] = (things + stuff) / (thingCount + stuffCount);
    out[thingsAt] = things / thingCount;
    out[stuffAt] = stuff / stuffCount;
  });
}
