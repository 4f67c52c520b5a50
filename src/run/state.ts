import { notAState, stateVersion, wrongType, wrongValue } from "../errors/argument.js";
import { describe, shorten } from "../errors/describe.js";
import type { MeasuredImage, Measure } from "../measures/measure.js";
import { readInteger, readOptions } from "../reading/options.js";
import { readText, readWeight, requireUtf8 } from "./imageOptions.js";
import { compareImages } from "./imageOrder.js";
import { readParts, type RunPart } from "./provenance.js";

/** Everything a run knows. Images in canonical order; where they are not kept one, without id, that is their sum. */
export interface RunState<Settings, Row> {
  readonly settings: Settings;
  readonly provenance: readonly RunPart[];
  readonly images: readonly MeasuredImage<Row>[];
  /** Images counted. */
  readonly imageCount: number;
}

export const FORMAT = "maskscore-state";

/** Version 1 named no measure and no provenance. */
export const VERSION = 2;

/** What a state says of itself before its images, of whatever form: everything in it is yet to be checked. */
export interface StateHeader {
  readonly measure: unknown;
  readonly settings: unknown;
  readonly provenance: unknown;
  readonly imageCount: unknown;
}

/** An image of a state, not checked yet; its row's own keys come on top. */
export type SavedImage = Readonly<Record<string, unknown>>;

/** What version 1 left out of its header. */
export function headerOfVersion1(
  settings: unknown,
  imageCount: unknown,
  measure: { readonly name: string },
): StateHeader {
  return { measure: { name: measure.name, version: 1 }, settings, provenance: [], imageCount };
}

/** What a state says before its images, checked. */
export type StateHead<Settings> = Omit<RunState<Settings, never>, "images">;

/**
 * A state as it may stand in memory: the same checks whether it came as bytes or as JSON, for neither need be what was
 * written.
 *
 * @throws {TypeError | RangeError | Error} it is another measure's, of a later version, incomplete or impossible
 */
export function checkState<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  header: StateHeader,
  saved: Iterable<SavedImage>,
): RunState<Settings, Row> {
  const head = checkHead(measure, header);
  return { ...head, images: Array.from(checkImages(measure, head.settings, saved)) };
}

/** @throws {TypeError | RangeError | Error} it is another measure's, of a later version, incomplete or impossible */
export function checkHead<Settings, Row>(
  measure: Measure<Settings, Row>,
  header: StateHeader,
): StateHead<Settings> {
  requireMeasure(measure, header.measure);
  return {
    settings: readSettings(measure, header.settings),
    provenance: readParts(header.provenance, "state.provenance"),
    imageCount: readInteger(header.imageCount, "state.imageCount", 0, Number.MAX_SAFE_INTEGER),
  };
}

/**
 * One after the other, as they are asked for: the first that is wrong ends it, however many are said to follow.
 *
 * @throws {TypeError | RangeError} one is none of these settings, or out of order
 */
export function* checkImages<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  settings: Settings,
  saved: Iterable<SavedImage>,
): Generator<MeasuredImage<Row>, void> {
  let count = 0;
  let before: MeasuredImage<Row> | undefined;
  for (const one of saved) {
    const image = readImage(measure, settings, one, `state.images[${count}]`);
    const order = before === undefined ? -1 : compareImages(measure, before, image);
    if (order > 0 || (order === 0 && image.id !== undefined)) {
      throw wrongValue(
        `state.images[${count}].id`,
        "ids in ascending order, each once",
        describe(image.id ?? null),
      );
    }
    before = image;
    count++;
    yield image;
  }
}

/**
 * Asked of a state that is as it was written: then it was written wrongly.
 *
 * @param count how many images it has
 * @param last the last of them
 */
export function requireImageCount<Settings, Row>(
  measure: Measure<Settings, Row>,
  { settings, imageCount }: StateHead<Settings>,
  count: number,
  last: MeasuredImage<Row> | undefined,
): void {
  if (measure.keepsImages(settings)) {
    if (imageCount === count) return;
    throw wrongValue("state.imageCount", `${count}, as there are`, String(imageCount));
  }
  if (last?.id !== undefined || last?.weight !== 1 || count > 1) {
    throw wrongValue("state.images", "the sum of all images, and nothing else", `${count} images`);
  }
}

export function requireVersion(version: unknown): asserts version is 1 | 2 {
  if (version !== 1 && version !== VERSION) {
    throw stateVersion(
      "state.version",
      `1 or ${VERSION}`,
      describe(version),
      "read it with the version of maskscore that wrote it, or a later one",
    );
  }
}

function requireMeasure(measure: { readonly name: string; readonly version: number }, value: unknown): void {
  const { name, version } = readOptions(value ?? {}, ["name", "version"], "state.measure");
  if (name !== measure.name) {
    throw notAState(
      "state.measure.name",
      describe(measure.name),
      describe(name),
      "read it with the scorer of its own measure",
    );
  }
  if (!Number.isInteger(version) || (version as number) < 1 || (version as number) > measure.version) {
    throw stateVersion(
      "state.measure.version",
      measure.version === 1 ? "1" : `1 to ${measure.version}`,
      describe(version),
      "read it with the version of maskscore that wrote it, or a later one",
    );
  }
}

/** Settings are saved as they come out of their checks: what comes out otherwise was not saved so. */
function readSettings<Settings>(
  measure: Pick<Measure<Settings, unknown>, "settingsFromJson">,
  saved: unknown,
): Settings {
  const settings = measure.settingsFromJson(saved);
  for (const [key, value] of Object.entries(saved as object)) {
    const read = settings[key as keyof Settings];
    if (isSame(value, read)) continue;
    const expected = shorten(JSON.stringify(read), SHOWN_SETTING);
    throw wrongValue(`state.settings.${key}`, expected, value === undefined ? "nothing" : describe(value));
  }
  return settings;
}

const SHOWN_SETTING = 200;

/** Whether a value says what was made of it, no more and no less; looked at no deeper than that goes. */
function isSame(value: unknown, read: unknown): boolean {
  if (typeof read !== "object" || read === null) return value === read;
  if (typeof value !== "object" || value === null || Array.isArray(value) !== Array.isArray(read))
    return false;
  // JSON leaves out what is undefined.
  const [given, made] = [value, read].map((one) =>
    Object.entries(one).filter(([, part]) => part !== undefined),
  );
  return (
    given?.length === made?.length &&
    made?.every(([key, part], i) => given?.[i]?.[0] === key && isSame(given[i][1], part)) === true
  );
}

function readImage<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  settings: Settings,
  image: SavedImage,
  place: string,
): MeasuredImage<Row> {
  const { id, weight, cluster, ...saved } = image;
  if (id !== null && typeof id !== "string") {
    throw wrongType(`${place}.id`, "a string or null", describe(id));
  }
  if (typeof id === "string") requireUtf8(id, `${place}.id`);
  return {
    id: id ?? undefined,
    weight: readWeight(weight, `${place}.weight`),
    row: measure.rowFromJson({ id, weight, ...saved }, place, settings),
    ...(cluster === undefined ? {} : { cluster: readText(cluster, `${place}.cluster`) }),
  };
}
