import type { UnknownLabelTexts } from "../presets/presets.js";
import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import type { ConfusionMatrix } from "../../src/types.js";
import { DatasetError, type JobProblem } from "../errors/problem.js";
import type { PlacementRule } from "./alignPair.js";
import { countPair } from "./countPair.js";
import type { MaskPair, NamedMask } from "./maskPair.js";
import type { NodataChoice } from "./pairLabels.js";
import type { PairNote } from "./pairNotes.js";
import { decodeOf, type FileDecode, type RunDecode } from "./runDecode.js";

/** How every image of a run is counted: plain data, which can be posted to a worker. */
export interface CountJob {
  readonly settings: ScorerSettings;
  readonly decode: RunDecode;
  /** Whether masks that say where they lie must lie in one place. */
  readonly placement: PlacementRule;
  /** What labels are that a file names as no data; undefined where the user has not said. */
  readonly nodata: NodataChoice | undefined;
  /** What is said of labels that the data set does not have. */
  readonly unknownLabel: UnknownLabelTexts | undefined;
  /** Whether masks must hold 0 and one other value; undefined: what else they hold is told by the settings alone. */
  readonly isBinary?: boolean | undefined;
  /** Whether the masks told the number of classes, and nobody said it. */
  readonly areClassesGuessed?: boolean | undefined;
}

/** Where an image's masks are: its truth, and a prediction of each model. */
export interface MaskSources<Source> {
  readonly groundTruth: Source;
  readonly predictions: readonly Source[];
}

/**
 * Reads a mask from where it is.
 *
 * @throws {DatasetError} it cannot be read or is no mask
 */
export type ReadMask<Source> = (source: Source, decode: FileDecode) => NamedMask | Promise<NamedMask>;

/** A mask that cannot be scored, and why: data, which can come from a worker. */
export interface Failure {
  readonly file: string;
  readonly problem: JobProblem;
}

/** What is counted of a pair, and to be known of its files. */
export interface Counted {
  readonly counts: ConfusionMatrix;
  readonly notes: readonly PairNote[];
  /** What would be wrong with greys taken as they are stored, if those of other files had other numbers of bits. */
  readonly asStored: readonly JobProblem<"bits-unclear">[];
  /** How long counting took, without reading. */
  readonly countMs: number;
}

/** What came of one model's prediction for an image. */
export type Outcome = Counted | { readonly failure: Failure };

/**
 * Reads an image's truth, once, and its predictions, and counts each model's.
 *
 * @param nameOf what a source goes by in messages
 */
export async function countImage<Source>(
  job: CountJob,
  { groundTruth, predictions }: MaskSources<Source>,
  read: ReadMask<Source>,
  nameOf: (source: Source) => string,
): Promise<Outcome[]> {
  let truth: NamedMask;
  try {
    truth = await read(groundTruth, decodeOf(job.decode, "groundTruth"));
  } catch (error) {
    const failure = failureOf(error, nameOf(groundTruth));
    return predictions.map(() => ({ failure }));
  }
  const outcomes: Outcome[] = [];
  const decode = decodeOf(job.decode, "prediction");
  // One after the other: two masks are in memory, however many models there are.
  for (const source of predictions) {
    try {
      outcomes.push(countOne(job, truth, await read(source, decode)));
    } catch (error) {
      outcomes.push({ failure: failureOf(error, nameOf(source)) });
    }
  }
  return outcomes;
}

/**
 * Counts a pair that was read.
 *
 * @param onCounted told the pair as it was counted, on one grid
 * @throws {DatasetError} as countPair
 */
export function countOne(
  { settings, decode, placement, nodata, unknownLabel, isBinary, areClassesGuessed }: CountJob,
  truth: NamedMask,
  prediction: NamedMask,
  onCounted?: (aligned: MaskPair) => void,
): Counted {
  const notes: PairNote[] = [];
  const onNote = (note: PairNote): void => {
    notes.push(note);
  };
  const asStored: JobProblem<"bits-unclear">[] = [];
  const start = performance.now();
  const pair = { groundTruth: truth, prediction };
  const counts = countPair(settings, pair, {
    placement,
    nodata,
    divide: decode.divide,
    resize: decode.resize,
    unknownLabel,
    isBinary,
    areClassesGuessed,
    onNote,
    onStoredBits: (problem) => asStored.push(problem),
    onCounted,
  });
  return { counts, notes, asStored, countMs: performance.now() - start };
}

/** Errors of data become failures; anything else is a fault of ours and goes on its way. */
function failureOf(error: unknown, file: string): Failure {
  if (error instanceof DatasetError) return { file, problem: error.problem };
  throw error;
}
