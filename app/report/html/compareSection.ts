import type { ConventionName } from "../../../src/measures/confusion/conventions/convention.js";
import type { ClassDifference, Difference, ModelComparison } from "../../../src/scorers/compareModels.js";
import { METRIC_NAMES } from "../../view/metricNames.js";
import { pairScatter } from "./imagePlots.js";
import { type Markup, markup } from "./markup.js";
import { boundsText, changeText, countText, levelText, pText, scoreText } from "../../view/numbers.js";
import { differenceDots } from "./plots.js";
import type { HtmlReport } from "../../view/reported.js";
import { leftOutNote, MAX_BARS } from "../../view/shownClasses.js";
import { numberCell, numbersBehind, scrollTable, tableRow, textCell } from "./tables.js";

/** Images that are listed. */
const LISTED = 10;

const UNDEFINED = "one of the models has no score";

/** Whether the second model is better than the first on the same images, by how much, and where. */
export function compareSection(
  { first, second, result }: NonNullable<HtmlReport["comparison"]>,
  convention: ConventionName,
  document: Document,
): Markup {
  const metric = METRIC_NAMES[result.metric];
  const { mean, imageCount, resamples } = result;
  const basis = [
    // Differences are of the data set's mean, whichever convention's stands first on the page.
    `${convention === "dataset" ? "Mean" : "Dataset mean"} ${metric} of ${first} ${scoreText(mean.first)}, of ${second} ${scoreText(mean.second)};`,
    ` the same ${countText(imageCount)} images, drawn in pairs. ${levelText(result.level)} intervals by the BCa`,
    ` bootstrap (${countText(resamples)} resamples), p-values by the paired permutation test.`,
  ];
  return markup`<section id="comparison" aria-labelledby="comparison-title"><h2 id="comparison-title">${second} against ${first}</h2>
<p class="verdict">${verdict(first, second, mean)}</p>
<p class="muted">${basis}</p>
${result.classes.length > 0 && classDifferences(first, second, result, metric, document)}
${imageDifferences(first, second, result, metric, document)}
</section>`;
}

/** "b is 0.217 above a [0.209, 0.227], p < 0.001" */
function verdict(first: string, second: string, { difference, bca, pValue }: Difference): string {
  if (!Number.isFinite(difference)) return `${first} and ${second} cannot be compared: ${UNDEFINED}.`;
  const p = Number.isFinite(pValue) ? `, p ${pValue < 0.001 ? "" : "= "}${pText(pValue)}` : "";
  if (difference === 0) return `${second} and ${first} score the same${p}.`;
  const isAbove = difference > 0;
  const [low, high] = isAbove ? [bca.low, bca.high] : [-bca.high, -bca.low];
  const short = (value: number): string => value.toFixed(3);
  const bounds = boundsText({ low, high }, short);
  return `${second} is ${short(Math.abs(difference))} ${isAbove ? "above" : "below"} ${first}${bounds === "-" ? "" : ` ${bounds}`}${p}.`;
}

function classDifferences(
  first: string,
  second: string,
  { classes, level }: ModelComparison,
  metric: string,
  document: Document,
): Markup {
  const shown = mostMoved(classes);
  const rows = shown.map(({ name, first: a, second: b, difference, bca, pValue, pValueHolm }) =>
    tableRow(name, [
      numberCell(a, scoreText, "no score"),
      numberCell(b, scoreText, "no score"),
      numberCell(difference, changeText, UNDEFINED),
      textCell(boundsText(bca, changeText)),
      numberCell(pValue, pText, UNDEFINED),
      numberCell(pValueHolm, pText, UNDEFINED),
    ]),
  );
  const head = ["class", first, second, "difference", "interval", "p", "p (Holm)"];
  return markup`<h3>By class</h3>
<figure>${differenceDots(
    document,
    `Difference in ${metric} of each class, ${second} minus ${first}`,
    shown.map(({ name, difference, bca }) => ({
      name,
      colour: undefined,
      value: difference,
      low: bca.low,
      high: bca.high,
      missing: "no score",
    })),
    `${metric} of ${second} minus ${first}`,
  )}<figcaption>To the right of zero ${second} is better. Whiskers: ${levelText(level)} interval; a hollow dot's holds zero.${leftOutNote(classes.length, "that moved most")}</figcaption></figure>
${numbersBehind("The numbers of each class, with p-values", scrollTable(`${metric} of each class by both models`, head, rows))}`;
}

/** All classes, or those with the largest differences where there are too many; in class order. */
function mostMoved(classes: readonly ClassDifference[]): readonly ClassDifference[] {
  const size = ({ difference }: ClassDifference): number =>
    Number.isNaN(difference) ? -1 : Math.abs(difference);
  return [...classes]
    .sort((a, b) => size(b) - size(a))
    .slice(0, MAX_BARS)
    .sort((a, b) => a.classIndex - b.classIndex);
}

function imageDifferences(
  first: string,
  second: string,
  { images }: ModelComparison,
  metric: string,
  document: Document,
): Markup {
  const scored = images.filter(({ difference }) => Number.isFinite(difference));
  if (scored.length === 0) return markup`<p>No image has a score by both models.</p>`;
  const better = scored.filter(({ difference }) => difference > 0).length;
  const worse = scored.filter(({ difference }) => difference < 0).length;
  const rows = scored
    .slice(0, LISTED)
    .map(({ id, first: a, second: b, difference }) =>
      tableRow(id, [
        numberCell(a, scoreText, ""),
        numberCell(b, scoreText, ""),
        numberCell(difference, changeText, ""),
      ]),
    );
  const captionText = [
    `Mean ${metric} of each image. Above the dashed line ${second} is better: ${countText(better)} images better,`,
    ` ${countText(worse)} worse, ${countText(scored.length - better - worse)} the same.`,
  ];
  const plot = pairScatter(document, `Mean ${metric} of each image, ${first} across, ${second} up`, scored, [
    first,
    second,
  ]);
  return markup`<h3>By image</h3>
<div class="side-by-side"><figure>${plot}<figcaption>${captionText}</figcaption></figure>
<div><h4>The images that moved most</h4>${scrollTable("Images that moved most", ["image", first, second, "difference"], rows)}</div></div>`;
}
