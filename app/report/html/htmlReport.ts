import { classSection } from "./classSection.js";
import { compareSection } from "./compareSection.js";
import { confusionSection } from "./confusionTable.js";
import { imageSection } from "./imageSection.js";
import { leaderboardSection } from "./leaderboardSection.js";
import { Markup, markup } from "./markup.js";
import { byConvention } from "../../view/means.js";
import { countText, scoreText } from "../../view/numbers.js";
import { type ClassLook, pictureSection } from "./pictureSection.js";
import type { HtmlReport, ReportedModel, ReportedPicture } from "../../view/reported.js";
import { SCRIPT } from "./script.js";
import { spreadSection } from "./spreadSection.js";
import { STYLE } from "./style.js";
import { summarySection } from "./summarySection.js";

export type { HtmlReport, ReportedModel, ReportedPicture } from "../../view/reported.js";

/** The page asks nobody for anything: what it needs is in it, and the browser is told to hold it to that. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/**
 * A scored run, or several, as one HTML page that needs no network and no other file.
 *
 * @param document any DOM's: the plots are drawn in it, and nothing is left behind
 * @returns the page's text
 */
export function htmlReport(report: HtmlReport, document: Document): string {
  const { title, models, comparison } = report;
  const looks = looksOf(report);
  const strays = report.pictures.filter(({ model }) => !models.some(({ name }) => name === model));
  const body = markup`<header class="top"><p class="kicker">maskscore report</p><h1>${title}</h1>${navigation(report, strays.length > 0)}</header>
<main>
${summarySection(report)}
${comparison !== undefined && compareSection(comparison, models[0]?.chosen.convention ?? "dataset", document)}
${models.length > 1 && leaderboardSection(models, document)}
${models.map((model, i) => modelSection(report, model, i, looks, document))}
${strays.length > 0 && markup`<section id="pictures" aria-labelledby="pictures-title"><h2 id="pictures-title">Images</h2>${pictureSection(strays, looks, "picture")}</section>`}
</main>
<footer><p><code>${report.command}</code></p><p class="muted">maskscore ${report.version}, <time datetime="${report.createdAt}">${report.createdAt}</time></p></footer>`;
  return `<!doctype html>\n${
    markup`<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Markup(STYLE)}</style></head>
<body>
${body}
<script>${new Markup(SCRIPT)}</script>
</body></html>`.text
  }\n`;
}

function looksOf({ models, palette }: HtmlReport): ClassLook[] {
  return (models[0]?.scores.classes ?? []).map(({ name }, c) => ({ name, colour: palette[c] ?? "#808080" }));
}

/** The parts of a model, with their anchors. */
const PARTS = [
  ["classes", "Classes"],
  ["confusion", "Confusion matrix"],
  ["images", "Images"],
  ["pictures", "Worst images"],
  ["spread", "Conventions"],
] as const;

/** What a part is called: of a comparison the pictures are of what moved, for better or worse. */
function partLabel([part, label]: (typeof PARTS)[number], comparison: HtmlReport["comparison"]): string {
  return part === "pictures" && comparison !== undefined ? "Images that moved most" : label;
}

function navigation({ models, comparison, pictures }: HtmlReport, hasStrays: boolean): Markup {
  const link = (anchor: string, label: string): Markup => markup`<li><a href="#${anchor}">${label}</a></li>`;
  const [only] = models as readonly [ReportedModel];
  const details =
    models.length === 1
      ? PARTS.filter(([part]) => part !== "pictures" || picturesOf(only, 0, models, pictures).length > 0).map(
          (part) => link(`model-1-${part[0]}`, partLabel(part, comparison)),
        )
      : models.map(({ name }, i) => link(`model-${i + 1}`, name));
  return markup`<nav aria-label="Parts of this report"><ul>${[
    link("summary", "Summary"),
    comparison !== undefined && link("comparison", "Comparison"),
    models.length > 1 && link("leaderboard", "Leaderboard"),
    details,
    hasStrays && link("pictures", "Images"),
  ]}</ul></nav>`;
}

/** Pictures name their model; of two models of one name they are the first's. */
function picturesOf(
  { name }: ReportedModel,
  index: number,
  models: readonly ReportedModel[],
  pictures: readonly ReportedPicture[],
): ReportedPicture[] {
  if (models.findIndex((model) => model.name === name) !== index) return [];
  return pictures.filter(({ model }) => model === name);
}

function modelSection(
  { models, palette, pictures, comparison }: HtmlReport,
  model: ReportedModel,
  index: number,
  looks: readonly ClassLook[],
  document: Document,
): Markup {
  const key = `model-${index + 1}`;
  const own = picturesOf(model, index, models, pictures);
  const contents: Readonly<Record<(typeof PARTS)[number][0], Markup | undefined>> = {
    classes: classSection(model, palette, key, document),
    confusion: confusionSection(model, key),
    images: imageSection(model, key, document),
    pictures: own.length === 0 ? undefined : pictureSection(own, looks, `${key}-picture`),
    spread: spreadSection(model.spread, document),
  };
  const parts = PARTS.map((part) => {
    const content = contents[part[0]];
    const label = partLabel(part, comparison);
    const id = `${key}-${part[0]}`;
    return (
      content !== undefined &&
      markup`<section id="${id}" aria-labelledby="${id}-title"><h3 id="${id}-title">${label}</h3>
${content}</section>
`
    );
  });
  if (models.length === 1) return markup`<div id="${key}" class="model">${parts}</div>`;
  return markup`<details id="${key}" class="model"${index === 0 && markup` open`}><summary><h2>${model.name}</h2>
<span class="muted">mean IoU ${scoreText(model.chosen.meanIou)}${byConvention(model.chosen.convention)}, ${countText(model.images.length)} images</span></summary>${parts}</details>
`;
}
