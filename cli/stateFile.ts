import { createHash } from "node:crypto";
import { type BigIntStats, closeSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { partialFindings } from "../app/view/partialWords.js";
import { scorerWords } from "../app/errors/stateWords.js";
import { isMaskscoreError } from "../src/errors/problem.js";
import { SegmentationScorer } from "../src/scorers/segmentationScorer.js";
import { DIGEST_BYTES } from "../src/run/stateBytes.js";
import type { ScorerOptions } from "../src/measures/confusion/settings.js";
import type { NamedScorer } from "./describing/tellOptions.js";
import { DataError, UsageError } from "./exitCodes.js";
import { modelNames } from "./inputs/modelNames.js";
import { readBytes, unwrittenReason } from "./inputs/readBytes.js";
import { systemPath } from "./inputs/undecodedName.js";
import { letSignalsIn } from "./interruption.js";
import { fileTarget, type OutputTarget, STANDARD_OUTPUT } from "./outputTarget.js";
import { standardOutput } from "./standardStream.js";
import { removeAbandoned, syncFolder, WholeFile } from "./wholeFile.js";

/** What can be done with states that are too large to be kept in memory. */
const UNHELD_CURE =
  "maskscore merge adds states of overlap up, also a single one, and prints their scores without keeping their images, where nothing asks for these (--ci, --html, --worst, --per-image, --spread, --cluster, a convention that averages over images)";

/** What the library cannot know: how the command helps. */
const CURES: Readonly<Record<string, string>> = {
  "duplicate-id": "; merge each shard once",
  "too-many-images": `: ${UNHELD_CURE}`,
};

/** What a state is written of, whatever it measures. */
export interface SavedScorer {
  toBytes(): Uint8Array;
}

/** Where the state of a run goes. */
export interface StateOutput {
  /** As messages name it. */
  readonly path: string;
  /** Whether it can be replaced while the run goes on, and be gone on from. */
  readonly isKept: boolean;
  /** @throws {DataError} it cannot be written */
  write(scorer: SavedScorer): void;
  /**
   * What is made piece by piece.
   *
   * @param body a state up to its digest
   * @param onWritten asked when all is made: where it throws, no state is written
   * @throws {DataError} it cannot be written
   */
  writePieces(body: Iterable<Uint8Array>, onWritten: () => void): Promise<void>;
}

export function stateOutput(path: string): StateOutput {
  return path === STANDARD_OUTPUT ? PRINTED_STATE : new StateFile(path);
}

/** What a reader has taken cannot be replaced: it gets one state, when the run has come to its end, or nothing. */
const PRINTED_STATE: StateOutput = {
  path: "standard output",
  isKept: false,
  write(scorer) {
    standardOutput.write(scorer.toBytes());
  },
  async writePieces(body, onWritten) {
    const hash = createHash("sha256");
    const pieces: Uint8Array[] = [];
    for (const piece of body) {
      hash.update(piece);
      pieces.push(piece.slice());
      await letSignalsIn();
    }
    onWritten();
    for (const piece of [...pieces, hash.digest()]) standardOutput.write(piece);
  },
};

/** Another run keeps its state in the same file. */
export class StateTakenError extends DataError {}

/**
 * The file that a run keeps its state in. Whoever looks at it, at whatever moment and after whatever crash, finds the old
 * state or the new one, whole. What another run has written there meanwhile is not written over: there is no lock, which a
 * killed run would leave behind and which other machines might not see, but a look before every write.
 */
export class StateFile implements StateOutput {
  readonly path: string;
  readonly isKept = true;
  #known: BigIntStats | undefined;

  /** Made before the state to go on from is read: what is written from then on is another run's. */
  constructor(path: string) {
    this.path = path;
    this.#known = stampOf(path);
    removeAbandoned(dirname(path));
  }

  /**
   * At one go: between two images that take long each, a write in many steps would take as many images.
   *
   * @throws {DataError} it cannot be written
   * @throws {StateTakenError} another run has written it meanwhile
   */
  write(scorer: SavedScorer): void {
    this.#guarded(() => {
      this.#replace(fileTarget(this.path), scorer.toBytes());
    });
  }

  #replace(target: Extract<OutputTarget, { readonly kind: "file" }>, bytes: Uint8Array): void {
    const file = new WholeFile(target);
    try {
      file.write(bytes);
      this.#settle(file, bytes.length, bytes.subarray(-DIGEST_BYTES));
    } catch (error) {
      file.drop();
      throw error;
    }
    syncFolder(dirname(target.path));
  }

  /**
   * What is made piece by piece is in no memory as a whole.
   *
   * @throws {DataError} it cannot be written
   * @throws {StateTakenError} another run has written it meanwhile
   */
  async writePieces(body: Iterable<Uint8Array>, onWritten: () => void): Promise<void> {
    const target = this.#guarded(() => fileTarget(this.path));
    const file = this.#guarded(() => new WholeFile(target));
    try {
      const hash = createHash("sha256");
      let length = 0;
      for (const piece of body) {
        this.#guarded(() => {
          file.write(piece);
        });
        hash.update(piece);
        length += piece.length;
        await letSignalsIn();
      }
      const seal = hash.digest();
      onWritten();
      this.#guarded(() => {
        file.write(seal);
        this.#settle(file, length + seal.length, seal);
      });
    } catch (error) {
      file.drop();
      throw error;
    }
    syncFolder(dirname(target.path));
  }

  #settle(file: WholeFile, length: number, seal: Uint8Array): void {
    file.bringToDisk();
    // As late as can be.
    this.#requireOwn(length, seal);
    this.#known = file.takePlace();
  }

  #requireOwn(length: number, seal: Uint8Array): void {
    const found = stampOf(this.path);
    if (found === undefined || isSame(found, this.#known)) return;
    // Two runs of the same images come to the same bytes, and these to the same digest.
    if (found.size === BigInt(length) && endOf(this.path, length).equals(seal)) return;
    throw new StateTakenError(
      `${this.path}: another run has written its state here meanwhile, and that is kept; what this run counted is not: give each run a state of its own, or go on with --resume when the other one has ended`,
    );
  }

  #guarded<T>(write: () => T): T {
    try {
      return write();
    } catch (cause) {
      throw cause instanceof DataError ? cause : this.#unwritten(cause);
    }
  }

  #unwritten(cause: unknown): DataError {
    return new DataError(`${this.path}: the state cannot be written: ${unwrittenReason(cause)}`, { cause });
  }
}

