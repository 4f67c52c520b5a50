import { voidCountOf } from "../../src/counting/entries.js";
import type { ClassMetric } from "../../src/measures/confusion/classScores.js";
import type { ClassScores } from "../../src/measures/confusion/datasetScores.js";
import { comparisonSections } from "./comparisonSections.js";
import { CONVENTIONS } from "../../src/measures/confusion/conventions/registry.js";
import { listNames } from "../../src/errors/describe.js";
import { firstWarnings, standsFirst, warningText } from "./firstWarnings.js";
import { boundsText, countText, levelText, scoreText } from "./numberTexts.js";
import { GROUP_RULE, groupSection, meanOfGroups } from "./groupRows.js";
import { intervalNotes, methodText } from "./intervalWords.js";
import { ignoredText } from "./ignoredInFiles.js";
import { excludedNames } from "./leftOut.js";
import { imageSection, worstSections } from "./imageSections.js";
import { meanOf } from "./means.js";
import { METRIC_NAMES } from "./metricNames.js";
import { asTold, type ModelView, type RunView } from "./runView.js";
import { pairsSection } from "./pairsSection.js";
import type { Section } from "./section.js";
import { valuesOfSpread } from "./spreadValues.js";
import { thresholdFacts } from "./thresholdWords.js";
import { verdictOf } from "./summaryWords.js";

export type { Section, Table } from "./section.js";

/** Everything that a run's text and Markdown show, from top to bottom, below what is to be said first. */
export function sectionsOf(full: RunView): Section[] {
  const run = asTold(full);
  const isBoard = run.models.length > 1;
  return [
    ...(run.comparison === undefined ? [] : comparisonSections(run)),
    ...(isBoard && run.comparison === undefined
      ? [leaderboard(run), ...pairsSections(run), ...boardOfClasses(run)]
      : []),
    ...(isBoard ? boardOfGroups(run) : []),
    ...run.models.flatMap((model) => modelSections(model, run, isBoard)),
    ...failureSections(run),
    ...gateSections(run),
  ];
}

/** What stands before all else, where there is something. */
export function warningSections(run: RunView): Section[] {
  const warnings = firstWarnings(run);
  if (warnings.length === 0) return [];
  const facts = warnings.map((warning): [string, string] => ["warning", warningText(warning, run)]);
  return [{ title: undefined, table: undefined, facts }];
}

function modelSections(model: ModelView, run: RunView, isBoard: boolean): Section[] {
  const about = (title: string): string => (isBoard ? `${model.name}: ${title}` : title);
  const isShort = isBoard;
  return [
    // Of several models the board has the classes already.
    ...(isShort ? [] : [classSection(model, run), ...groupSection(model, run, about)]),
    ...(run.convention === "dataset" ? [] : [conventionSection(model, about)]),
    ...(model.spread === undefined ? [] : [spreadSection(model, about)]),
    ...(run.worst === 0 ? [] : worstSections(model, run, about)),
    ...(run.perImage ? [imageSection(model, about)] : []),
    ...auditSections(model, about),
  ];
}

function classSection(model: ModelView, run: RunView): Section {
  const { scores, intervals } = model;
  const columns = run.metrics.flatMap((metric) => [
    METRIC_NAMES[metric],
    ...(intervals?.[metric] === undefined ? [] : [levelOf(model, metric)]),
  ]);
  return {
    title: undefined,
    table: {
      columns: ["class", ...columns, "truth px", "predicted px"],
      rows: scores.classes.map((score) => [
        score.name,
        ...run.metrics.flatMap((metric) => {
          const interval = intervals?.[metric]?.classes[score.classIndex];
          return [scoreText(score[metric]), ...(interval === undefined ? [] : [boundsText(interval.bounds)])];
        }),
        countText(score.groundTruthArea),
        countText(score.predictionArea),
      ]),
      wordColumns: [0],
      barColumn: 1,
    },
    facts: summaryOf(model, run),
    ...leadOf(run),
  };
}

/** The mean that people mean stands out. */
function leadOf({ metrics: [metric] }: RunView): Pick<Section, "lead"> {
  return metric === undefined ? {} : { lead: `mean ${METRIC_NAMES[metric]}` };
}

