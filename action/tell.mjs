// Tells a run of the action: job summary, annotations, outputs. What it is told of the run stands in its environment
// (score.sh), and in the reports of the folder, which the command has written.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const {
  MASKSCORE_FOLDER: folder,
  MASKSCORE_NAME: name,
  MASKSCORE_BASELINE: baseline,
  MASKSCORE_FAIL_WORSE: failWorse,
  MASKSCORE_SCORED: scored,
  MASKSCORE_COMPARED: compared,
  MASKSCORE_FAULT: fault,
  MASKSCORE_KEEPS: keeps,
} = process.env;

/** GitHub drops a summary of more than a mebibyte without a word. */
const LARGEST_SUMMARY = 1_000_000;

/** GitHub shows ten errors of a step. */
const MOST_OF_A_KIND = 5;

/** Images of a comparison, in an annotation. */
const MOST_MOVED = 5;

const WORSE = "worse than the baseline by more than the interval allows";
const UNCOMPARED = "not compared with the baseline";

/** @returns {string | undefined} */
function read(file) {
  const path = join(folder, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function readJson(file) {
  const text = read(file);
  return text === undefined ? undefined : JSON.parse(text);
}

/** What ended a command, as it said it: the last lines of its own. */
function errorOf(log) {
  const text = (read(log) ?? "").trimEnd();
  const at = text.lastIndexOf("maskscore: ");
  return at < 0 ? text.slice(-2000) : text.slice(at + "maskscore: ".length);
}

/** Names are anybody's: what would break a line, or turn the reading direction, is shown. */
function visible(text) {
  return text.replace(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, "\ufffd");
}

/** As the runner reads commands. */
function escapeData(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text) {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** @param {"error" | "warning" | "notice"} level */
function annotate(level, text) {
  console.log(
    `::${level} title=${escapeProperty(`maskscore: ${name}`)}::${escapeData(visible(text).slice(0, 4000))}`,
  );
}

/** So many of them, and how many there are. */
function annotateAll(level, texts) {
  for (const text of texts.slice(0, MOST_OF_A_KIND)) annotate(level, text);
  const rest = texts.length - MOST_OF_A_KIND;
  if (rest > 0) annotate(level, `and ${rest} more: the summary has them`);
}

/** Nothing in it is a sign. */
function escapeMarkdown(text) {
  return visible(text).replace(/[^\p{L}\p{N} .]/gu, (sign) => `&#${sign.codePointAt(0)};`);
}

/** A number with four digits, as in tables; what is none as it is written. */
function short(score) {
  return typeof score === "number" ? score.toFixed(4) : (score ?? "no score");
}

/** Gates of overlap, or of a task. */
function missedOf(report) {
  return (report?.thresholds ?? report?.gates ?? []).filter(({ isMet }) => !isMet);
}

function gateText({ label, score, threshold }) {
  return `${label} is ${short(score)}, at least ${threshold} was asked`;
}

/** "a 0.5000 to 0.2500" */
function movedText({ images }) {
  const moved = images.filter(({ difference }) => difference !== 0 && difference !== null);
  if (moved.length === 0) return "";
  const texts = moved
    .slice(0, MOST_MOVED)
    .map(({ id, first, second }) => `${id} ${short(first)} to ${short(second)}`);
  return `\nImages that moved most: ${texts.join(", ")}`;
}

const scores = ["0", "3", "4"].includes(scored) ? readJson("scores.json") : undefined;
const comparison = ["0", "4"].includes(compared) ? readJson("comparison.json") : undefined;

/** Lines of the summary, above the tables. @type {string[]} */
const lines = [];

/** A block of text as it is. */
function block(text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `\n\n${fence}text\n${text}\n${fence}\n`;
}

function tellRun() {
  if (fault !== "") tellFault("the action's inputs are wrong", fault);
  else if (scores === undefined) tellFault(`nothing was scored (exit code ${scored})`, errorOf("score.log"));
  else {
    tellScores();
    tellComparison();
  }
}

function tellFault(what, text) {
  annotate("error", `${what}: ${text}`);
  lines.push(`:x: **${what}**${block(text)}`);
}

function tellScores() {
  const { warnings = [], failures = [] } = scores;
  annotateAll("warning", warnings);
  annotateAll(
    "error",
    failures.map(({ message }) => `not scored: ${message}`),
  );
  if (failures.length > 0) {
    lines.push(`:x: **${failures.length} files could not be scored**, and no number here counts them`);
  }
  tellMissed(missedOf(scores).map(gateText));
}

function tellMissed(texts) {
  annotateAll("error", texts);
  lines.push(...texts.map((text) => `:x: **${escapeMarkdown(text)}**`));
}

function tellComparison() {
  if (comparison !== undefined) tellVerdict();
  else if (compared !== "") tellIncomparable();
  else if (baseline === "") {
    const next =
      keeps === "true" ? "this run's state becomes it" : "the default branch's next run leaves one";
    const text = `not compared: the default branch has left no state yet; ${next}`;
    annotate("notice", text);
    lines.push(text);
  }
}

function tellVerdict() {
  const { verdict } = comparison.comparison;
  const text = `${verdict}${movedText(comparison.comparison)}`;
  const missed = missedOf(comparison);
  if (missed.some(({ key }) => key === "worse")) {
    annotate("error", `${WORSE}: ${text}`);
    lines.push(`:x: ${WORSE}: **${escapeMarkdown(verdict)}**`);
  } else {
    annotate("notice", text);
    lines.push(`**${escapeMarkdown(verdict)}**`);
  }
  // Of --fail-under among the options of compare, which is of both models.
  tellMissed(missed.filter(({ key }) => key !== "worse").map((gate) => `${gate.model}: ${gateText(gate)}`));
}

/** A baseline of other images or settings is no pass. */
function tellIncomparable() {
  const level = failWorse === "true" || compared !== "1" ? "error" : "warning";
  const text = errorOf("compare.log");
  const cure =
    baseline === ""
      ? "the default branch's next run makes its state the baseline; until then baseline: none scores without one"
      : "score the baseline anew, or pass baseline: none";
  annotate(level, `${UNCOMPARED}: ${text}\n${cure}`);
  lines.push(`${level === "error" ? ":x:" : ":warning:"} **${UNCOMPARED}**; ${cure}${block(text)}`);
}

/** Tables as the command writes them, with everything in them escaped. */
function summary() {
  const head = `## ${escapeMarkdown(name)}\n\n${lines.join("\n\n")}\n\n`;
  const scoresText = scores === undefined ? "" : (read("scores.md") ?? "");
  const parts =
    comparison === undefined
      ? [scoresText]
      : [
          read("comparison.md") ?? "",
          `\n<details><summary>Scores of ${escapeMarkdown(name)}</summary>\n\n${scoresText}\n\n</details>\n`,
        ];
  let text = head;
  for (const part of parts) {
    const isTooLong = Buffer.byteLength(text + part) > LARGEST_SUMMARY;
    text += isTooLong ? "\nToo long for a summary: the rest is in the artifact.\n" : part;
  }
  return text;
}

/** Values of several lines, or that look like another output, stay values. */
function outputs(values) {
  const mark = `end-${globalThis.crypto.randomUUID()}`;
  return Object.entries(values)
    .map(([key, value]) => `${key}<<${mark}\n${value}\n${mark}\n`)
    .join("");
}

tellRun();
appendFileSync(process.env.GITHUB_STEP_SUMMARY, summary());
appendFileSync(
  process.env.GITHUB_OUTPUT,
  outputs({
    score: scores?.meanIou ?? scores?.headline?.score ?? "",
    difference: comparison?.comparison.mean.difference ?? "",
    verdict: comparison?.comparison.verdict ?? "",
  }),
);
