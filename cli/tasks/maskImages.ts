import { DatasetError } from "../../app/errors/problem.js";
import type { Counted, CountJob } from "../../app/job/countImage.js";
import { decodeOf } from "../../app/job/runDecode.js";
import { findingsOf, type ImageNote, type RunFinding } from "../../app/view/runFindings.js";
import { classNamesOf } from "../../src/measures/confusion/settings.js";
import { describe } from "../../src/errors/describe.js";
import { UsageError } from "../exitCodes.js";
import { BitsOfRun } from "../inputs/bitsOfRun.js";
import { countJobOf } from "../inputs/countJobOf.js";
import { findImages, type FoundImages } from "../inputs/findImages.js";
import type { ImageFiles } from "../inputs/pairing.js";
import { readScoredClasses, type ScoredClasses } from "../inputs/readScoredClasses.js";
import type { Terminal } from "../terminal.js";
import type { MeasuredPair, TaskFailure } from "./measuring/measureJob.js";
import type { TaskOptions } from "./taskOptions.js";

/** Masks of a run, matched, and what their labels mean. */
export interface MaskImages {
  readonly found: FoundImages;
  readonly job: CountJob;
  readonly classNames: readonly string[];
  /** The class that is not scored. */
  readonly background: number;
  /** What of it changes labels, in words: states of another reading do not add up. */
  readonly reading: string | undefined;
  /**
   * Keeps what was seen in an image's files, a model each.
   *
   * @throws {DatasetError} they cannot be told beside those of the run
   */
  readonly look: (image: ImageFiles, counted: readonly Counted[]) => void;
  /** To be waited for before look. */
  readonly before: (models: readonly MeasuredPair[]) => Promise<void>;
  /** What was seen in the files of a model. */
  readonly findings: (model: number, failures: readonly TaskFailure[]) => readonly RunFinding[];
  readonly palette: ScoredClasses["palette"];
  /** Says what was seen in files, beside those that failed. */
  readonly tellNotes: (failures: readonly TaskFailure[]) => void;
}

/** @throws {UsageError | SettingsError | DataError | DatasetError} as the command without a task */
export async function maskImages(
  truth: string | undefined,
  predictions: readonly string[],
  options: TaskOptions,
  terminal: Terminal,
): Promise<MaskImages> {
  const classes = await readScoredClasses(options);
  const found = await findImages(
    truth,
    predictions,
    options,
    decodeOf(classes.decode, "groundTruth"),
    terminal,
  );
  const job = await countJobOf(
    classes,
    found.images.length > 0 ? found.images : found.all,
    options.keepGoing === true,
    options.placement,
  );
  const { settings } = job;
  const background = options.background ?? 0;
  if (background >= settings.numClasses) {
    throw new UsageError(
      `--background ${background} is no class: there are ${settings.numClasses}, from 0 on`,
    );
  }
  if (settings.excludeClasses.length > 0) {
    throw new UsageError(
      `${describe(options.classes)}: its excludeClasses are left out of no mean of this task; take them out of the file`,
    );
  }
  const bits = new BitsOfRun(found.all);
  const notes: (ImageNote & { readonly model: number })[] = [];
  return {
    found,
    job,
    classNames: classNamesOf(settings),
    background,
    reading: readingWords(job),
    before: (models) => bits.look(models.flatMap(({ counted }) => counted ?? [])),
    look(image, counted) {
      const outcomes = counted.map((one) => bits.judged(one));
      for (const outcome of outcomes) {
        if ("failure" in outcome) throw new DatasetError(outcome.failure.problem as DatasetError["problem"]);
      }
      (outcomes as readonly Counted[]).forEach(({ notes: own }, model) => {
        for (const note of own) notes.push({ id: image.id, note, model });
      });
    },
    findings: (model, failures) =>
      findingsOf(
        notes.filter((note) => note.model === model),
        failures,
      ),
    palette: classes.palette,
    tellNotes(failures) {
      for (const { severity, message } of findingsOf(notes, failures))
        terminal.note(`${severity}: ${message}`);
    },
  };
}

/** A scorer of components knows classes only: what became them is told beside. */
function readingWords({ settings, nodata, placement }: CountJob): string | undefined {
  const { ignoreIndex, labelMapping, threshold, voidPredictions, reading } = settings;
  const ignored = [ignoreIndex ?? []].flat();
  const words = [
    ignored.length === 0 ? undefined : `ignored labels ${ignored.join(", ")}`,
    labelMapping === null ? undefined : `labels mapped by ${JSON.stringify(labelMapping)}`,
    threshold === null ? undefined : `thresholds ${threshold.groundTruth} and ${threshold.prediction}`,
    voidPredictions === "miss" ? "void predictions are misses" : undefined,
    nodata === undefined ? undefined : `no data is ${nodata}`,
    placement === "ignore" ? "places ignored" : undefined,
    reading ?? undefined,
  ].filter((text) => text !== undefined);
  return words.length === 0 ? undefined : words.join("; ");
}
