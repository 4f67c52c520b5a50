import { notAState, wrongType } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { readOptions } from "../reading/options.js";
import type { Measure } from "../measures/measure.js";
import type { RunPart } from "./provenance.js";
import {
  checkState,
  FORMAT,
  headerOfVersion1,
  requireImageCount,
  requireVersion,
  type RunState,
  type SavedImage,
  VERSION,
} from "./state.js";
import { contentDigest, requireDigest, sealOf } from "./stateBytes.js";

/** A state as plain JSON. */
export interface RunStateJson<SettingsJson, RowJson> {
  readonly format: "maskscore-state";
  readonly version: number;
  /** What was counted of each image, and the version of what is kept of it. */
  readonly measure: { readonly name: string; readonly version: number };
  readonly settings: SettingsJson;
  /** Where the images come from, as far as it was told. */
  readonly provenance: readonly RunPart[];
  readonly imageCount: number;
  readonly images: readonly ({
    readonly id: string | null;
    readonly weight: number;
    readonly cluster?: string;
  } & RowJson)[];
  /** SHA-256, in hex, of settings and images: equal counts have equal digests. */
  readonly digest: string;
  /** SHA-256, in hex, of all that is above, by its binary form. */
  readonly seal: string;
}

export function stateToJson<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  state: RunState<Settings, Row>,
): RunStateJson<object, RowJson> {
  return {
    format: FORMAT,
    version: VERSION,
    measure: { name: measure.name, version: measure.version },
    settings: measure.settingsToJson(state.settings),
    provenance: state.provenance,
    imageCount: state.imageCount,
    images: state.images.map(({ id, weight, cluster, row }) => ({
      id: id ?? null,
      weight,
      ...(cluster === undefined ? {} : { cluster }),
      ...measure.rowToJson(row),
    })),
    digest: contentDigest(measure, state),
    seal: sealOf(measure, state),
  };
}

const KEYS_OF_VERSION_1 = ["format", "version", "settings", "imageCount", "images", "digest"] as const;
const KEYS = [...KEYS_OF_VERSION_1, "measure", "provenance", "seal"] as const;

/**
 * @param value what stateToJson gave, or its text
 * @throws {TypeError | RangeError | Error} no state, one of a later version, incomplete, impossible, or changed since it was written
 */
export function stateFromJson<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  value: unknown,
): RunState<Settings, Row> {
  const json = parse(value);
  if (json.format !== FORMAT) {
    throw notAState("state.format", `"${FORMAT}"`, describe(json.format));
  }
  const { version, settings, imageCount, images } = json;
  requireVersion(version);
  readOptions(json, version === 1 ? KEYS_OF_VERSION_1 : KEYS, "state");
  if (!Array.isArray(images)) {
    throw wrongType("state.images", "an array", describe(images), "the state is incomplete");
  }
  const header =
    version === 1
      ? headerOfVersion1(settings, imageCount, measure)
      : { measure: json.measure, settings, provenance: json.provenance, imageCount };
  const state = checkState(measure, header, savedImages(images));
  // A digest is of the binary form, which only a state that can be has.
  requireDigest(contentDigest(measure, state), json.digest, "state");
  if (version !== 1) requireDigest(sealOf(measure, state), json.seal, "state");
  requireImageCount(measure, state, state.images.length, state.images.at(-1));
  return state;
}

function* savedImages(images: Iterable<unknown>): Iterable<SavedImage> {
  for (const image of images) yield typeof image === "object" && image !== null ? (image as SavedImage) : {};
}

function parse(value: unknown): Partial<Record<keyof RunStateJson<unknown, unknown>, unknown>> {
  let json = value;
  if (typeof value === "string") {
    try {
      json = JSON.parse(value);
    } catch (cause) {
      throw notAState(
        "state",
        "JSON",
        `text that is none: ${(cause as Error).message}`,
        "it may be truncated",
        { cause },
      );
    }
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw wrongType("state", "what toJSON() gave, or its text", describe(json));
  }
  return json;
}
