import { notAState, wrongType, wrongValue } from "../errors/argument.js";
import { isMaskscoreError } from "../errors/problem.js";
import { stateDamaged } from "../errors/runs.js";
import { describe } from "../errors/describe.js";
import type { MeasuredImage, Measure } from "../measures/measure.js";
import { typedArrayName } from "../reading/typedArray.js";
import { ByteReader, ByteWriter } from "./byteStream.js";
import { hex, sha256 } from "./sha256.js";
import { requireKeepable } from "./limits.js";
import {
  checkHead,
  checkImages,
  FORMAT,
  headerOfVersion1,
  requireImageCount,
  requireVersion,
  type RunState,
  type SavedImage,
  type StateHead,
  type StateHeader,
  VERSION,
} from "./state.js";

/** Of the SHA-256 that a state ends with. */
export const DIGEST_BYTES = 32;

/** An image's first number: 1 where it has an id, twice the measure's layout of its row, and 64 where it has a cluster. */
const HAS_ID = 1;
const LAYOUTS = 2;
const HAS_CLUSTER = 64;

/**
 * The binary form:
 *
 *     text      "maskscore-state"
 *     integer   2, the version
 *     text      JSON of measure (name, version), settings and provenance
 *     integer   images counted
 *     integer   images that follow: as many; one, their sum, where they are not kept
 *     each      its length in bytes, then: integer 1 where it has an id + 2 * layout + 64 where it has a cluster; the id, a
 *               text; the weight, a float; the cluster, a text; the row, as its measure writes it
 *     32 bytes  SHA-256 of all that
 *
 * Numbers are written as in ByteWriter. Images are in canonical order, and each says how long it is: states can be merged
 * image by image, with one of each state in memory, by who knows nothing of rows but how to add them. Equal states give
 * equal bytes.
 */
export function stateToBytes<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  state: RunState<Settings, Row>,
): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  for (const piece of bodyPieces(measure, state, state.images.length, state.images)) writer.raw(piece);
  writer.raw(sha256(writer.written));
  return writer.bytes();
}

/** Written at once. */
const PIECE_BYTES = 2 ** 16;

/**
 * What toBytes gives up to the digest, piece by piece, so that images need not be held.
 *
 * @param written how many images are
 * @param images in canonical order
 * @returns views, each good until the next is asked for
 */
export function* bodyPieces<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  { settings, provenance, imageCount }: StateHead<Settings>,
  written: number,
  images: Iterable<MeasuredImage<Row>>,
): Generator<Uint8Array, void> {
  const writer = new ByteWriter();
  writer.text(FORMAT);
  writer.integer(VERSION);
  writer.text(headerText(measure, { settings, provenance }, VERSION));
  writer.integer(imageCount);
  writer.integer(written);
  const record = new ByteWriter();
  for (const image of images) {
    record.clear();
    writeImage(measure, image, record);
    writer.block(record.written);
    if (writer.written.length < PIECE_BYTES) continue;
    yield writer.written;
    writer.clear();
  }
  yield writer.written;
}

/** What a state measures, by its beginning, nothing of which is checked; undefined of version 1, and of what is no state. */
export function measureNameOf(reader: ByteReader): string | undefined {
  try {
    if (reader.text() !== FORMAT) return undefined;
    reader.integer();
    const { measure } = JSON.parse(reader.text()) as { readonly measure?: { readonly name?: unknown } };
    return typeof measure?.name === "string" ? measure.name : undefined;
  } catch {
    return undefined;
  }
}

function headerText<Settings, Row>(
  measure: Pick<Measure<Settings, Row>, "name" | "version" | "settingsToJson">,
  { settings, provenance }: Pick<RunState<Settings, Row>, "settings" | "provenance">,
  version: 1 | 2,
): string {
  const saved = measure.settingsToJson(settings);
  if (version === 1) return JSON.stringify(saved);
  const { name } = measure;
  return JSON.stringify({ measure: { name, version: measure.version }, settings: saved, provenance });
}

/**
 * SHA-256, in hex, of what was counted: settings and images, and not where they come from. Of the measure of version 1, that
 * of the body which version 1 wrote.
 */
export function contentDigest<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  { settings, images, imageCount }: RunState<Settings, Row>,
): string {
  const writer = new ByteWriter();
  writer.text(measure.isOfVersion1 ? FORMAT : `${FORMAT}: ${measure.name}`);
  writer.integer(1);
  writer.text(JSON.stringify(measure.settingsToJson(settings)));
  writer.integer(imageCount);
  writer.integer(images.length);
  for (const image of images) writeImage(measure, image, writer);
  return hex(sha256(writer.written));
}

/** SHA-256, in hex, of all that the state says: what its bytes end with. */
export function sealOf<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  state: RunState<Settings, Row>,
): string {
  return hex(stateToBytes(measure, state).subarray(-DIGEST_BYTES));
}

