import { DatasetError } from "../../../app/errors/problem.js";
import { type ImagePair, imagePairs } from "../../../app/detections/imagePairs.js";
import { imageFactsOf, scorerOptionsOf } from "../../../app/detections/scoredDetections.js";
import { conventionOfTruth } from "../../../app/detections/truthConvention.js";
import { MAX_SIDE } from "../../../app/view/smallMasks.js";
import { detectionPicture } from "../../../app/view/tasks/detectionPicture.js";
import { detectionView } from "../../../app/view/tasks/detectionView.js";
import type { TaskPicture } from "../../../app/view/tasks/taskPicture.js";
import { isMaskscoreError } from "../../../src/errors/problem.js";
import { imageSetOf } from "../../../src/run/imageSet.js";
import { DetectionScorer } from "../../../src/scorers/detectionScorer.js";
import type { DetectionsAsked, DetectionsTold } from "../counting/protocol.js";
import { photosOf, type ReadSides, readSides } from "./readDetections.js";

/** Between two answers a worker matches for so long. */
const STEP_MS = 100;

/** Intervals of more detections take more than a moment. */
const MOST_LEFT_OUT = 20_000;

/** The detections of a run, in the worker that read them: matched step by step, then told, and looked at. */
export class HeldDetections {
  readonly #sides: ReadSides;
  readonly #asked: DetectionsAsked;
  readonly #scorer: DetectionScorer;
  readonly #pairs: Iterator<ImagePair>;
  readonly #photos: ReadonlyMap<string, File>;
  #done = 0;
  #scoreThreshold: number | undefined;

  private constructor(asked: DetectionsAsked, sides: ReadSides) {
    this.#asked = asked;
    const { truth, found } = sides;
    const { name, because } = conventionOfTruth(truth);
    this.#sides = because === undefined ? sides : { ...sides, notes: [...sides.notes, `${because}.`] };
    this.#scorer = new DetectionScorer(scorerOptionsOf(truth, asked.task, { convention: name }));
    this.#pairs = imagePairs(truth, found, asked.task);
    this.#photos = photosOf([...asked.groundTruth, ...asked.prediction]);
  }

  /** @throws {DatasetError} a file is wrong */
  static async read(asked: DetectionsAsked): Promise<HeldDetections> {
    return new HeldDetections(asked, await readSides(asked.task, asked.groundTruth, asked.prediction));
  }

  get progress(): { readonly done: number; readonly total: number } {
    return { done: this.#done, total: this.#sides.truth.images.length };
  }

  /** @throws {DatasetError} an object or a detection is wrong */
  matchSome(): void {
    const scorer = this.#scorer;
    for (const start = performance.now(); performance.now() - start < STEP_MS;) {
      const next = this.#pairs.next();
      if (next.done === true) return;
      const { image, groundTruths, detections } = next.value;
      try {
        const facts = imageFactsOf(image, scorer.settings.convention);
        scorer.update(groundTruths, detections, { id: image.id, ...facts });
      } catch (cause) {
        if (!isMaskscoreError(cause) || cause instanceof DatasetError) throw cause;
        const got = `image ${JSON.stringify(image.id)}: ${cause.message}`;
        throw new DatasetError({ code: "json-file", file: this.#sides.found.file, got }, { cause });
      }
      this.#done++;
    }
  }

  tell(): DetectionsTold {
    const scorer = this.#scorer;
    const isSmall = this.#sides.found.records.length <= MOST_LEFT_OUT;
    const notes = isSmall
      ? []
      : ["So many detections have no interval here: the command's --ci 95 tells it."];
    const dataset = imageSetOf(this.#sides.truth.images.map(({ id }) => String(id)));
    const { name: model } = this.#asked;
    scorer.provenance = [{ model, expected: scorer.imageCount, isComplete: true, dataset }];
    return {
      view: detectionView(scorer, this.#asked.name, isSmall ? { ci: 95 } : {}),
      state: scorer.toBytes(),
      notes: [...this.#sides.notes, ...notes],
    };
  }

  /** @throws there is no such image, or nobody tells its size */
  async look(id: string, about: string): Promise<TaskPicture> {
    const { truth, found } = this.#sides;
    const image = truth.images.find((one) => String(one.id) === id);
    const [pair] = image === undefined ? [] : imagePairs(truth, found, this.#asked.task, new Set([image]));
    if (pair === undefined) throw new Error(`${id} is no image of this run`);
    this.#scoreThreshold ??= this.#scorer.confusion().scoreThreshold;
    const picture = detectionPicture({
      id,
      about,
      settings: this.#scorer.settings,
      pair,
      scoreThreshold: this.#scoreThreshold,
      photo: await this.#photoOf(id, image?.fileName),
    });
    if (picture === undefined) throw new Error(`nothing says how large image ${id} is`);
    return picture;
  }

  /** Made small, as the command does; what cannot be decoded is no photo. */
  async #photoOf(id: string, fileName: string | undefined): Promise<string | undefined> {
    const stem = fileName?.replace(/\.[^./]+$/, "");
    const names = [stem, stem?.split("/").at(-1), id].filter((name) => name !== undefined);
    const file = names.map((name) => this.#photos.get(name)).find((one) => one !== undefined);
    if (file === undefined) return undefined;
    const bitmap = await createImageBitmap(file).catch(() => undefined);
    if (bitmap === undefined) return undefined;
    const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale));
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return asDataUri(await canvas.convertToBlob({ type: "image/jpeg", quality: 0.7 }));
  }
}

async function asDataUri(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:${blob.type};base64,${btoa(binary)}`;
}
