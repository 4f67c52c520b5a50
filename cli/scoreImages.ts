import { availableParallelism } from "node:os";
import { existsSync } from "node:fs";
import { entriesOf } from "../src/counting/entries.js";
import { sentenceOf } from "../app/errors/words.js";
import type { FailedFile } from "../app/view/runView.js";
import { describe, listNames } from "../src/errors/describe.js";
import type { ConfusionMatrix } from "../src/types.js";
import { SegmentationScorer } from "../src/scorers/segmentationScorer.js";
import { findingsOf, type ImageNote, type RunFinding } from "../app/view/runFindings.js";
import { optionsOf } from "../src/measures/confusion/settings.js";
import { imageSetOf } from "../src/run/imageSet.js";
import type { RunPartOptions } from "../src/run/provenance.js";
import { lowBitsText } from "../app/formats/lowBits.js";
import { BitsOfRun } from "./inputs/bitsOfRun.js";
import { Checkpoint } from "./checkpoint.js";
import { countAll } from "./counting/countAll.js";
import type { CountJob, Failure, Outcome } from "../app/job/countImage.js";
import { doMaskTask } from "./counting/doMaskTask.js";
import { DataError } from "./exitCodes.js";
import { withCheckedCures } from "./inputs/checkedCures.js";
import { assignClusters, type ClusterOptions, readClusterRule } from "./inputs/clusterRule.js";
import type { FoundImages } from "./inputs/findImages.js";
import type { ImageFiles } from "./inputs/pairing.js";
import { sameFilesFindings } from "./inputs/sameFiles.js";
import { nameAsText } from "./inputs/undecodedName.js";
import { letSignalsIn, onInterruption } from "./interruption.js";
import { startProgress } from "./progress.js";
import { readState, stateOutput } from "./stateFile.js";
import type { Terminal } from "./terminal.js";
import { COMMAND } from "./commandWords.js";

export interface RunOptions extends ClusterOptions {
  /** Default: as many as the machine has. */
  readonly threads?: number | undefined;
  readonly quiet?: boolean | undefined;
  /** Score the others where a file is wrong. */
  readonly keepGoing?: boolean | undefined;
  /** Where the state is kept; only with one model. */
  readonly state?: string | undefined;
  /** A state to go on from, and to keep up, where it exists. */
  readonly resume?: string | undefined;
}

export interface ScoredImages {
  /** One a model. */
  readonly scorers: readonly SegmentationScorer[];
  readonly failures: readonly FailedFile[];
  /** What was seen in the files of each model. */
  readonly findings: readonly (readonly RunFinding[])[];
}

/** So many images of a state are counted again before a run goes on from it. */
const CHECKED_IMAGES = 3;

/**
 * Counts every image for every model. Where a signal ends the command meanwhile, the state, if one is kept, is written.
 *
 * @throws {DataError} a file is wrong, and keepGoing is not set: that of the first image, whatever the threads did
 */
export async function scoreImages(
  { images, all, models, shard }: FoundImages,
  job: CountJob,
  options: RunOptions,
  terminal: Terminal,
): Promise<ScoredImages> {
  const statePath = options.state ?? options.resume;
  const scorers = models.map(() => new SegmentationScorer(optionsOf(job.settings)));
  const [first] = scorers as [SegmentationScorer];
  const stateFile = statePath === undefined ? undefined : stateOutput(statePath);
  if (options.resume !== undefined) await goOnFrom(options.resume, first, images, job, terminal);
  const clusters = await readClusterRule(options, images);
  // Before any work: one may be of none.
  for (const { id } of images) clusters?.clusterOf(id);
  if (options.resume !== undefined && clusters !== undefined) assignClusters([first], clusters);
  const known = new Set(options.resume === undefined ? [] : first.countedImages("--resume").images.ids);
  const left = images.filter(({ id }) => !known.has(id));
  const failures: (Failure & { readonly index: number })[] = [];
  const progress = startProgress("scoring", images.length, options.quiet === true);
  const part = {
    shard,
    expected: images.length,
    ...readingOf(job),
    dataset: imageSetOf(all.map(({ id }) => id)),
  };
  const checkpoint = new Checkpoint(stateFile, first, (isComplete) => ({
    model: models[0],
    ...part,
    isComplete,
    failures: failures.map(({ index, file, problem }) => ({
      image: (left[index] as ImageFiles).id,
      file: nameAsText(file),
      code: problem.code,
    })),
  }));
  const notes = scorers.map((): (ImageNote & { readonly index: number })[] => []);
  let done = known.size;
  onInterruption(() => {
    progress.end();
    return `interrupted after ${done} of ${images.length} images: ${checkpoint.farewell()}`;
  });
  try {
    const bits = new BitsOfRun(all);
    const threads = options.threads ?? availableParallelism();
    const look = (outcomes: readonly Outcome[]): Promise<void> => bits.look(outcomes);
    await countAll(left, job, threads, look, (index, counted) => {
      const image = left[index] as ImageFiles;
      const outcomes = counted.map((outcome) => bits.judged(outcome));
      const failed = outcomes.flatMap((outcome) =>
        "failure" in outcome ? [{ ...outcome.failure, index }] : [],
      );
      failures.push(...failed);
      // Models are only comparable over the same images: one that fails for one of them is left out for all.
      if (failed.length === 0) {
        outcomes.forEach((outcome, model) => {
          if (!("counts" in outcome)) return;
          scorers[model]?.addCounts(outcome.counts, { id: image.id, cluster: clusters?.clusterOf(image.id) });
          for (const note of outcome.notes) notes[model]?.push({ id: image.id, index, note });
        });
      }
      progress.advance(++done);
      return checkpoint.take() && (failures.length === 0 || options.keepGoing === true);
    });
  } finally {
    progress.end();
    // One that stopped at a file that is wrong may have come to its last image, too.
    checkpoint.end(done === images.length && (failures.length === 0 || options.keepGoing === true));
  }
  onInterruption(() => {
    const kept =
      stateFile?.isKept === true ? `maskscore show ${stateFile.path} makes them` : "nothing is kept";
    return `interrupted before the reports were made, after all ${images.length} images: ${kept}`;
  });
  await letSignalsIn();
  // The report says whose share it is.
  scorers.forEach((scorer, i) => {
    if (stateFile === undefined) scorer.provenance = [{ ...part, model: models[i], isComplete: true }];
  });
  failures.sort((a, b) => a.index - b.index);
  const [firstFailure] = failures;
  if (firstFailure !== undefined && (options.keepGoing !== true || first.imageCount === 0)) {
    const problem = await withCheckedCures(firstFailure.problem, images, job.decode, job.settings);
    const words = wordsOf({ ...firstFailure, problem });
    throw new DataError(options.keepGoing === true ? `no image could be scored: ${words}` : words);
  }
  // Outcomes come in any order.
  for (const own of notes) own.sort((a, b) => a.index - b.index);
  const failed = uniqueFailures(failures);
  for (const { severity, message } of findingsOf(
    notes.flat().sort((a, b) => a.index - b.index),
    failed,
  )) {
    terminal.note(`${severity}: ${message}`);
  }
  const sameFiles = await sameFilesFindings(images, models);
  return {
    scorers,
    failures: failed,
    findings: notes.map((own, i) => [...(sameFiles[i] ?? []), ...findingsOf(own, failed)]),
  };
}

