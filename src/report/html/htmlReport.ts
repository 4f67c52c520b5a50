import type { ConfusionMatrix } from "../../types.js";
import { formatBounds, formatCount, formatDifference, formatPValue, formatScore } from "../numbers.js";
import type { ReportedModel, ReportedRun } from "../reportedRun.js";
import { verdictOf } from "../sections.js";
import { comparisonSection } from "./comparisonSection.js";
import { html, Markup } from "./markup.js";
import { modelSections } from "./modelSections.js";
import { pictureSection, type ReportedPicture } from "./pictures.js";
import { SCRIPT } from "./script.js";
import { STYLE } from "./style.js";

export type { ReportedPicture } from "./pictures.js";

/** Everything that the page shows. */
export interface HtmlReport {
  readonly title: string;
  readonly run: ReportedRun;
  /** Of each model of the run: its images' matrices, in the order of its images; for the images behind a cell. */
  readonly matrices: readonly (readonly ConfusionMatrix[])[];
  /** "#rrggbb", one a class. */
  readonly palette: readonly string[];
  readonly pictures: readonly ReportedPicture[];
  /** explainConvention of the run's convention. */
  readonly conventionText: string;
  /** The command line that made the page. */
  readonly command: string;
  /** maskscore's. */
  readonly version: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** Nothing is fetched from anywhere, and a name that would be a script is not run. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/**
 * A run as one page that needs nothing but itself.
 *
 * @param document any document: plots are built in it and taken out as text
 */
export function htmlReport(report: HtmlReport, document: Document): string {
  const { title, run, matrices, palette, pictures } = report;
  const { models, comparison } = run;
  const [first] = models as [ReportedModel];
  const isBoard = models.length > 1;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="maskscore ${report.version}" />
        <title>${title}: segmentation scores</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">To the numbers</a>
        <header>
          <p class="kind">Segmentation scores</p>
          <h1>${title}</h1>
          <nav aria-label="Parts of the report">
            ${[
              ["summary", "Summary"],
              ...(comparison === undefined ? [] : [["comparison", "Comparison"]]),
              ...(isBoard ? [["board", "Models"]] : []),
              ["model-0", "Classes"],
              ...(pictures.length > 0 ? [["pictures", "Images"]] : []),
              ["about", "About"],
            ].map(([id, text]) => html`<a href="#${id}">${text}</a> `)}
          </nav>
        </header>
        <main id="main">
          ${summary(run)} ${comparison === undefined ? "" : comparisonSection(comparison, document)}
          ${isBoard ? leaderboard(run) : ""}
          ${models.map((model, i) => modelSections(model, matrices[i] ?? [], i, isBoard, document))}
          ${pictures.length === 0 ? "" : pictureSection(pictures, { classNames: first.scores.classes.map(({ name }) => name), palette }, comparison === undefined ? "The images that hold the mean down most." : "The images that moved most from one model to the other.")}
        </main>
        <footer id="about">
          <h2>About these numbers</h2>
          ${report.conventionText.split("\n").map((line) => html`<p>${line}</p>`)}
          <p>
            Intervals: bootstrap over images from their stored counts, bias-corrected and accelerated. Counts
            are exact.
          </p>
          <p>
            maskscore ${report.version}, ${run.backend},
            <time datetime="${report.createdAt}">${report.createdAt.replace("T", " ").slice(0, 16)} UTC</time>
          </p>
          <pre class="command">${report.command}</pre>
        </footer>
        <script>
          ${new Markup(SCRIPT)};
        </script>
      </body>
    </html> `;
  return page.text;
}

function summary(run: ReportedRun): Markup {
  const { models, comparison, failures, gates } = run;
  const [first] = models as [ReportedModel];
  const { scores, chosen, confusionMatrix, imageCount } = first;
  const tiles = [
    // Of a comparison the models' table has them.
    ...(comparison === undefined
      ? [
          ["mean Dice", formatScore(chosen.meanDice ?? NaN)],
          ["pixel accuracy", formatScore(scores.pixelAccuracy)],
        ]
      : []),
    ["images", formatCount(imageCount)],
    ["pixels scored", formatCount(scores.pixelCount)],
    ["pixels ignored", formatCount(confusionMatrix.ignoredCount)],
  ];
  return html`<section id="summary">
    <h2>Summary</h2>
    <div class="tiles">
      ${(comparison === undefined ? [first] : models).map((model) => meanTile(model, run))}${tiles.map(
        ([name, value]) =>
          html`<div class="tile"><span class="name">${name}</span><span class="value">${value}</span></div>`,
      )}
    </div>
    <p>${conventionInWords(run)}</p>
    ${comparison === undefined ? "" : html`<p class="verdict">${verdict(comparison)}</p>`}
    ${
      gates.length === 0
        ? ""
        : html`<h3>Thresholds</h3>
            <ul class="gates">
              ${gates.map((gate) => html`<li class="${gate.isMet ? "met" : "missed"}">${models.length > 1 ? html`${gate.model}: ` : ""}${gate.label} is ${formatScore(gate.score)}, at least ${formatScore(gate.threshold)} was asked: ${verdictOf(gate)}</li>`)}
            </ul>`
    }
    ${
      failures.length === 0
        ? ""
        : html`<h3>Not scored: ${failures.length} ${failures.length === 1 ? "file" : "files"}</h3>
            <ul class="findings">
              ${failures.map(({ message }) => html`<li class="error">${message}</li>`)}
            </ul>`
    }
  </section>`;
}

function meanTile({ name, chosen, intervals }: ReportedModel, { models, convention }: ReportedRun): Markup {
  const interval = convention === "dataset" ? intervals?.iou : undefined;
  const level = Number(((interval?.level ?? 0) * 100).toFixed(3));
  return html`<div class="tile lead">
    <span class="name">mean IoU${models.length > 1 ? html`, ${name}` : ""}</span
    ><span class="value">${formatScore(chosen.meanIou)}</span
    >${interval === undefined ? "" : html`<span class="interval">${level} %: ${formatBounds(interval.mean.bca)}</span>`}
  </div>`;
}

function conventionInWords({ convention, models }: ReportedRun): string {
  const [first] = models as [ReportedModel];
  if (convention !== "dataset")
    return `The mean is ${convention}'s; the classes below are ratios of the pixels of all images together.`;
  const leftOut = first.scores.classes.filter(({ iou }) => Number.isNaN(iou)).length;
  const others =
    leftOut === 0
      ? ""
      : ` ${leftOut} ${leftOut === 1 ? "class has" : "classes have"} no score and ${leftOut === 1 ? "is" : "are"} left out.`;
  return `IoU of each class is a ratio of the pixels of all images together; the mean is over the classes.${others}`;
}

function verdict({ first, second, result }: NonNullable<ReportedRun["comparison"]>): string {
  const { difference, bca, pValue } = result.mean;
  if (Number.isNaN(difference)) return `${second} and ${first} cannot be told apart: the mean is undefined.`;
  const side = difference >= 0 ? "above" : "below";
  return `${second} is ${formatScore(Math.abs(difference))} ${side} ${first}: ${formatDifference(difference)} ${formatBounds(bca)}, p ${pValue < 0.0001 ? formatPValue(pValue) : `= ${formatPValue(pValue)}`}.`;
}

function leaderboard({ models }: ReportedRun): Markup {
  const [first] = models as [ReportedModel];
  return html`<section id="board">
    <h2>Models</h2>
    <div class="scroll">
      <table class="data">
        <thead>
          <tr>
            <th scope="col">model</th>
            <th scope="col">mean IoU</th>
            <th scope="col">interval</th>
            <th scope="col">mean Dice</th>
            <th scope="col">pixel accuracy</th>
            <th scope="col">images</th>
          </tr>
        </thead>
        <tbody>
          ${models.map(
            ({ name, scores, intervals, imageCount }) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td>${formatScore(scores.meanIou)}</td>
                <td>${intervals?.iou === undefined ? "-" : formatBounds(intervals.iou.mean.bca)}</td>
                <td>${formatScore(scores.meanDice)}</td>
                <td>${formatScore(scores.pixelAccuracy)}</td>
                <td>${formatCount(imageCount)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <h3>IoU of each class</h3>
    <div class="scroll">
      <table class="data">
        <thead>
          <tr>
            <th scope="col">class</th>
            ${models.map(({ name }) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${first.scores.classes.map(
            ({ name, classIndex }) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${models.map(({ scores }) => html`<td>${formatScore(scores.classes[classIndex]?.iou ?? NaN)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
