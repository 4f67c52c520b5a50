import { withoutText } from "../view/leftOut.js";
import { byConvention } from "../view/means.js";
import { scoreText } from "../view/numberTexts.js";
import { firstWarnings } from "../view/firstWarnings.js";
import { printable } from "../view/printable.js";
import type { Gate, RunView } from "../view/runView.js";
import { thresholdFacts } from "../view/thresholdWords.js";
import { verdictOf } from "../view/summaryWords.js";

/**
 * A run as JUnit XML, which CI systems show beside the tests: a test case a threshold (failed where it is missed), one a
 * file that could not be scored (an error), and one a model and group of classes, which pass: they were scored. What is to be
 * said first is a case that is skipped: seen, and no failure.
 */
export function junitReport(run: RunView): string {
  return junitText(junitCases(run));
}

export function junitCases(run: RunView): JunitCases {
  const { models, gates, failures, elapsedMs } = run;
  const foreground = thresholdFacts(run)
    .map(([name, text]) => `, ${name} ${text}`)
    .join("");
  const told = models.flatMap(({ name, chosen, scores, imageCount }) => [
    {
      model: name,
      text: `scored ${imageCount} images${foreground}: mean IoU${withoutText(scores)} ${scoreText(chosen.meanIou)}${byConvention(chosen.convention)}`,
    },
    ...scores.groups.map((group) => ({
      model: name,
      text: `group ${group.name}: IoU ${scoreText(group.iou)}, Dice ${scoreText(group.dice)}`,
    })),
  ]);
  return { warnings: firstWarnings(run), told, gates, failures, elapsedMs };
}

/** What a JUnit report says, whatever was measured. */
export interface JunitCases {
  readonly warnings: readonly { readonly model: string; readonly message: string }[];
  /** Scores, which pass. */
  readonly told: readonly { readonly model: string; readonly text: string }[];
  readonly gates: readonly Gate[];
  readonly failures: readonly { readonly file: string; readonly message: string }[];
  readonly elapsedMs: number;
}

export function junitText({ warnings, told, gates, failures, elapsedMs }: JunitCases): string {
  const cases = [
    ...warnings.map(
      ({ model, message }) =>
        `    <testcase classname=${attribute(`maskscore.${model}`)} name="warning">\n      <skipped message=${attribute(message)}/>\n    </testcase>`,
    ),
    ...told.map(({ model, text }) => passed(model, text)),
    ...gates.map(gateCase),
    ...failures.map(
      ({ file, message }) =>
        `    <testcase classname="maskscore.files" name=${attribute(file)}>\n      <error message=${attribute(message)}/>\n    </testcase>`,
    ),
  ];
  const missed = gates.filter(({ isMet }) => !isMet).length;
  const counts = `tests="${cases.length}" failures="${missed}" errors="${failures.length}"${warnings.length === 0 ? "" : ` skipped="${warnings.length}"`} time="${(elapsedMs / 1000).toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="maskscore" ${counts}>`,
    `  <testsuite name="maskscore" ${counts}>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

/** A test case of a model that tells a score. */
function passed(model: string, name: string): string {
  return `    <testcase classname=${attribute(`maskscore.${model}`)} name=${attribute(name)}/>`;
}

function gateCase(gate: Gate): string {
  const { model, label, threshold, score, isMet } = gate;
  const head = `    <testcase classname=${attribute(`maskscore.${model}`)} name=${attribute(`${label} is at least ${threshold}`)}`;
  if (isMet) return `${head}/>`;
  const message = `${label} is ${scoreText(score)}, at least ${threshold} was asked: ${verdictOf(gate)}`;
  return `${head}>\n      <failure message=${attribute(message)}/>\n    </testcase>`;
}

/** A quoted attribute. What XML does not have (controls, half surrogates, U+FFFE, U+FFFF) printable replaces. */
function attribute(text: string): string {
  const escaped = printable(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
  return `"${escaped}"`;
}
