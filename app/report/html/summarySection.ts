import type { DatasetScores } from "../../../src/measures/confusion/conventions/dataset.js";
import { CONVENTIONS } from "../../../src/measures/confusion/conventions/registry.js";
import type { RunFinding } from "../../view/runFindings.js";
import { type Markup, markup } from "./markup.js";
import { byConvention } from "../../view/means.js";
import { boundsText, countText, levelText, scoreText } from "../../view/numbers.js";
import { verdictOf } from "../../view/sections.js";
import type { HtmlReport, ReportedModel } from "../../view/reported.js";

/** Images that a finding lists by name. */
const LISTED_IMAGES = 20;

/** The number, how sure it is, and what a reader must know before believing it. */
export function summarySection(report: HtmlReport): Markup {
  const [best] = report.models as readonly [ReportedModel];
  const { scores, chosen } = best;
  const isOne = report.models.length === 1;
  const isDataset = chosen.convention === "dataset";
  const why = Number.isNaN(chosen.meanIou) && markup` title="no class has a score"`;
  const fact = (name: string, value: string): Markup => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return markup`<section id="summary" aria-labelledby="summary-title"><h2 id="summary-title">Summary</h2>
<div class="summary"><p class="headline">
<span class="big"${why}>${scoreText(chosen.meanIou)}</span>
<span class="what">mean IoU of <strong>${best.name}</strong>${byConvention(chosen.convention)}</span>
<span class="muted">${intervalText(best)}</span></p>
<dl class="facts">${[
    !isDataset && fact("dataset mean IoU", scoreText(scores.meanIou)),
    !isDataset && chosen.meanDice !== undefined && fact("mean Dice", scoreText(chosen.meanDice)),
    fact(isDataset ? "mean Dice" : "dataset mean Dice", scoreText(scores.meanDice)),
    fact("pixel accuracy", scoreText(scores.pixelAccuracy)),
    fact("images", countText(best.images.length)),
    fact("pixels scored", countText(scores.pixelCount)),
    fact(
      report.ignoreIndex === undefined ? "ignored" : `ignored (truth ${report.ignoreIndex})`,
      countText(scores.ignoredCount),
    ),
  ]}</dl></div>
${report.models.map((model) => findingList(model, isOne))}
${failureList(report.failures)}
${gateList(report.gates, isOne)}
<p>${ruleText(best)}</p>
<details class="numbers"><summary>The convention "${chosen.convention}" in full</summary><p class="lines">${report.conventionText}</p></details>
</section>`;
}

/** How sure the mean is; the bootstrap is of the data set's, which is said where another convention's stands first. */
function intervalText({ intervals, scores, chosen }: ReportedModel): string {
  if (intervals === undefined) return "no interval: that takes at least 2 images";
  const bounds = `${levelText(intervals.level)} interval ${boundsText(intervals.mean.bca)}`;
  const basis = `BCa bootstrap over ${countText(intervals.imageCount)} images`;
  return chosen.convention === "dataset"
    ? `${bounds}, ${basis}`
    : `of the dataset mean, ${scoreText(scores.meanIou)}: ${bounds}, ${basis}`;
}

/** What was averaged over what, of the choices that were made. */
function ruleText({ scores, chosen }: ReportedModel): string {
  if (chosen.convention === "dataset") return datasetRule(scores);
  const { formula = "", absentClass = "" } = CONVENTIONS.get(chosen.convention) ?? {};
  return [formula, absentClass, ...chosen.notes].join(" ");
}

function datasetRule({ per, average }: DatasetScores): string {
  const pooled =
    per === "dataset"
      ? "A class's IoU is one ratio, of the pixels of all images together: hits / (hits + missed + false)."
      : "A class's IoU is a ratio of each image's pixels, averaged over the images: hits / (hits + missed + false).";
  const mean = {
    macro: "The mean is over classes, each counting the same.",
    weighted: "The mean is over classes, each weighing as its ground-truth pixels.",
    micro: "The mean is of all classes' pixels pooled.",
    none: "The mean is over classes, each counting the same.",
  }[average];
  return `${pooled} ${mean} A class that is in neither ground truth nor prediction has no score and is left out.`;
}

const SEVERITIES = { error: "Error", warning: "Warning", note: "Note" } as const;

function findingList({ name, findings }: ReportedModel, isOne: boolean): Markup {
  if (findings.length === 0) return markup``;
  return markup`<ul class="findings" aria-label="Findings of ${name}">${findings.map((finding) => findingItem(finding, isOne ? undefined : name))}</ul>`;
}

function findingItem({ severity, message, images }: RunFinding, model: string | undefined): Markup {
  const rest = images.length - LISTED_IMAGES;
  return markup`<li class="finding ${severity}"><strong>${SEVERITIES[severity]}</strong> <span>${model !== undefined && `${model}: `}${message}</span>${
    images.length > 0 &&
    markup`<details><summary>${countText(images.length)} images</summary><p>${images.slice(0, LISTED_IMAGES).join(", ")}${rest > 0 && ` and ${countText(rest)} more`}</p></details>`
  }</li>`;
}

function gateList(gates: HtmlReport["gates"], isOne: boolean): Markup {
  if (gates.length === 0) return markup``;
  return markup`<ul class="findings" aria-label="Thresholds">${gates.map(
    (gate) =>
      markup`<li class="finding ${gate.isMet ? "note" : "error"}"><strong>${gate.isMet ? "Met" : "Missed"}</strong> <span>${!isOne && `${gate.model}: `}${gate.label} is ${scoreText(gate.score)}, at least ${scoreText(gate.threshold)} was asked${!gate.isMet && `: ${verdictOf(gate)}`}</span></li>`,
  )}</ul>`;
}

function failureList(failures: HtmlReport["failures"]): Markup {
  if (failures.length === 0) return markup``;
  const files = `${countText(failures.length)} ${failures.length === 1 ? "file" : "files"}`;
  return markup`<div class="finding error failures"><strong>Not scored</strong>
<span>${files} could not be read, and no number here counts them:</span>
<ul>${failures.map(({ file, reason }) => markup`<li><code>${file}</code>: ${reason}</li>`)}</ul></div>`;
}
