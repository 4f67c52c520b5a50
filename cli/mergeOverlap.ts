import { createHash } from "node:crypto";
import { CONVENTIONS } from "../src/measures/confusion/conventions/registry.js";
import { TotalOfRows } from "../src/measures/confusion/countedRows.js";
import { confusionMeasure } from "../src/measures/confusion/confusionMeasure.js";
import { optionsOf } from "../src/measures/confusion/settings.js";
import type { MeasuredImage } from "../src/measures/measure.js";
import { type ImageSet, lineOfId } from "../src/run/imageSet.js";
import { bodyPieces } from "../src/run/stateBytes.js";
import { SegmentationScorer } from "../src/scorers/segmentationScorer.js";
import type { ConfusionMatrix } from "../src/types.js";
import type { TellOptions } from "./describing/tellOptions.js";
import { clusterImages } from "./inputs/clusterRule.js";
import { letSignalsIn } from "./interruption.js";
import { imageSetOfScorer, type MergedStates } from "./mergedStates.js";
import type { OverlapState } from "./openStates.js";
import type { StateOutput } from "./stateFile.js";

/** Between two looks whether a signal came. */
const IMAGES_AT_ONCE = 4096;

/**
 * Reads merged states to their end, writes the state that they are, and gives a scorer that tells what was asked for. Images
 * are held only where something asks for them.
 *
 * @param note says what is to be noted, once it is known that nothing is missing and before anything is written
 * @throws {DataError} the states are damaged, do not fit or are not whole, or theirs cannot be written
 */
export async function mergeOverlap(
  merged: OverlapState,
  states: MergedStates,
  file: StateOutput | undefined,
  options: TellOptions,
  note: (words: readonly string[]) => void,
): Promise<SegmentationScorer> {
  const { settings } = merged;
  if (asksForImages(options) && settings.perImage) {
    const scorer = await heldScorer(merged);
    note(states.end(() => imageSetOfScorer(scorer)));
    await clusterImages([scorer], options);
    file?.write(scorer);
    return scorer;
  }
  const seen = new SeenImages(merged);
  const onWritten = (): void => {
    note(states.end(() => seen.imageSet()));
  };
  const written = settings.perImage ? merged.imageCount : 1;
  const body = bodyPieces(confusionMeasure, merged, written, seen.images());
  if (file !== undefined) await file.writePieces(body, onWritten);
  else {
    while (body.next().done !== true) await letSignalsIn();
    onWritten();
  }
  return seen.scorer();
}

/** Whether what is told needs more than sums. */
function asksForImages(options: TellOptions): boolean {
  const { ci, html, perImage, worst = 0, spread, cluster, convention = "dataset" } = options;
  return (
    ci !== undefined ||
    html !== undefined ||
    cluster !== undefined ||
    perImage === true ||
    spread === true ||
    worst > 0 ||
    CONVENTIONS.get(convention)?.needsImages === true
  );
}

async function heldScorer({ settings, images, provenance }: OverlapState): Promise<SegmentationScorer> {
  const held: MeasuredImage<ConfusionMatrix>[] = [];
  for (const image of images) {
    if (held.push(image) % IMAGES_AT_ONCE === 0) await letSignalsIn();
  }
  const scorer = new SegmentationScorer(optionsOf(settings)).addMeasured(held);
  scorer.provenance = provenance;
  return scorer;
}

/** Ids are hashed so many characters at a time. */
const HASHED = 2 ** 16;

/** What is kept of images that pass by: their sum, and the digest of their ids. */
class SeenImages {
  readonly #merged: OverlapState;
  readonly #total: TotalOfRows;
  readonly #hash = createHash("sha256");
  #lines = "";

  constructor(merged: OverlapState) {
    this.#merged = merged;
    this.#total = new TotalOfRows(merged.settings.numClasses);
  }

  *images(): Generator<MeasuredImage<ConfusionMatrix>, void> {
    for (const image of this.#merged.images) {
      this.#total.add(image);
      this.#lines += lineOfId(image.id ?? "");
      if (this.#lines.length > HASHED) this.#hashLines();
      yield image;
    }
    this.#hashLines();
  }

  /** Once all have passed; undefined where they are not kept apart. */
  imageSet(): ImageSet | undefined {
    const { settings, imageCount } = this.#merged;
    return settings.perImage ? { images: imageCount, digest: this.#hash.digest("hex") } : undefined;
  }

  /** Once all have passed. */
  scorer(): SegmentationScorer {
    const { settings, imageCount, provenance } = this.#merged;
    return SegmentationScorer.ofTotal(settings, this.#total.matrix(), imageCount, provenance);
  }

  #hashLines(): void {
    this.#hash.update(this.#lines);
    this.#lines = "";
  }
}