function summaryOf(model: ModelView, run: RunView): [string, string][] {
  const { scores, intervals } = model;
  const unscored = (reason: string): string[] =>
    scores.classes.filter(({ undefinedBecause }) => undefinedBecause.iou === reason).map(({ name }) => name);
  const excluded = excludedNames(scores);
  const means = run.metrics.map((metric, i): [string, string] => {
    const interval = intervals?.[metric];
    const { value, convention } = meanOf(model, metric);
    const bounds = interval === undefined ? "" : ` ${boundsText(interval.mean.bounds)}`;
    const label = `mean ${METRIC_NAMES[metric]}`;
    if (convention !== "dataset") {
      const ofDataset = `${scoreText(scores.mean?.[metric] ?? NaN)}${bounds === "" ? "" : `, interval${bounds}`}`;
      return [label, `${scoreText(value)}   by ${convention}; the dataset mean is ${ofDataset}`];
    }
    const left = leftOutNote(unscored("absent in both"), unscored("ignored"), excluded);
    const rule =
      run.convention === "dataset"
        ? "ratio of dataset sums"
        : `ratio of dataset sums, for ${run.convention} has no mean ${METRIC_NAMES[metric]}`;
    const isSaid = i === 0 || run.convention !== "dataset";
    return [label, `${scoreText(value)}${bounds}${isSaid ? `   ${rule}${i === 0 ? `; ${left}` : ""}` : ""}`];
  });
  // With the default columns Dice is told by its classes; the mean that people mean is IoU's.
  const shown = intervals === undefined && run.metrics.join() === "iou,dice" ? means.slice(0, 1) : means;
  return [
    ...shown,
    ...(run.convention === "dataset" ? [] : leftOutFact(scores)),
    ["pixel accuracy", scoreText(scores.pixelAccuracy)],
    ["images", `${countText(model.imageCount)}   ${pixelNote(model, run)}`],
    ...intervalFactsOf(model, run),
    ...thresholdFacts(run),
    ["time", `${(run.elapsedMs / 1000).toFixed(2)} s`],
  ];
}

/** By what method the first metric's intervals are, and where they may not hold. */
function intervalFactsOf({ intervals }: ModelView, { metrics }: RunView): [string, string][] {
  const first = intervals?.[metrics[0] ?? "iou"];
  if (first === undefined) return [];
  return [
    ["interval", methodText(first.mean, first)],
    ...intervalNotes([{ ...first.mean, name: "the mean" }, ...first.classes]),
  ];
}

/** Where the mean's own line does not say it. */
function leftOutFact(scores: ModelView["scores"] | undefined): [string, string][] {
  const names = scores === undefined ? [] : excludedNames(scores);
  return names.length === 0 ? [] : [["left out", `as asked, of every mean: ${listNames(names)}`]];
}

function leftOutNote(
  absent: readonly string[],
  ignored: readonly string[],
  excluded: readonly string[],
): string {
  const notes = [];
  if (absent.length > 0) notes.push(`left out as absent from truth and prediction: ${listNames(absent)}`);
  if (ignored.length > 0) notes.push(`left out as ignored: ${listNames(ignored)}`);
  if (excluded.length > 0) notes.push(`left out as asked: ${listNames(excluded)}`);
  return notes.length === 0 ? "every class counted" : notes.join("; ");
}

function pixelNote({ scores, confusionMatrix }: ModelView, { ignored }: RunView): string {
  const voidCount = voidCountOf(confusionMatrix);
  const missed = voidCount === 0 ? "" : `, of which ${countText(voidCount)} are predicted void and missed`;
  const counted = `${countText(scores.pixelCount)} pixels scored${missed}`;
  const { ignoredCount } = confusionMatrix;
  if (ignored.length === 0 && ignoredCount === 0) return counted;
  const truth = ignoredText(ignored) ?? "no data";
  return `${counted}, ${countText(ignoredCount)} ignored (truth is ${truth})`;
}

function levelOf(model: ModelView, metric: ClassMetric): string {
  return `${levelText(model.intervals?.[metric]?.level ?? NaN)} interval`;
}

function leaderboard(run: RunView): Section {
  const [metric = "iou"] = run.metrics;
  const [first] = run.models;
  const hasIntervals = run.models.some(({ intervals }) => intervals?.[metric] !== undefined);
  const ruleOf = (name: ClassMetric): string =>
    first === undefined ? "dataset" : meanOf(first, name).convention;
  const isOther = (name: ClassMetric): boolean => ruleOf(name) !== "dataset";
  // Where a convention was asked for each mean says whose it is: some metrics it has not.
  const heading = (name: ClassMetric): string =>
    `mean ${METRIC_NAMES[name]}${run.convention === "dataset" ? "" : ` (${ruleOf(name)})`}`;
  return {
    title: undefined,
    table: {
      columns: [
        "model",
        ...run.metrics.slice(0, 1).map(heading),
        ...(hasIntervals && first !== undefined
          ? [`${levelOf(first, metric)}${isOther(metric) ? " of the dataset mean" : ""}`]
          : []),
        ...run.metrics.slice(1).map(heading),
        "pixel accuracy",
        "images",
      ],
      rows: run.models.map((model) => {
        const means = run.metrics.map((name) => scoreText(meanOf(model, name).value));
        const interval = model.intervals?.[metric];
        return [
          model.name,
          ...means.slice(0, 1),
          ...(hasIntervals ? [interval === undefined ? "-" : boundsText(interval.mean.bounds)] : []),
          ...means.slice(1),
          scoreText(model.scores.pixelAccuracy),
          countText(model.imageCount),
        ];
      }),
      wordColumns: [0],
      barColumn: 1,
    },
    facts: [
      [
        "mean",
        run.convention === "dataset"
          ? "ratio of dataset sums, over the classes that are there"
          : `by ${run.convention}${run.metrics.every(isOther) ? "" : "; of what it has no mean of: ratio of dataset sums, over the classes that are there"}`,
      ],
      ...leftOutFact(first?.scores),
      ...intervalNotes(
        run.models.flatMap(({ name, intervals }) => {
          const mean = intervals?.[metric]?.mean;
          return mean === undefined ? [] : [{ name, note: mean.note }];
        }),
      ),
      ...thresholdFacts(run),
      ["time", `${(run.elapsedMs / 1000).toFixed(2)} s`],
    ],
  };
}

