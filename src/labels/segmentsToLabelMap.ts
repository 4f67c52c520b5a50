import { emptyLabels } from "./colours.js";
import { greySegment, pixelUnlabelled, segmentsOverlap, wrongType, wrongValue } from "../errors/argument.js";
import { describe, listNames } from "../errors/describe.js";
import type { ImageLike, LabelMap, Labels } from "../types.js";
import { labelsOfPixels, placeOf, readPixels } from "../reading/image.js";
import { readChoice, readInteger, readOptions } from "../reading/options.js";
import { readProperty } from "../reading/property.js";

/** One segment of what transformers.js' image-segmentation pipeline gives. */
export interface Segment {
  readonly label: string | null;
  readonly score?: number | null | undefined;
  /** 255 (or 1) where the segment is, else 0. */
  readonly mask: ImageLike;
}

export interface SegmentOptions {
  /** The name of each class; a segment's class is the one of its label. */
  readonly classNames: readonly string[];
  /** The label of pixels in no segment; an error where left out and there are such. */
  readonly unlabelled?: number | undefined;
  /** Pixels in several segments: "error" (default), or "last", the later segment's. Segments of one class may overlap. */
  readonly overlap?: "last" | "error" | undefined;
}

/**
 * The label map of segments that are named, each with a mask of its own: the output of transformers.js'
 * image-segmentation pipeline.
 *
 * @param segments one or more of { label, mask }, the masks of one size; several may have one label
 * @param options classNames, unlabelled, overlap
 * @returns data (Uint8Array, or wider where labels need it), width and height; owned by the caller
 * @throws {TypeError} an argument is of the wrong kind
 * @throws {RangeError} a label that is no class, masks of different sizes, a value that is none of 0, 1, 255, a pixel in
 *   no segment or in two: names the segment and the place
 * @example
 * const mask = { data: Uint8Array.of(0, 255), width: 2, height: 1 };
 * segmentsToLabelMap([{ label: "cat", mask }], { classNames: ["cat", "dog"], unlabelled: 255 }).data // 255 0
 */
export function segmentsToLabelMap(segments: readonly Segment[], options: SegmentOptions): LabelMap {
  const { classNames, unlabelled, overlap } = readSegmentOptions(options);
  if (!Array.isArray(segments)) {
    throw wrongType("segments", "an array of { label, mask }", describe(segments));
  }
  if (segments.length === 0) throw wrongValue("segments", "at least 1 segment", "none");
  const masks = (segments as unknown[]).map((segment, i) => readSegment(segment, i, classNames));
  const { width, height } = masks[0] as SegmentMask;
  const data = emptyLabels([classNames.length - 1, unlabelled ?? 0], width * height).fill(unlabelled ?? 0);
  const isTaken = new Uint8Array(width * height);
  masks.forEach((mask, i) => {
    if (mask.width !== width || mask.height !== height) {
      throw wrongValue(
        `segments[${i}].mask`,
        `${width} x ${height} pixels, as segments[0].mask has`,
        `${mask.width} x ${mask.height}`,
      );
    }
    for (let pixel = 0; pixel < mask.data.length; pixel++) {
      const value = Number(mask.data[pixel]);
      if (value === 0) continue;
      if (value !== 1 && value !== 255) {
        throw greySegment(
          `segments[${i}].mask`,
          "0 and 255",
          `${value} at ${placeOf(pixel, width)}`,
          "make it binary: labelMap(mask, { threshold })",
          { pixel },
        );
      }
      if (overlap === "error" && isTaken[pixel] === 1 && data[pixel] !== mask.label) {
        const other = classNames[data[pixel] as number] as string;
        throw segmentsOverlap(
          `segments[${i}].mask`,
          "pixels in no other segment",
          `${describe(classNames[mask.label])} and ${describe(other)} at ${placeOf(pixel, width)}`,
          'overlap: "last" takes the later one',
          { pixel },
        );
      }
      isTaken[pixel] = 1;
      data[pixel] = mask.label;
    }
  });
  const bare = unlabelled === undefined ? isTaken.indexOf(0) : -1;
  if (bare >= 0) {
    throw pixelUnlabelled(
      "segments",
      "every pixel in a segment",
      `none at ${placeOf(bare, width)}`,
      "say what such pixels are: unlabelled, the label of background or void",
      { pixel: bare },
    );
  }
  return { data, width, height };
}

interface SegmentMask {
  readonly label: number;
  readonly data: Labels;
  readonly width: number;
  readonly height: number;
}

function readSegment(segment: unknown, i: number, classNames: readonly string[]): SegmentMask {
  const argument = `segments[${i}]`;
  if (typeof segment !== "object" || segment === null) {
    throw wrongType(argument, "{ label, mask }", describe(segment));
  }
  const name = readProperty(segment, "label", argument);
  const label = classNames.indexOf(name as string);
  if (label < 0) {
    throw wrongValue(`${argument}.label`, `one of classNames (${listNames(classNames)})`, describe(name));
  }
  const mask = readProperty(segment, "mask", argument);
  if (typeof mask !== "object" || mask === null) {
    throw wrongType(`${argument}.mask`, "an image", describe(mask));
  }
  const pixels = readPixels(mask, `${argument}.mask`);
  const { width, height } = pixels;
  return { label, data: labelsOfPixels(pixels, `${argument}.mask`), width, height };
}

function readSegmentOptions(options: unknown): {
  readonly classNames: readonly string[];
  readonly unlabelled: number | undefined;
  readonly overlap: "last" | "error";
} {
  const { classNames, unlabelled, overlap } = readOptions(
    options,
    ["classNames", "unlabelled", "overlap"],
    "options",
  );
  const isNames = Array.isArray(classNames) && classNames.every((name) => typeof name === "string");
  if (!isNames) throw wrongType("classNames", "an array of strings", describe(classNames));
  const names = [...(classNames as readonly string[])];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (names.length === 0 || twice !== undefined) {
    throw wrongValue("classNames", "names unlike each other", twice === undefined ? "none" : describe(twice));
  }
  return {
    classNames: names,
    unlabelled:
      unlabelled === undefined ? undefined : readInteger(unlabelled, "unlabelled", -(2 ** 31), 2 ** 31 - 1),
    overlap: readChoice(overlap ?? "error", ["last", "error"], "overlap"),
  };
}
