import { pixelText, type RasterSize } from "../../src/reading/raster.js";
import type { Elements } from "./elements.js";
import type { DeclaredLabels } from "./declaredColours.js";
import { undeclared, unsupported } from "./formatError.js";
import { labelsOfAlpha } from "./transparentPixels.js";
import { type OneHotAxes, type OneHotFault, oneHotSummary, readOneHot } from "./oneHot.js";
import type { LabelRaster } from "../../src/reading/raster.js";

/** Numbers of an image, channels of a pixel next to each other. */
export interface Channels {
  readonly samples: Exclude<Elements, BigInt64Array | Float32Array | Float64Array>;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** The last of them tells what shines through. */
  readonly hasAlpha: boolean;
}

/** The labels of an image that has several channels: those of equal ones, or of one-hot ones; or why it has none. */
export type ChannelLabels =
  | (Pick<LabelRaster, "data" | "argmaxOf" | "voidLabel" | "declared" | "channelsRead"> & {
      readonly what: "equal channels" | "opaque" | "with alpha" | "one-hot";
    })
  | { readonly unequal: number; readonly oneHot: OneHotFault | undefined };

/**
 * @param alpha what pixels of alpha 0 are, where that was declared
 * @returns labels; or the first pixel whose channels differ, and why they are no one-hot either
 * @throws {FormatError} the alpha of a pixel whose channels have a meaning is not opaque
 */
export function labelsOfChannels(image: Channels, alpha?: "void"): ChannelLabels {
  const { width, height, channels, hasAlpha } = image;
  const colours = channels - (hasAlpha ? 1 : 0);
  const hasVoid = hasAlpha && alpha === "void";
  const unequal = firstUnequal(image, colours, hasVoid);
  if (hasVoid) {
    return unequal < 0 ? { ...labelsOfPainted(image), what: "with alpha" } : { unequal, oneHot: undefined };
  }
  if (unequal < 0) {
    requireOpaque(image);
    return {
      data: channelOf(image, 0),
      argmaxOf: undefined,
      ...(colours > 1 ? { what: "equal channels", channelsRead: "equal-channels" } : { what: "opaque" }),
    };
  }
  const axes: OneHotAxes = { layout: "channelsLast", width, height, numClasses: colours };
  const { found, faults } = readOneHot([withoutAlpha(image, colours)], [axes]);
  const [oneHot] = found;
  if (oneHot === undefined) return { unequal, oneHot: faults[0] };
  requireOpaque(image);
  return { data: oneHot.labels, argmaxOf: oneHotSummary(oneHot), what: "one-hot", channelsRead: "one-hot" };
}

/** @param onlyPainted whether what stands where alpha is 0 is nobody's */
function firstUnequal({ samples, channels }: Channels, colours: number, onlyPainted: boolean): number {
  for (let at = 0; at < samples.length; at += channels) {
    if (onlyPainted && samples[at + channels - 1] === 0) continue;
    const first = samples[at];
    for (let channel = 1; channel < colours; channel++) {
      if (samples[at + channel] !== first) return at / channels;
    }
  }
  return -1;
}

/** @throws {FormatError} the samples are of no bytes or pairs of bytes, or something shines through a label */
function labelsOfPainted(image: Channels): DeclaredLabels {
  const { channels, samples, width } = image;
  const opaque = opaqueOf(samples);
  const pairs =
    opaque === 255
      ? new Uint8Array(2 * (samples.length / channels))
      : new Uint16Array(2 * (samples.length / channels));
  for (let at = 0, to = 0; at < samples.length; at += channels) {
    pairs[to++] = samples[at] as number;
    pairs[to++] = samples[at + channels - 1] as number;
  }
  return labelsOfAlpha(pairs, width, opaque);
}

function opaqueOf(samples: Channels["samples"]): number {
  if (samples instanceof Uint8Array) return 255;
  if (samples instanceof Uint16Array) return 65_535;
  throw unsupported(
    "alpha of other numbers than bytes or unsigned 16-bit ones",
    "save the mask with 8 or 16 bits",
  );
}

function channelOf({ samples, channels }: Channels, channel: number): Channels["samples"] {
  const values = samples.slice(0, samples.length / channels);
  for (let i = 0, at = channel; i < values.length; i++, at += channels) values[i] = samples[at] as number;
  return values;
}

function withoutAlpha({ samples, channels, hasAlpha }: Channels, colours: number): Channels["samples"] {
  if (!hasAlpha) return samples;
  const values = samples.slice(0, (samples.length / channels) * colours);
  for (let from = 0, to = 0; from < samples.length; from += channels) {
    for (let channel = 0; channel < colours; channel++) values[to++] = samples[from + channel] as number;
  }
  return values;
}

function requireOpaque({ samples, channels, hasAlpha, width, height }: Channels): void {
  if (!hasAlpha) return;
  const opaque = opaqueOf(samples);
  for (let at = channels - 1; at < samples.length; at += channels) {
    const alpha = samples[at] as number;
    if (alpha === opaque) continue;
    const size: RasterSize = [1, height, width];
    throw undeclared(
      `the pixel at ${pixelText((at - channels + 1) / channels, size)} has alpha ${alpha}: a colour shines through it, so it is no label`,
      "save the mask without alpha",
      alpha === 0 ? ["void-transparent"] : [],
    );
  }
}
