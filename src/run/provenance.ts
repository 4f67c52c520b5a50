import { wrongType, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { deepFreeze, readBoolean, readInteger, readOptions } from "../reading/options.js";
import { readText } from "./imageOptions.js";
import type { ImageSet } from "./imageSet.js";

/** An image that was to be scored and could not be. */
export interface FailedImage {
  /** Its id. */
  readonly image: string;
  /** The file that is wrong. */
  readonly file: string;
  /** The reason, as a word. */
  readonly code: string;
}

/** One run of one model, or one shard of it: what a state holds images of. What nobody told is null. */
export interface RunPart {
  /** Whose predictions were scored. */
  readonly model: string | null;
  /** Which share of the run's images, from 0; null: all of them. */
  readonly shard: { readonly index: number; readonly count: number } | null;
  /** How many images were to be scored: those that are there and those that failed, once it is complete. */
  readonly expected: number | null;
  /** Whether it came to its end. */
  readonly isComplete: boolean | null;
  readonly failureCount: number;
  /** The first of them, by image and file; at most MAX_LISTED_FAILURES. */
  readonly failures: readonly FailedImage[];
  /** How its files were read where that was chosen, in words of who read them; not there where nothing was. */
  readonly reading?: string;
  /** All images of the run, of which a shard is a share; not there where nobody told. */
  readonly dataset?: ImageSet;
}

/** A state must not grow with what is wrong with a data set: the others are only counted. */
export const MAX_LISTED_FAILURES = 1000;

/** What is known of images that nothing was told of. */
export const UNKNOWN_PART: RunPart = Object.freeze({
  model: null,
  shard: null,
  expected: null,
  isComplete: null,
  failureCount: 0,
  failures: Object.freeze([]),
});

/** Of two runs. Of images that nothing was told of, beside others, it is kept that nothing was. */
export function mergeParts(
  ours: { readonly provenance: readonly RunPart[]; readonly imageCount: number },
  theirs: { readonly provenance: readonly RunPart[]; readonly imageCount: number },
  replace: boolean,
): readonly RunPart[] {
  const untold = [ours, theirs].filter(
    ({ provenance, imageCount }) => provenance.length === 0 && imageCount > 0,
  );
  if (ours.provenance.length + theirs.provenance.length === 0) return [];
  const known = new Set(replace ? ours.provenance.map((part) => JSON.stringify(part)) : []);
  const added = theirs.provenance.filter((part) => !known.has(JSON.stringify(part)));
  return joinParts([...ours.provenance, ...added, ...untold.map(() => UNKNOWN_PART)]);
}

/** Parts side by side in their one order; those that make up a whole run are that run. */
export function joinParts(parts: readonly RunPart[]): readonly RunPart[] {
  const shards = new Map<string, RunPart[]>();
  const joined: RunPart[] = [];
  for (const part of parts) {
    const key = JSON.stringify([part.model, part.shard?.count, part.reading, part.dataset?.digest]);
    if (part.shard === null || part.isComplete !== true || part.expected === null) joined.push(part);
    else shards.set(key, [...(shards.get(key) ?? []), part]);
  }
  for (const found of shards.values()) joined.push(...(isWhole(found) ? [wholeOf(found)] : found));
  // Of images that nothing was told of, once is enough to say so.
  const isUnknown = (part: RunPart): boolean => JSON.stringify(part) === JSON.stringify(UNKNOWN_PART);
  const known = joined.filter((part) => !isUnknown(part));
  if (known.length < joined.length) known.push(UNKNOWN_PART);
  return deepFreeze(known.sort(compareParts));
}

/** Whether each shard of a run is there, and none twice, and together they have its images. */
function isWhole(shards: readonly RunPart[]): boolean {
  const [{ shard: first, dataset }] = shards as readonly [RunPart];
  return (
    shards.length === first?.count &&
    new Set(shards.map(({ shard }) => shard?.index)).size === first.count &&
    (dataset === undefined || expectedOf(shards) === dataset.images)
  );
}

function expectedOf(parts: readonly RunPart[]): number {
  return parts.reduce((sum, { expected }) => sum + (expected ?? 0), 0);
}

function wholeOf(shards: readonly RunPart[]): RunPart {
  const [first] = shards as readonly [RunPart];
  return {
    model: first.model,
    shard: null,
    expected: expectedOf(shards),
    isComplete: true,
    failureCount: shards.reduce((sum, { failureCount }) => sum + failureCount, 0),
    failures: firstFailures(shards.flatMap(({ failures }) => failures)),
    ...toldOf(first.reading, first.dataset),
  };
}

function toldOf(
  reading: string | undefined,
  dataset: ImageSet | undefined,
): Pick<RunPart, "reading" | "dataset"> {
  return { ...(reading === undefined ? {} : { reading }), ...(dataset === undefined ? {} : { dataset }) };
}

function firstFailures(failures: readonly FailedImage[]): readonly FailedImage[] {
  return [...failures]
    .sort(
      (a, b) =>
        compareTexts(a.image, b.image) || compareTexts(a.file, b.file) || compareTexts(a.code, b.code),
    )
    .slice(0, MAX_LISTED_FAILURES);
}

function compareParts(a: RunPart, b: RunPart): number {
  return (
    compareTexts(a.model ?? "", b.model ?? "") ||
    (a.shard?.count ?? 0) - (b.shard?.count ?? 0) ||
    (a.shard?.index ?? 0) - (b.shard?.index ?? 0) ||
    compareTexts(JSON.stringify(a), JSON.stringify(b))
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A part as it is told: what is left out is not known, and no failures are none. */
export type RunPartOptions = { readonly [K in keyof RunPart]?: RunPart[K] | undefined };

const PART_KEYS = [
  "model",
  "shard",
  "expected",
  "isComplete",
  "failureCount",
  "failures",
  "reading",
  "dataset",
] as const;

/** @throws {TypeError | RangeError} something of it is of the wrong kind or impossible; the message names it by `place` */
export function readParts(value: unknown, place: string): readonly RunPart[] {
  return joinParts(Array.from(readArray(value, place), (part, i) => readPart(part, `${place}[${i}]`)));
}

function readPart(value: unknown, place: string): RunPart {
  const given = readOptions(value, PART_KEYS, place);
  const { model, shard, expected, isComplete, failureCount, reading, dataset } = given;
  const failures = Array.from(readArray(given.failures ?? [], `${place}.failures`), (failure, i) =>
    readFailure(failure, `${place}.failures[${i}]`),
  );
  return {
    model: optional(model, (name) => readText(name, `${place}.model`)),
    shard: optional(shard, (share) => readShare(share, `${place}.shard`)),
    expected: optional(expected, (count) => readInteger(count, `${place}.expected`, 0, MAX_COUNT)),
    isComplete: optional(isComplete, (is) => readBoolean(is, `${place}.isComplete`)),
    failureCount: readInteger(
      failureCount ?? failures.length,
      `${place}.failureCount`,
      failures.length,
      MAX_COUNT,
    ),
    failures: firstFailures(failures),
    ...toldOf(
      reading === undefined ? undefined : readText(reading, `${place}.reading`),
      dataset === undefined ? undefined : readImageSet(dataset, `${place}.dataset`),
    ),
  };
}

const MAX_COUNT = Number.MAX_SAFE_INTEGER;

function optional<T>(value: unknown, read: (value: unknown) => T): T | null {
  return value === undefined || value === null ? null : read(value);
}

function readShare(value: unknown, place: string): RunPart["shard"] {
  const given = readOptions(value, ["index", "count"], place);
  const count = readInteger(given.count, `${place}.count`, 1, MAX_COUNT);
  return { index: readInteger(given.index, `${place}.index`, 0, count - 1), count };
}

function readImageSet(value: unknown, place: string): ImageSet {
  const given = readOptions(value, ["images", "digest"], place);
  const digest = readText(given.digest, `${place}.digest`);
  if (!/^[0-9a-f]{64}$/.test(digest)) {
    throw wrongValue(
      `${place}.digest`,
      "64 digits and letters a to f, as imageSetOf gives",
      describe(digest),
    );
  }
  return { images: readInteger(given.images, `${place}.images`, 0, MAX_COUNT), digest };
}

function readFailure(value: unknown, place: string): FailedImage {
  const { image, file, code } = readOptions(value, ["image", "file", "code"], place);
  return {
    image: readText(image, `${place}.image`),
    file: readText(file, `${place}.file`),
    code: readText(code, `${place}.code`),
  };
}

function readArray(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrongType(place, "an array", describe(value));
  return value;
}
