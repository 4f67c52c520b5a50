import { pixelText, type RasterSize } from "../../src/reading/raster.js";
import type { Elements } from "./elements.js";
import { unsupported } from "./formatError.js";
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
  | (Pick<LabelRaster, "data" | "argmaxOf"> & { readonly what: "equal channels" | "opaque" | "one-hot" })
  | { readonly unequal: number; readonly oneHot: OneHotFault | undefined };

/**
 * @returns labels; or the first pixel whose channels differ, and why they are no one-hot either
 * @throws {FormatError} the alpha of a pixel whose channels have a meaning is not opaque
 */
export function labelsOfChannels(image: Channels): ChannelLabels {
  const { width, height, channels, hasAlpha } = image;
  const colours = channels - (hasAlpha ? 1 : 0);
  const unequal = firstUnequal(image, colours);
  if (unequal < 0) {
    requireOpaque(image);
    return {
      data: channelOf(image, 0),
      argmaxOf: undefined,
      what: colours > 1 ? "equal channels" : "opaque",
    };
  }
  const axes: OneHotAxes = { layout: "channelsLast", width, height, numClasses: colours };
  const { found, faults } = readOneHot([withoutAlpha(image, colours)], [axes]);
  const [oneHot] = found;
  if (oneHot === undefined) return { unequal, oneHot: faults[0] };
  requireOpaque(image);
  return { data: oneHot.labels, argmaxOf: oneHotSummary(oneHot), what: "one-hot" };
}

function firstUnequal({ samples, channels }: Channels, colours: number): number {
  for (let at = 0; at < samples.length; at += channels) {
    const first = samples[at];
    for (let channel = 1; channel < colours; channel++) {
      if (samples[at + channel] !== first) return at / channels;
    }
  }
  return -1;
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
  const opaque = samples.BYTES_PER_ELEMENT === 1 ? 255 : 65_535;
  for (let at = channels - 1; at < samples.length; at += channels) {
    const alpha = samples[at] as number;
    if (alpha === opaque) continue;
    const size: RasterSize = [1, height, width];
    throw unsupported(
      `the pixel at ${pixelText((at - channels + 1) / channels, size)} has alpha ${alpha}: a colour shines through it, so it is no label`,
      "save the mask without alpha",
    );
  }
}
