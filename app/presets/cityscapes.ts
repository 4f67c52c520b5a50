import { type ClassAndColour, columnsOf, type DatasetPreset } from "./datasetPreset.js";

/** By train id. */
const CLASSES: readonly ClassAndColour[] = [
  ["road", "#804080"],
  ["sidewalk", "#f423e8"],
  ["building", "#464646"],
  ["wall", "#66669c"],
  ["fence", "#be9999"],
  ["pole", "#999999"],
  ["traffic light", "#faaa1e"],
  ["traffic sign", "#dcdc00"],
  ["vegetation", "#6b8e23"],
  ["terrain", "#98fb98"],
  ["sky", "#4682b4"],
  ["person", "#dc143c"],
  ["rider", "#ff0000"],
  ["car", "#00008e"],
  ["truck", "#000046"],
  ["bus", "#003c64"],
  ["train", "#005064"],
  ["motorcycle", "#0000e6"],
  ["bicycle", "#770b20"],
];

/** @see cityscapesScripts, helpers/labels.py (names, ids, colours), and its evaluation, which reads ids of both sides */
export const cityscapes: DatasetPreset = {
  name: "cityscapes",
  ...columnsOf(CLASSES),
  ignoreIndex: 255,
  voidColour: undefined,
  labelMapping: { groundTruth: "cityscapes", prediction: "cityscapes" },
  // Beside each are polygons, colours, instance ids, and train ids where someone made them.
  truthGlob: "**/*_gtFine_labelIds.png",
  maskFolder: undefined,
  strip: ["_gtFine_labelIds", "_gtFine_labelTrainIds", "_leftImg8bit", "_pred", "_prediction"],
  description:
    "Cityscapes, 19 classes: ids 0..33 in the files of both sides, as submissions have them; ids that are not evaluated are void in the truth",
  unknownLabel: {
    groundTruth: { is: "is no label id of Cityscapes, 0..33 (or 255 for the licence plate)" },
    prediction: {
      is: "is no label id that Cityscapes evaluates; predictions are expected as ids, as submissions have them",
      cure: [{ do: "use-train-ids" }],
    },
  },
};
