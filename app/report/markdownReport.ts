import { shorten } from "../../src/errors/describe.js";
import { printable } from "../view/printable.js";
import { boundsText, countText, scoreText } from "../view/numberTexts.js";
import { byConvention, meanOf, missingMeans } from "../view/means.js";
import { withoutText } from "../view/leftOut.js";
import { asTold, type RunView } from "../view/runView.js";
import { firstWarnings, warningText } from "../view/firstWarnings.js";
import { METRIC_NAMES } from "../view/metricNames.js";
import { type Section, sectionsOf, type Table } from "../view/reportSections.js";

/** More rows than this are folded away: a job summary is read from top to bottom. */
const OPEN_ROWS = 30;

/** A run as GitHub-flavoured Markdown, as for $GITHUB_STEP_SUMMARY: the headline first, long tables folded. */
export function markdownReport(full: RunView): string {
  const run = asTold(full);
  return `## Segmentation scores\n\n${headline(run)}\n\n${sectionsOf(run).map(markdownSection).join("\n\n")}\n`;
}

function headline(run: RunView): string {
  const { models, gates, metrics, convention } = run;
  const warnings = firstWarnings(run).map(
    (warning) => `:warning: **${escapeMarkdown(warningText(warning, run))}**`,
  );
  const [metric = "iou"] = metrics;
  const lines = models.map((model) => {
    const { name, intervals, imageCount } = model;
    const mean = meanOf(model, metric);
    const interval = intervals?.[metric];
    const bounds = interval === undefined ? "" : ` ${boundsText(interval.mean.bounds)}`;
    const ofDataset = mean.convention === "dataset";
    const words = `${byConvention(mean.convention)}${bounds !== "" && !ofDataset ? ` (interval of the dataset mean${bounds})` : ""}`;
    return `**${escapeMarkdown(name)}**: mean ${METRIC_NAMES[metric]}${escapeMarkdown(withoutText(model.scores))} **${scoreText(mean.value)}**${ofDataset ? bounds : words}, ${countText(imageCount)} images`;
  });
  const missing = missingMeans(convention, models[0]?.chosen, metrics);
  if (missing !== undefined) lines.push(`note: ${escapeMarkdown(missing)}`);
  const missed = gates.filter(({ isMet }) => !isMet).length;
  const verdict =
    gates.length === 0
      ? []
      : [
          missed === 0
            ? `:white_check_mark: every threshold is met`
            : `:x: ${missed} of ${gates.length} thresholds missed`,
        ];
  return [...warnings, ...lines, ...verdict].join("  \n");
}

/** One section, without a line end. */
export function markdownSection({ title, table, facts }: Section): string {
  const parts = [
    ...(table === undefined ? [] : [renderTable(table)]),
    ...(facts.length === 0
      ? []
      : [facts.map(([label, text]) => `- ${label}: ${escapeMarkdown(text)}`).join("\n")]),
  ].join("\n\n");
  if (title === undefined) return parts;
  if (table !== undefined && table.rows.length > OPEN_ROWS) {
    return `<details><summary>${escapeMarkdown(title)} (${table.rows.length})</summary>\n\n${parts}\n\n</details>`;
  }
  return `### ${escapeMarkdown(title)}\n\n${parts}`;
}

function renderTable({ columns, rows, wordColumns }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  const rule = columns.map((_, column) => (wordColumns.includes(column) ? "---" : "--:"));
  return [line(columns), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** A summary that is too large is not shown at all; JSON and CSV have long names whole. */
const LONGEST_TEXT = 4000;

/** Names are data: what Markdown or HTML would read as a sign, an address or an emoji becomes the character itself. */
export function escapeMarkdown(text: string): string {
  return shorten(printable(text), LONGEST_TEXT)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/[\\`*_{}[\]|~#@!$]|:(?=\/\/|[\w+-]+:)|(?<=www)\./gi, (sign) => `&#${sign.charCodeAt(0)};`);
}
