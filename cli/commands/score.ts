import type { PlacementRule } from "../../app/job/alignPair.js";
import { partialFindings } from "../../app/view/partialWords.js";
import { decodeOf } from "../../app/job/runDecode.js";
import { describeRun } from "../describing/describeRun.js";
import { noteIntervals, requireThresholds, type TellOptions } from "../describing/tellOptions.js";
import { EXIT_SCORED, UsageError } from "../exitCodes.js";
import { countJobOf } from "../inputs/countJobOf.js";
import { findImages, type FindOptions } from "../inputs/findImages.js";
import { type ClassOptions, readScoredClasses } from "../inputs/readScoredClasses.js";
import { exitCodeOf, type OutputOptions, requireOutputs, writeReports } from "../outputs.js";
import { type RunOptions, scoreImages } from "../scoreImages.js";
import { onInterruption } from "../interruption.js";
import { askedTask } from "../tasks/askedTask.js";
import { requireNoTaskOptions, type TaskOptions } from "../tasks/taskOptions.js";
import type { Terminal } from "../terminal.js";

export interface ScoreOptions
  extends
    ClassOptions,
    FindOptions,
    RunOptions,
    TellOptions,
    OutputOptions,
    Pick<TaskOptions, "task" | "measures"> {
  /** Default: "check". */
  readonly placement?: PlacementRule | undefined;
  /** A folder of photos, for the page. */
  readonly images?: string | undefined;
}

/** maskscore score TRUTH PREDICTION... */
export async function score(
  truth: string | undefined,
  predictions: readonly string[],
  options: ScoreOptions,
  terminal: Terminal,
): Promise<number> {
  const start = performance.now();
  const task = await askedTask(options, truth, predictions[0], terminal);
  if (task !== undefined) {
    if (options.measures !== undefined) {
      throw new UsageError(`--task ${task} is one measure, and --measures several; leave one of them out`);
    }
    const { scoreTask } = await import("../tasks/loaded.js");
    return scoreTask(task, truth, predictions, options, terminal);
  }
  const { measures: asked, ...others } = options;
  if (asked !== undefined && asked.join() !== "iou") {
    const { scoreMeasures, scoreTask } = await import("../tasks/loaded.js");
    const [only] = asked;
    // One measure is a task as any other.
    return asked.length === 1 && only !== undefined && only !== "iou"
      ? scoreTask(only, truth, predictions, others, terminal)
      : scoreMeasures(asked, truth, predictions, options, terminal);
  }
  requireNoTaskOptions(others);
  onInterruption(() => "interrupted before the first image was counted: nothing is written");
  await requireOutputs(options);
  if (predictions.length > 1 && (options.state ?? options.resume) !== undefined) {
    throw new UsageError(
      "a state is of one model: score each in a run of its own with --state, then maskscore show",
    );
  }
  const classes = await readScoredClasses(options);
  const found = await findImages(
    truth,
    predictions,
    options,
    decodeOf(classes.decode, "groundTruth"),
    terminal,
  );
  const { images, all, models } = found;
  // A shard without images has the classes of the others.
  const job = await countJobOf(
    classes,
    images.length > 0 ? images : all,
    options.keepGoing === true,
    options.placement,
  );
  requireThresholds(options.failUnder, job.settings);
  const { scorers, failures, findings } = await scoreImages(found, job, options, terminal);
  if (images.length === 0) return EXIT_SCORED;
  const scored = scorers.map((scorer, i) => ({
    name: models[i] as string,
    scorer,
    findings: [...partialFindings(scorer, false), ...(findings[i] ?? [])],
  }));
  noteIntervals(scored, options, terminal);
  const run = await describeRun(scored, options, {
    failures,
    palette: classes.palette,
    elapsedMs: performance.now() - start,
  });
  await writeReports(run, options, terminal);
  if (options.html !== undefined) {
    const { writePage } = await import("../page/writePage.js");
    await writePage(options.html, run, {
      files: images,
      models,
      job,
      classes,
      photos: options.images,
    });
  }
  return exitCodeOf(run);
}