function stampOf(path: string): BigIntStats | undefined {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats?.isFile() === true ? stats : undefined;
}

/** Its last bytes, as many as a digest has. */
function endOf(path: string, length: number): Buffer {
  const descriptor = openSync(path, "r");
  try {
    const end = Buffer.alloc(DIGEST_BYTES);
    readSync(descriptor, end, 0, DIGEST_BYTES, Math.max(0, length - DIGEST_BYTES));
    return end;
  } finally {
    closeSync(descriptor);
  }
}

function isSame(found: BigIntStats, known: BigIntStats | undefined): boolean {
  return (["dev", "ino", "size", "mtimeNs"] as const).every((key) => found[key] === known?.[key]);
}

/**
 * @param options settings that the state must have; whatever it has where left out
 * @throws {DataError} it cannot be read, is no state, is damaged, or has other settings
 */
export async function readState(path: string, options?: ScorerOptions): Promise<SegmentationScorer> {
  return scorerOf(await readStateBytes(path), options);
}

/** A state as it was read. */
export interface StateBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** @throws {DataError} it cannot be read */
export async function readStateBytes(path: string): Promise<StateBytes> {
  const { size } = statSync(systemPath(path), { throwIfNoEntry: false }) ?? { size: 0 };
  if (size > MAX_HELD_BYTES) {
    throw new DataError(`${path}: is larger than 2 GiB, and is not held in memory: ${UNHELD_CURE}`);
  }
  const bytes = await readBytes(path);
  await letSignalsIn();
  return { path, bytes };
}

/** What Node reads at once. */
const MAX_HELD_BYTES = 2 ** 31 - 1;

/** @throws {DataError} it is no state, is damaged, or has other settings */
export function scorerOf({ path, bytes }: StateBytes, options?: ScorerOptions): SegmentationScorer {
  return namingState(path, () => SegmentationScorer.fromBytes(bytes, options));
}

/** @throws {DataError} what the library finds wrong with a state, with its file; of ids that are there already, with the cure */
export function namingState<T>(path: string, use: () => T): T {
  try {
    return use();
  } catch (cause) {
    if (!isMaskscoreError(cause)) throw cause;
    throw new DataError(`${path}: ${scorerWords(cause.problem)}${CURES[cause.code] ?? ""}`, { cause });
  }
}

/**
 * States by what models are called.
 *
 * @param first the first of them, where it was read already: what came through a pipe does not come again
 */
export async function readStates(paths: readonly string[], first?: StateBytes): Promise<NamedScorer[]> {
  const names = modelNames(paths);
  const twin = paths.find((path, i) => paths.indexOf(path) !== i);
  if (twin !== undefined) throw new UsageError(`${twin} is named twice`);
  const states: NamedScorer[] = [];
  // One after the other: of many at once, which take long, signals would be heard after the last.
  for (const [i, path] of paths.entries()) {
    const scorer = i === 0 && first !== undefined ? scorerOf(first) : await readState(path);
    states.push({ name: names[i] as string, scorer, findings: partialFindings(scorer, true) });
  }
  return states;
}