function pairsSections({ pairs }: RunView): Section[] {
  return pairs === undefined
    ? []
    : [pairsSection(pairs, `mean ${METRIC_NAMES[pairs.metric as ClassMetric]}`)];
}

function boardOfClasses(run: RunView): Section[] {
  const [first] = run.models;
  return run.metrics.slice(0, 1).map((metric) => ({
    title: `${METRIC_NAMES[metric]} of each class`,
    table: {
      columns: ["class", ...run.models.map(({ name }) => name)],
      rows: (first?.scores.classes ?? []).map(({ name, classIndex }) => [
        name,
        ...run.models.map(({ scores }) => scoreText((scores.classes[classIndex] as ClassScores)[metric])),
      ]),
      wordColumns: [0],
    },
    facts: [],
  }));
}

function boardOfGroups({ models, metrics }: RunView): Section[] {
  const groups = models[0]?.scores.groups ?? [];
  if (groups.length === 0) return [];
  return metrics.slice(0, 1).map((metric) => ({
    title: `${METRIC_NAMES[metric]} of each group of classes`,
    table: {
      columns: ["group", ...models.map(({ name }) => name)],
      rows: [
        ...groups.map(({ name }, g) => [
          name,
          ...models.map(({ scores }) => scoreText((scores.groups[g] as ClassScores)[metric])),
        ]),
        ["mean of groups", ...models.map(({ scores }) => scoreText(meanOfGroups(scores.groups, metric)))],
      ],
      wordColumns: [0],
    },
    facts: [["group", GROUP_RULE]],
  }));
}

function conventionSection({ chosen }: ModelView, about: (title: string) => string): Section {
  const figures = Object.entries(chosen.figures).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number",
  );
  return {
    title: about(`by the convention ${chosen.convention}`),
    table: {
      columns: ["figure", "value"],
      rows: figures.map(([name, value]) => [name, scoreText(value)]),
      wordColumns: [0],
    },
    facts: [
      ["mean IoU", scoreText(chosen.meanIou)],
      ...(chosen.meanDice === undefined ? [] : [["mean Dice", scoreText(chosen.meanDice)] as const]),
      ["formula", CONVENTIONS.get(chosen.convention)?.formula ?? ""],
      ...chosen.notes.map((note) => ["note", note] as const),
    ],
  };
}

function spreadSection({ spread }: ModelView, about: (title: string) => string): Section {
  return {
    title: about("mean IoU by every convention"),
    table: {
      columns: ["mean IoU", "tools", "rule"],
      rows: valuesOfSpread(spread?.rows ?? []).flatMap(({ value, rules }) =>
        rules.map(({ tools, rule }, i) => [i === 0 ? scoreText(value) : "", listNames(tools), rule]),
      ),
      wordColumns: [1, 2],
    },
    facts: [["spread", spread?.sentence ?? ""]],
  };
}

/** Notes are for the JSON and the page; what may make the number wrong is for every reader. */
function auditSections({ findings }: ModelView, about: (title: string) => string): Section[] {
  const serious = findings.filter((finding) => finding.severity !== "note" && !standsFirst(finding));
  if (serious.length === 0) return [];
  return [
    {
      title: about("what looks wrong"),
      table: undefined,
      facts: serious.map(({ severity, message }) => [severity, message]),
    },
  ];
}

function failureSections({ failures }: RunView): Section[] {
  if (failures.length === 0) return [];
  return [
    {
      title: `not scored: ${failures.length} ${failures.length === 1 ? "file" : "files"}`,
      table: undefined,
      facts: failures.map(({ message }) => ["failed", message]),
    },
  ];
}

function gateSections({ gates, models }: RunView): Section[] {
  if (gates.length === 0) return [];
  return [
    {
      title: "thresholds",
      table: {
        columns: [...(models.length > 1 ? ["model"] : []), "score", "value", "at least", "verdict"],
        rows: gates.map((gate) => [
          ...(models.length > 1 ? [gate.model] : []),
          gate.label,
          scoreText(gate.score),
          scoreText(gate.threshold),
          verdictOf(gate),
        ]),
        wordColumns: models.length > 1 ? [0, 1, 4] : [0, 3],
      },
      facts: [],
    },
  ];
}