function writeImage<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  { id, weight, cluster, row }: MeasuredImage<Row>,
  writer: ByteWriter,
): void {
  const isClustered = cluster === undefined ? 0 : HAS_CLUSTER;
  writer.integer((id === undefined ? 0 : HAS_ID) + LAYOUTS * measure.layoutOf(row) + isClustered);
  if (id !== undefined) writer.text(id);
  writer.float(weight);
  if (cluster !== undefined) writer.text(cluster);
  measure.write(row, writer);
}

/** @throws {TypeError | RangeError | Error} no state, one of a later version, truncated, impossible, or changed since it was written */
export function stateFromBytes<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  bytes: unknown,
): RunState<Settings, Row> {
  if (typedArrayName(bytes) !== "Uint8Array") {
    throw wrongType("bytes", "a Uint8Array", describe(bytes));
  }
  const all = bytes as Uint8Array;
  const body = all.subarray(0, Math.max(0, all.length - DIGEST_BYTES));
  const reader = new ByteReader(body);
  const version = readVersion(reader);
  requireDigest(hex(sha256(body)), hex(all.subarray(body.length)), "bytes");
  const { images, ...head } = openBody(measure, reader, version);
  if (measure.keepsImages(head.settings)) requireKeepable(head.imageCount);
  return { ...head, images: Array.from(images) };
}

/** A state whose images are read, and checked, one by one as they are asked for, once. */
export interface OpenedState<Settings, Row> extends StateHead<Settings> {
  readonly images: Iterable<MeasuredImage<Row>>;
}

/**
 * Reads on from a state's version. Its digest was compared before; but whoever knows how to compute one may have written
 * anything, so everything is checked.
 *
 * @throws {TypeError | RangeError | Error} it is another measure's, or impossible: also when its images are read
 */
export function openBody<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  reader: ByteReader,
  version: 1 | 2,
): OpenedState<Settings, Row> {
  const { text, header } = asWritten(() => readHeader(measure, reader, version));
  const head = checkHead(measure, header);
  if (text !== headerText(measure, head, version)) {
    throw wrongValue("bytes", WRITTEN, "a header that says the same otherwise, or more");
  }
  return { ...head, images: checkedImages(measure, head, readImages(measure, reader, version)) };
}

function* checkedImages<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  head: StateHead<Settings>,
  saved: Iterable<SavedImage>,
): Generator<MeasuredImage<Row>, void> {
  let count = 0;
  let last: MeasuredImage<Row> | undefined;
  for (const image of checkImages(measure, head.settings, saved)) {
    count++;
    last = image;
    yield image;
  }
  requireImageCount(measure, head, count, last);
}

/** @throws {TypeError | RangeError | Error} it is no state, or of a later version */
export function readVersion(reader: ByteReader): 1 | 2 {
  try {
    if (reader.text() !== FORMAT) throw new Error("it begins otherwise");
    const version: unknown = reader.integer();
    requireVersion(version);
    return version;
  } catch (cause) {
    if (isMaskscoreError(cause)) throw cause;
    throw notAState("bytes", "the state of a scorer", "something else, or its first bytes only", undefined, {
      cause,
    });
  }
}

/** What reading images takes of a measure. */
type RowSource = Pick<Measure<unknown, unknown>, "name" | "read">;

const WRITTEN = "a state as toBytes() writes it";

function readHeader(
  measure: RowSource,
  reader: ByteReader,
  version: 1 | 2,
): { readonly text: string; readonly header: StateHeader } {
  const text = reader.text();
  const json = readJson(text);
  const imageCount = reader.integer();
  const header =
    version === 1 ? headerOfVersion1(json, imageCount, measure) : { ...(json as StateHeader), imageCount };
  return { text, header };
}

function* readImages(measure: RowSource, reader: ByteReader, version: 1 | 2): Iterable<SavedImage> {
  for (let left = asWritten(() => reader.integer()); left > 0; left--) {
    yield asWritten(() => (version === 1 ? readImage(measure, reader) : readRecord(measure, reader.block())));
  }
  asWritten(() => {
    reader.end();
  });
}

/** What bytes are read by says only what is wrong with them. */
function asWritten<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw wrongValue("bytes", WRITTEN, (cause as Error).message, undefined, { cause });
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RangeError("a header that is no JSON", { cause });
  }
}

function readRecord(measure: RowSource, bytes: Uint8Array): SavedImage {
  const reader = new ByteReader(bytes);
  const image = readImage(measure, reader);
  reader.end();
  return image;
}

function readImage(measure: RowSource, reader: ByteReader): SavedImage {
  const first = reader.integer();
  const isClustered = first >= HAS_CLUSTER;
  const id = first % LAYOUTS === HAS_ID ? reader.text() : null;
  const weight = reader.float();
  const cluster = isClustered ? { cluster: reader.text() } : {};
  const layout = Math.floor((first - (isClustered ? HAS_CLUSTER : 0)) / LAYOUTS);
  return { id, weight, ...cluster, ...measure.read(reader, layout) };
}

export function requireDigest(got: string, claimed: unknown, argument: string): void {
  if (got !== claimed) throw stateDamaged(argument);
}
