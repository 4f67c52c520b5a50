import type { ClassMetric } from "../../core/classScores.js";
import type { Difference } from "../../core/compareRuns.js";
import { formatBounds, formatCount, formatDifference, formatPValue, formatScore } from "../numbers.js";
import type { ReportedRun } from "../reportedRun.js";
import { METRIC_NAMES } from "../sections.js";
import { dataTable, figure, html, type Markup } from "./markup.js";
import { differenceDots, imageScatter } from "./plots.js";

/** Images that are listed. */
const MOVED = 20;

/** How two models differ: classes, images, and whether that may be chance. */
export function comparisonSection(
  { first, second, result }: NonNullable<ReportedRun["comparison"]>,
  document: Document,
): Markup {
  const row = (name: string, difference: Difference, p: number): string[] => [
    name,
    formatScore(difference.first),
    formatScore(difference.second),
    formatDifference(difference.difference),
    formatBounds(difference.bca),
    formatPValue(p),
  ];
  const metric = result.metric in METRIC_NAMES ? METRIC_NAMES[result.metric as ClassMetric] : result.metric;
  const level = `${Number((result.level * 100).toFixed(3))} %`;
  return html`<section id="comparison">
    <h2>${second} against ${first}</h2>
    <p>
      Differences are ${second} minus ${first}, of ${metric}, over the same ${formatCount(result.imageCount)}
      images. Intervals (${level}): paired bootstrap, ${formatCount(result.resamples)} resamples, seed
      ${result.seed}. p: paired permutation test, two-sided; those of classes by Holm's correction.
    </p>
    ${figure(
      differenceDots(result, document),
      "Difference of each class, with its interval; right of the line the second model is better.",
      dataTable(
        ["class", first, second, "difference", `${level} interval`, "p"],
        [
          row("mean", result.mean, result.mean.pValue),
          ...result.classes.map((difference) => row(difference.name, difference, difference.pValueHolm)),
        ],
      ),
    )}
    ${figure(
      imageScatter(result, [first, second], document),
      "Every image's own mean by both models; above the diagonal the second model is better.",
      dataTable(
        ["image", first, second, "difference"],
        result.images
          .slice(0, MOVED)
          .map((image) => [
            image.id,
            formatScore(image.first),
            formatScore(image.second),
            formatDifference(image.difference),
          ]),
      ),
    )}
  </section>`;
}
