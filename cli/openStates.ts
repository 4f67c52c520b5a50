import { createHash } from "node:crypto";
import { confusionMeasure } from "../src/measures/confusion/confusionMeasure.js";
import type { ScorerSettings } from "../src/measures/confusion/settings.js";
import type { MeasuredImage } from "../src/measures/measure.js";
import { duplicateIds, settingsDiffer } from "../src/errors/runs.js";
import { mergeStates } from "../src/run/mergeStates.js";
import { hex } from "../src/run/sha256.js";
import { type ByteSource, SourceReader } from "../src/run/sourceReader.js";
import {
  DIGEST_BYTES,
  openBody,
  type OpenedState,
  readVersion,
  requireDigest,
} from "../src/run/stateBytes.js";
import type { ConfusionMatrix } from "../src/types.js";
import { PathBytes } from "./inputs/pathBytes.js";
import { letSignalsIn } from "./interruption.js";
import type { MergedStates } from "./mergedStates.js";
import { namingState, readStateBytes, type StateBytes } from "./stateFile.js";

/** A state of overlap, whose images are not held. */
export type OverlapState = OpenedState<ScorerSettings, ConfusionMatrix>;

/** A state where it lies: only what came through a pipe, and does not come again, is in memory. */
export interface StateSource {
  readonly path: string;
  readonly source: ByteSource;
}

/** @throws {DataError} it cannot be read */
export async function stateSource(path: string): Promise<StateSource> {
  return { path, source: PathBytes.of(path) ?? heldSource((await readStateBytes(path)).bytes) };
}

/** All of it. @throws {DataError} it cannot be read, or is too large */
export async function heldBytes({ path, source }: StateSource): Promise<StateBytes> {
  return source instanceof PathBytes ? readStateBytes(path) : { path, bytes: source.read(0, source.length) };
}

function heldSource(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

/** What all states together may have in memory at a time, and what each has at least. */
const ALL_PIECES_BYTES = 2 ** 24;
const FEWEST_BYTES = 2 ** 13;
const MOST_BYTES = 2 ** 18;

/**
 * The shards of a run as the state that they are together. Each is looked at as a whole before anything in it is believed,
 * and its images are read then, when they are asked for.
 *
 * @param states what each is held to
 * @throws {DataError} one is no state of overlap, is damaged, has other settings, or does not fit; also when images are read
 */
export async function openMerged(
  first: StateSource,
  paths: readonly string[],
  states: MergedStates,
): Promise<OverlapState> {
  const pieceBytes = Math.min(MOST_BYTES, Math.max(FEWEST_BYTES, ALL_PIECES_BYTES / paths.length));
  const opened: OverlapState[] = [];
  for (const [i, path] of paths.entries()) {
    const state = await openState(i === 0 ? first : await stateSource(path), pieceBytes);
    states.add(path, state);
    const settings = opened[0]?.settings ?? state.settings;
    const difference = confusionMeasure.settingsDifference(settings, state.settings);
    namingState(path, () => {
      if (difference !== undefined) throw settingsDiffer("scorers", difference);
    });
    opened.push({ ...state, images: namingImages(path, state.images) });
  }
  const merged = mergeStates(confusionMeasure, opened, (id, index) => {
    return namingState(paths[index] as string, () => {
      throw duplicateIds([id]);
    });
  });
  return { ...merged, images: namingImages("merged", merged.images) };
}

async function openState({ path, source }: StateSource, pieceBytes: number): Promise<OverlapState> {
  const bodyLength = Math.max(0, source.length - DIGEST_BYTES);
  const body: ByteSource = { length: bodyLength, read: (start, end) => source.read(start, end) };
  const reader = new SourceReader(body, pieceBytes);
  const version = namingState(path, () => readVersion(reader));
  const hash = createHash("sha256");
  for (let start = 0; start < bodyLength; start += MOST_BYTES) {
    hash.update(body.read(start, Math.min(bodyLength, start + MOST_BYTES)));
    await letSignalsIn();
  }
  const seal = source.read(bodyLength, source.length);
  return namingState(path, () => {
    requireDigest(hash.digest("hex"), hex(seal), "bytes");
    return openBody(confusionMeasure, reader, version);
  });
}

function* namingImages<Row>(
  path: string,
  images: Iterable<MeasuredImage<Row>>,
): Generator<MeasuredImage<Row>, void> {
  const each = images[Symbol.iterator]();
  for (;;) {
    const next = namingState(path, () => each.next());
    if (next.done === true) return;
    yield next.value;
  }
}
