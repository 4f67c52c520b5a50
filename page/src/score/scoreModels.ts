import type { Remedy } from "../../../app/errors/problem.js";
import { lowBitsText } from "../../../app/formats/lowBits.js";
import { wordsOf } from "../../../app/errors/words.js";
import { paletteFor } from "../../../app/view/displayColours.js";
import { besideOneAnother } from "../../../app/view/joinRuns.js";
import { findingsOf, type ImageNote, type RunFinding } from "../../../app/view/runFindings.js";
import type { FailedFile, RunView } from "../../../app/view/runView.js";
import { pixelsIn } from "../../../src/counting/entries.js";
import { optionsOf } from "../../../src/measures/confusion/settings.js";
import { imageSetOf } from "../../../src/run/imageSet.js";
import type { FailedImage } from "../../../src/run/provenance.js";
import { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";
import type { CountJob, Failure } from "../../../app/job/countImage.js";
import { askOfEach, pageWorkers } from "../counting/workers.js";
import { BitsOfRun } from "./bitsOfRun.js";
import type { Choices } from "./choices.js";
import { NothingScored } from "./nothingScored.js";
import { PAGE } from "./pageWords.js";
import { modelNamesOf, pairOf, type RunImage, type SideFiles } from "./pairs.js";
import { prepareSides } from "./prepareSides.js";
import { sameFilesFindings } from "./sameFiles.js";
import type { Board, Scored } from "./scored.js";

/**
 * Scores all models over the same images, in one pass: an image's truth is read once.
 *
 * @param tell how many images are done
 * @throws nothing can be scored: the error says why
 */
export async function scoreModels(
  groundTruth: SideFiles,
  predictions: readonly SideFiles[],
  chosen: Choices,
  signal: AbortSignal,
  tell: (done: number, total: number) => void,
): Promise<Board> {
  const { images, job, palette, detected, notes } = await prepareSides(
    groundTruth,
    predictions,
    chosen,
    signal,
  );
  const names = modelNamesOf(predictions);
  const pairs = names.map((_, model) => images.map((image) => pairOf(image, model)));
  const sameFiles: RunFinding[][] = [];
  for (const own of pairs) sameFiles.push(await sameFilesFindings(own, signal));
  const counted = await countImages(names, images, job, signal, tell);
  const { failures, elapsedMs } = counted;
  const models = await Promise.all(
    counted.models.map(async ({ name, scorer, notes: ofImages, pixelCount, countMs }, i): Promise<Scored> => {
      const run = await describe(name, scorer, signal);
      const found = [...(sameFiles[i] ?? []), ...findingsOf(ofImages, failures)];
      return {
        name,
        scorer,
        run: {
          ...run,
          models: run.models.map((model) => ({ ...model, findings: [...found, ...model.findings] })),
          failures,
          elapsedMs,
          palette: paletteFor(job.settings.numClasses, palette),
        },
        source: { job, byId: new Map((pairs[i] ?? []).map((pair) => [pair.id, pair])) },
        detected,
        notes,
        pixelCount,
        countMs,
      };
    }),
  );
  return {
    run: besideOneAnother(models.map(({ run }) => run)),
    models,
    source: { job, byId: new Map(images.map((image) => [image.id, image])) },
  };
}

interface CountedModel {
  readonly name: string;
  readonly scorer: SegmentationScorer;
  readonly notes: ImageNote[];
  pixelCount: number;
  /** Of counting alone, all threads together. */
  countMs: number;
}

async function countImages(
  names: readonly string[],
  images: readonly RunImage[],
  job: CountJob,
  signal: AbortSignal,
  tell: (done: number, total: number) => void,
): Promise<{
  readonly models: readonly CountedModel[];
  readonly failures: readonly FailedFile[];
  readonly elapsedMs: number;
}> {
  const models = names.map((name): CountedModel => {
    const scorer = new SegmentationScorer(optionsOf(job.settings));
    return { name, scorer, notes: [], pixelCount: 0, countMs: 0 };
  });
  const failures = new Map<string, FailedFile>();
  const cures = new Map<FailedFile, readonly Remedy[]>();
  const failed: FailedImage[] = [];
  const start = performance.now();
  let done = 0;
  tell(done, images.length);
  const bits = new BitsOfRun(images);
  await askOfEach(
    images,
    async ({ id, groundTruth, predictions }) => {
      const image = { groundTruth, predictions };
      const outcomes = await pageWorkers().ask("count", { job, image }, { signal, about: id });
      return Promise.all(outcomes.map((outcome) => bits.judged(outcome)));
    },
    (index, outcomes) => {
      const { id } = images[index] as RunImage;
      tell(++done, images.length);
      // A truth that is wrong fails once for every model.
      const wrong = new Map(
        outcomes.flatMap((outcome) => {
          if (!("failure" in outcome)) return [];
          const failure = failureOf(outcome.failure);
          cures.set(failure, outcome.failure.problem.cure ?? []);
          return [[`${failure.file}\n${failure.message}`, failure] as const];
        }),
      );
      for (const [key, failure] of wrong) {
        failures.set(key, failure);
        failed.push({ image: id, file: failure.file, code: failure.code });
      }
      // Models are only comparable over the same images: one that fails for one of them is left out for all.
      if (wrong.size > 0) return;
      outcomes.forEach((outcome, i) => {
        if (!("counts" in outcome)) return;
        const { counts, notes, countMs } = outcome;
        const model = models[i] as CountedModel;
        model.scorer.addCounts(counts, { id });
        model.notes.push(...notes.map((note) => ({ id, note })));
        model.pixelCount += pixelsIn(counts);
        model.countMs += countMs;
      });
    },
  );
  const sorted = [...failures.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  if (models[0]?.scorer.imageCount === 0) {
    const [first] = sorted as [FailedFile];
    throw new NothingScored(first, cures.get(first) ?? []);
  }
  const { lowBits } = job.decode;
  const reading = lowBits === undefined ? undefined : `low bits ${lowBitsText(lowBits)}`;
  const dataset = imageSetOf(images.map(({ id }) => id));
  for (const { name, scorer, notes } of models) {
    scorer.provenance = [
      { model: name, expected: images.length, isComplete: true, failures: failed, reading, dataset },
    ];
    notes.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
  return { models, failures: sorted, elapsedMs: performance.now() - start };
}

/** The file that is at fault, and what is wrong with it. */
function failureOf({ file, problem: wrong }: Failure): FailedFile {
  return { file: wrong.file ?? file, code: wrong.code, message: wordsOf(wrong, PAGE) };
}

/** Everything that is shown of a scorer. */
export function describe(name: string, scorer: SegmentationScorer, signal: AbortSignal): Promise<RunView> {
  return pageWorkers().ask("describe", { name, state: scorer.toBytes() }, { signal });
}
