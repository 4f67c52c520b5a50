import type { DatasetPreset } from "./datasetPreset.js";

const CLASS_NAMES = [
  "background",
  "aeroplane",
  "bicycle",
  "bird",
  "boat",
  "bottle",
  "bus",
  "car",
  "cat",
  "chair",
  "cow",
  "diningtable",
  "dog",
  "horse",
  "motorbike",
  "person",
  "pottedplant",
  "sheep",
  "sofa",
  "train",
  "tvmonitor",
] as const;

/**
 * The colour of a label in the files' palette, "#rrggbb": void, 255, is "#e0e0c0".
 *
 * A label's bits 0, 1, 2 are the highest bits of red, green and blue, its bits 3, 4, 5 the next lower ones, and so on.
 *
 * @param label 0..255
 * @see the VOC development kit's VOClabelcolormap.m
 */
export function vocColour(label: number): string {
  const channels = [0, 0, 0];
  for (let bit = 0; bit < 8; bit++) {
    const channel = bit % 3;
    channels[channel] = (channels[channel] as number) | (((label >> bit) & 1) << (7 - Math.floor(bit / 3)));
  }
  return `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** @see the PASCAL VOC 2012 development kit (names in the order of their labels) */
export const voc: DatasetPreset = {
  name: "voc",
  numClasses: CLASS_NAMES.length,
  ignoreIndex: 255,
  classNames: CLASS_NAMES,
  palette: CLASS_NAMES.map((_, label) => vocColour(label)),
  voidColour: vocColour(255),
  labelMapping: undefined,
  truthGlob: undefined,
  // A VOC2012 root has masks of objects beside those of classes, under the same names.
  maskFolder: "SegmentationClass",
  strip: [],
  description:
    "PASCAL VOC, 20 classes and background: 0..20 in indexed files, 255 on objects' borders (void)",
  unknownLabel: undefined,
};