/** A truth that is wrong fails once for every model. */
function uniqueFailures(failures: readonly Failure[]): FailedFile[] {
  return [
    ...new Map(
      failures.map((failure) => {
        const { file, problem } = failure;
        const message = wordsOf(failure);
        return [`${file}\n${message}`, { file, code: problem.code, message }] as const;
      }),
    ).values(),
  ];
}

function wordsOf({ problem }: Failure): string {
  return sentenceOf(problem, COMMAND);
}

/** What the state says of how files were read; as they are stored is what nothing need be said of. */
function readingOf({ decode: { lowBits } }: CountJob): Pick<RunPartOptions, "reading"> {
  return lowBits === undefined ? {} : { reading: `low bits ${lowBitsText(lowBits)}` };
}

/** Takes the images of a state over, after a look whether it is a state of these files. */
async function goOnFrom(
  path: string,
  scorer: SegmentationScorer,
  images: readonly ImageFiles[],
  job: CountJob,
  terminal: Terminal,
): Promise<void> {
  if (!existsSync(path)) {
    terminal.note(`${path} is not there yet: starting with the first image`);
    return;
  }
  const saved = await readState(path, optionsOf(job.settings));
  requireReading(path, saved, job);
  const byId = new Map(images.map((image) => [image.id, image]));
  const { ids, matrices } = saved.countedImages("--resume").images;
  const strangers = ids.filter((id) => id === undefined || !byId.has(id));
  if (strangers.length > 0) {
    throw new DataError(
      `${path}: it holds ${strangers.length} images that are not among these: ${listNames(strangers.map(String))}; it is the state of other folders, or of another shard`,
    );
  }
  const step = Math.max(1, Math.ceil(ids.length / CHECKED_IMAGES));
  for (let row = 0; row < ids.length; row += step) {
    const id = ids[row] as string;
    const [outcome] = await doMaskTask("countImage", { job, image: byId.get(id) as ImageFiles });
    const isSame =
      outcome !== undefined &&
      "counts" in outcome &&
      JSON.stringify(countsOf(outcome.counts)) === JSON.stringify(countsOf(matrices[row] as never));
    if (!isSame) {
      throw new DataError(
        `${path}: image ${describe(id)} was counted otherwise; the state is of other predictions, or the files have changed since: score them anew without --resume`,
      );
    }
  }
  scorer.merge(saved);
  terminal.note(`going on from ${path}: ${ids.length} of ${images.length} images are counted`);
}

const AS_STORED = "low bits raw";

/** @throws {DataError} files were read otherwise */
function requireReading(path: string, { provenance }: SegmentationScorer, job: CountJob): void {
  const { reading = AS_STORED } = readingOf(job);
  const other = provenance.find((part) => (part.reading ?? AS_STORED) !== reading);
  if (other === undefined) return;
  throw new DataError(
    `${path}: its images were counted with ${other.reading ?? AS_STORED}, and this run is to go on with ${reading}; score them anew without --resume`,
  );
}

function countsOf(matrix: ConfusionMatrix): unknown {
  return [[...entriesOf(matrix)], [...(matrix.voidPredictions ?? [])]];
}
