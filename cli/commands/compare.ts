import { scorerWords } from "../../app/errors/stateWords.js";
import type { FailedFile } from "../../app/view/runView.js";
import { isMaskscoreError } from "../../src/errors/problem.js";
import { decodeOf } from "../../app/job/runDecode.js";
import { describeRun } from "../describing/describeRun.js";
import { type NamedScorer, requireThresholds } from "../describing/tellOptions.js";
import { DataError, UsageError } from "../exitCodes.js";
import { clusterImages, noteSequences } from "../inputs/clusterRule.js";
import { countJobOf } from "../inputs/countJobOf.js";
import { findImages } from "../inputs/findImages.js";
import { isFolder } from "../inputs/listFiles.js";
import { readScoredClasses } from "../inputs/readScoredClasses.js";
import { onInterruption } from "../interruption.js";
import { exitCodeOf, requireOutputs, writeReports } from "../outputs.js";
import type { PageSource } from "../page/pageSource.js";
import { scoreImages } from "../scoreImages.js";
import { readStateBytes, readStates, type StateBytes } from "../stateFile.js";
import { askedTask } from "../tasks/askedTask.js";
import { taskOfState } from "../../app/job/taskOfState.js";
import { requireNoTaskOptions } from "../tasks/taskOptions.js";
import type { Terminal } from "../terminal.js";
import type { ScoreOptions } from "./score.js";

/** maskscore compare TRUTH A B, or of two states: maskscore compare A B */
export async function compare(
  paths: readonly string[],
  options: ScoreOptions,
  terminal: Terminal,
): Promise<number> {
  const start = performance.now();
  const task = await askedTask(options, paths[0], paths.length === 2 ? undefined : paths[1], terminal);
  if (task !== undefined && paths.length !== 2) {
    const { compareTask } = await import("../tasks/loaded.js");
    return compareTask(task, paths, options, terminal);
  }
  const begun = paths.length === 2 ? await firstState(paths) : undefined;
  const taskSaved = begun && taskOfState(begun.bytes);
  if (begun !== undefined && taskSaved !== undefined) {
    const { compareTaskStates } = await import("../tasks/loaded.js");
    return compareTaskStates(taskSaved, begun, paths as [string, string], options, terminal);
  }
  requireNoTaskOptions(options);
  if (task !== undefined) throw new UsageError("--task is told by states of one; leave it out");
  const [metric = "iou", other] = options.metrics ?? [];
  if (other !== undefined) {
    throw new UsageError(`--metrics: compare takes one metric, got ${metric} and ${other}; compare by each`);
  }
  await requireOutputs(options);
  const { scored, source, failures } =
    paths.length === 2 ? await readBoth(paths, options, begun) : await scoreBoth(paths, options, terminal);
  const [first, second] = scored;
  noteSequences([first.scorer], true, terminal);
  const facts = { failures, palette: source?.classes.palette, elapsedMs: performance.now() - start };
  const { ci = 95, resamples, seed } = options;
  let run;
  try {
    run = await describeRun(scored, options, facts, { metric, level: ci / 100, resamples, seed });
  } catch (cause) {
    if (!isMaskscoreError(cause)) throw cause;
    throw new DataError(scorerWords(cause.problem, [first.name, second.name]), { cause });
  }
  await writeReports(run, options, terminal);
  if (options.html !== undefined) {
    const { writePage } = await import("../page/writePage.js");
    await writePage(options.html, run, source);
  }
  return exitCodeOf(run);
}

interface Both {
  readonly scored: readonly [NamedScorer, NamedScorer];
  readonly source: PageSource | undefined;
  readonly failures: readonly FailedFile[];
}

function asPair(scored: readonly NamedScorer[]): Both["scored"] {
  return [scored[0] as NamedScorer, scored[1] as NamedScorer];
}

/** Options that a saved state has answered already, or that look at masks, by what they are called. */
const OF_MASKS = {
  numClasses: "--num-classes",
  ignoreIndex: "--ignore-index",
  excludeClasses: "--exclude-classes",
  nodata: "--nodata",
  voidPredictions: "--void-predictions",
  classes: "--classes",
  dataset: "--dataset",
  trainIds: "--train-ids",
  binary: "--binary",
  threshold: "--threshold",
  lowBits: "--low-bits",
  palette: "--palette",
  rgbIds: "--rgb-ids",
  alpha: "--alpha",
  divide: "--divide",
  nearestColour: "--nearest-colour",
  unlistedColours: "--unlisted-colours",
  resize: "--resize",
  pairs: "--pairs",
  truthGlob: "--truth-glob",
  predictionGlob: "--prediction-glob",
  strip: "--strip",
  match: "--match",
  list: "--list",
  allowMissing: "--allow-missing",
  keepGoing: "--keep-going",
  shard: "--shard",
  threads: "--threads",
  images: "--images",
  placement: "--placement",
} as const;

/**
 * The first of two states.
 *
 * @throws {UsageError} one of them is a folder
 */
async function firstState(paths: readonly string[]): Promise<StateBytes> {
  const isFolderEach: boolean[] = [];
  for (const path of paths) isFolderEach.push(await isFolder(path));
  const folder = paths.find((_, i) => isFolderEach[i]);
  if (folder !== undefined) {
    throw new UsageError(
      `compare takes TRUTH A B, three folders, or two states; got two paths, and ${folder} is a folder: name the truth first`,
    );
  }
  return readStateBytes(paths[0] as string);
}

/** Two saved states. */
async function readBoth(
  paths: readonly string[],
  options: ScoreOptions,
  first: StateBytes | undefined,
): Promise<Both> {
  const idle = (Object.keys(OF_MASKS) as (keyof typeof OF_MASKS)[]).find(
    (name) => options[name] !== undefined,
  );
  const layout = options.layout === "channelsFirst" ? "--layout" : undefined;
  const unused = idle === undefined ? layout : OF_MASKS[idle];
  if (unused !== undefined) {
    throw new UsageError(`${unused} is of masks, and two states hold their counts already; leave it out`);
  }
  const scored = asPair(await readStates(paths, first));
  await clusterImages(
    scored.map(({ scorer }) => scorer),
    options,
  );
  requireThresholds(options.failUnder, scored[0].scorer.settings);
  return { scored, source: undefined, failures: [] };
}

async function scoreBoth(paths: readonly string[], options: ScoreOptions, terminal: Terminal): Promise<Both> {
  if (paths.length !== 3) {
    throw new UsageError(
      `compare takes TRUTH and two folders of predictions, or two states, got ${paths.length} paths`,
    );
  }
  if (options.pairs !== undefined) {
    throw new UsageError(
      "--pairs names the files of one model: score each with --pairs and --state, and compare the two states",
    );
  }
  onInterruption(() => "interrupted before the first image was counted: nothing is written");
  const [truth, ...predictions] = paths;
  const classes = await readScoredClasses(options);
  const found = await findImages(
    truth,
    predictions,
    options,
    decodeOf(classes.decode, "groundTruth"),
    terminal,
  );
  const { images, models } = found;
  const job = await countJobOf(classes, images, options.keepGoing === true, options.placement);
  requireThresholds(options.failUnder, job.settings);
  const { scorers, failures, findings } = await scoreImages(found, job, options, terminal);
  const scored = scorers.map((scorer, i) => ({
    name: models[i] as string,
    scorer,
    findings: findings[i] ?? [],
  }));
  return {
    scored: asPair(scored),
    source: { files: images, models, job, classes, photos: options.images },
    failures,
  };
}
