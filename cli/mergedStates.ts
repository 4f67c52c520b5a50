import { isMaskscoreError } from "../src/errors/problem.js";
import { listNames } from "../src/errors/describe.js";
import { type ImageSet, imageSetOf } from "../src/run/imageSet.js";
import type { RunPart } from "../src/run/provenance.js";
import { countText } from "../app/view/numberTexts.js";
import { DataError } from "./exitCodes.js";

/** What is asked of a state that is merged. */
interface Shard {
  readonly imageCount: number;
  readonly provenance: readonly RunPart[];
}

/** A part, and the file that it is in. */
interface FoundPart {
  readonly path: string;
  readonly part: RunPart;
}

/** Missing shards that a message names. */
const NAMED_SHARDS = 8;

/**
 * Holds states that are merged to what they say of themselves: shards of one run of one model, each once and to its end, that
 * together have the images of the data set.
 */
export class MergedStates {
  readonly #found: FoundPart[] = [];
  readonly #unproven: string[] = [];

  /** @param allowMissing what is missing is told of, and not refused */
  constructor(private readonly allowMissing: boolean) {}

  /**
   * Before it is merged with those before.
   *
   * @throws {DataError} it is a shard that is there already, or of another model or data set, or was read otherwise
   */
  add(path: string, { provenance, imageCount }: Shard): void {
    const isTold = provenance.length > 0 && provenance.every(({ isComplete }) => isComplete !== null);
    if (!isTold && imageCount > 0) this.#unproven.push(path);
    for (const part of provenance) {
      for (const before of this.#found) this.#requireFitting(path, part, before);
      this.#found.push({ path, part });
    }
  }

  #requireFitting(path: string, part: RunPart, before: FoundPart): void {
    const ours = before.part;
    if (isSameShard(part, ours)) {
      throw new DataError(
        `${path}: ${shardWords(part)} is in ${before.path} already; merge each shard once: of one that was run twice, the state of the run that came to its end`,
      );
    }
    if ((part.reading ?? "") !== (ours.reading ?? "")) {
      throw new DataError(
        `${path}: its files were read otherwise than those of ${before.path}: ${part.reading ?? "as they are stored"}, and not ${ours.reading ?? "as they are stored"}`,
      );
    }
    if (this.allowMissing) return;
    if (part.model !== null && ours.model !== null && part.model !== ours.model) {
      throw new DataError(
        `${path}: predictions of ${part.model}, and ${before.path} has those of ${ours.model}; maskscore compare sets models side by side, and --allow-missing adds them up all the same`,
      );
    }
    const isOther = (part.shard ?? ours.shard) !== null && part.dataset?.digest !== ours.dataset?.digest;
    if (isOther && part.dataset !== undefined && ours.dataset !== undefined) {
      throw new DataError(
        `${path}: a share of a data set of ${countText(part.dataset.images)} images, and ${before.path} is of another one of ${countText(ours.dataset.images)}; shards of one run list the same images`,
      );
    }
  }

  /**
   * After all are merged.
   *
   * @param imageSet of the images that they have; undefined where images are not kept
   * @returns what is to be noted
   * @throws {DataError} something is missing, by name, and that was not allowed; or the images are others than their runs had
   */
  end(imageSet: () => ImageSet | undefined): readonly string[] {
    const missing = [...this.#gaps(), ...this.#unfinished()];
    if (missing.length > 0 && !this.allowMissing) {
      throw new DataError(
        `these states are not a whole run: ${missing.join("; ")}; with --allow-missing what is there is merged, and every report says so`,
      );
    }
    if (missing.length === 0) this.#requireImages(imageSet);
    return this.#unproven.map(
      (path) =>
        `${path}: nothing in it says which images it was to have: whether any is missing is not known`,
    );
  }

  /** Shards that are not there, run by run. */
  #gaps(): string[] {
    const runs = new Map<string, RunPart[]>();
    for (const { part } of this.#found) {
      if (part.shard === null) continue;
      const key = JSON.stringify([part.model, part.shard.count, part.dataset?.digest]);
      runs.set(key, [...(runs.get(key) ?? []), part]);
    }
    return [...runs.values()].flatMap((parts) => {
      const [{ shard: first, dataset, model }] = parts as [RunPart, ...RunPart[]];
      const count = first?.count ?? 0;
      const indexes = new Set(parts.map(({ shard }) => shard?.index));
      const gaps = Array.from({ length: Math.min(count, indexes.size + NAMED_SHARDS + 1) }, (_, i) => i)
        .filter((index) => !indexes.has(index))
        .map((index) => `${index}/${count}`);
      const missingCount = count - indexes.size;
      const of = model === null ? "" : ` of ${model}`;
      if (missingCount > 0) {
        const named = gaps.slice(0, NAMED_SHARDS).join(", ");
        const more = missingCount > NAMED_SHARDS ? `, and ${missingCount - NAMED_SHARDS} more` : "";
        return [
          `${missingCount === 1 ? "shard" : "shards"} ${named}${more}${of} ${missingCount === 1 ? "is" : "are"} missing`,
        ];
      }
      const expected = parts.reduce((sum, part) => sum + (part.expected ?? 0), 0);
      if (dataset === undefined || expected === dataset.images) return [];
      return [`shards${of} have ${countText(expected)} of ${countText(dataset.images)} images`];
    });
  }

  /** Runs that stopped, or left images out. */
  #unfinished(): string[] {
    return this.#found.flatMap(({ path, part: { isComplete, failureCount, failures } }) => {
      if (isComplete === false)
        return [`${path} is of a run that did not come to its end: --resume ${path} does`];
      if (failureCount === 0) return [];
      const images = listNames([...new Set(failures.map(({ image }) => image))]);
      return [`in ${path} ${countText(failureCount)} failed: ${images}`];
    });
  }

  /** @throws {DataError} images were taken out, or put in, since the runs */
  #requireImages(imageSet: () => ImageSet | undefined): void {
    const parts = this.#found.map(({ part }) => part);
    const [first] = parts;
    const isOne = parts.every(
      ({ dataset }) => dataset !== undefined && dataset.digest === first?.dataset?.digest,
    );
    if (first?.dataset === undefined || !isOne || this.#unproven.length > 0) return;
    const found = imageSet();
    if (found === undefined || found.digest === first.dataset.digest) return;
    throw new DataError(
      `the states have ${countText(found.images)} images, and they are not the ${countText(first.dataset.images)} that their runs were to score; score the shards anew`,
    );
  }
}

/** The images that a scorer keeps; undefined where it keeps none. */
export function imageSetOfScorer(scorer: {
  readonly measuredImages: readonly { readonly id: string | undefined }[];
}): ImageSet | undefined {
  try {
    return imageSetOf(scorer.measuredImages.map(({ id }) => id ?? ""));
  } catch (error) {
    if (isMaskscoreError(error) && error.code === "needs-images") return undefined;
    throw error;
  }
}

function isSameShard(a: RunPart, b: RunPart): boolean {
  return (
    a.shard !== null &&
    a.shard.index === b.shard?.index &&
    a.shard.count === b.shard.count &&
    a.model === b.model &&
    a.dataset?.digest === b.dataset?.digest
  );
}

function shardWords({ shard, model }: RunPart): string {
  const of = model === null ? "" : ` of ${model}`;
  return `shard ${shard?.index ?? 0}/${shard?.count ?? 1}${of}`;
}
