import { CLASS_METRICS } from "../../core/classScores.js";
import { compareModels } from "../../scorer/compareModels.js";
import { describeRun, type NamedScorer } from "../describeRun.js";
import { DataError, UsageError } from "../exitCodes.js";
import { countJobOf } from "../inputs/countJob.js";
import { findImages } from "../inputs/findImages.js";
import { readScoredClasses } from "../inputs/scoredClasses.js";
import { exitCodeOf, requireOneOutput, writeReports } from "../outputs.js";
import type { PageSource } from "../page/pageSource.js";
import { scoreImages } from "../scoreImages.js";
import { readStates } from "../stateFile.js";
import type { Terminal } from "../terminal.js";
import type { ScoreOptions } from "./score.js";

/** maskscore compare TRUTH A B, or of two states: maskscore compare A B */
export async function compare(
  paths: readonly string[],
  options: ScoreOptions,
  terminal: Terminal,
): Promise<number> {
  const start = performance.now();
  requireOneOutput(options);
  const { scored, source, failures } =
    paths.length === 2
      ? { scored: asPair(await readStates(paths)), source: undefined, failures: [] }
      : await scoreBoth(paths, options, terminal);
  const [first, second] = scored;
  const [metric = "iou"] = options.metrics ?? CLASS_METRICS;
  let result;
  try {
    result = compareModels(first.scorer, second.scorer, {
      metric,
      level: (options.ci ?? 95) / 100,
      resamples: options.resamples,
      seed: options.seed,
    });
  } catch (cause) {
    throw new DataError(
      (cause as Error).message.replaceAll('"first"', first.name).replaceAll('"second"', second.name),
      {
        cause,
      },
    );
  }
  const comparison = { first: first.name, second: second.name, result };
  const run = describeRun(scored, options, { comparison, failures, elapsedMs: performance.now() - start });
  await writeReports(run, options, terminal);
  if (options.html !== undefined) {
    const { writePage } = await import("../page/writePage.js");
    await writePage(options.html, run, scored, source);
  }
  return exitCodeOf(run);
}

interface Both {
  readonly scored: readonly [NamedScorer, NamedScorer];
  readonly source: PageSource | undefined;
  readonly failures: readonly { readonly file: string; readonly message: string }[];
}

function asPair(scored: readonly NamedScorer[]): Both["scored"] {
  return [scored[0] as NamedScorer, scored[1] as NamedScorer];
}

async function scoreBoth(paths: readonly string[], options: ScoreOptions, terminal: Terminal): Promise<Both> {
  if (paths.length !== 3) {
    throw new UsageError(
      `compare takes TRUTH and two folders of predictions, or two states, got ${paths.length} paths`,
    );
  }
  const [truth, ...predictions] = paths;
  const classes = await readScoredClasses(options);
  const { images, models } = await findImages(truth, predictions, options, terminal);
  const job = countJobOf(classes, images);
  const { scorers, failures } = await scoreImages(images, 2, job, options, terminal);
  const scored = scorers.map((scorer, i) => ({ name: models[i] as string, scorer }));
  return {
    scored: asPair(scored),
    source: { files: images, models, job, classes, photos: options.images },
    failures,
  };
}
