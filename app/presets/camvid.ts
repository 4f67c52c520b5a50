import { type ClassAndColour, columnsOf, type DatasetPreset } from "./datasetPreset.js";

const CLASSES: readonly ClassAndColour[] = [
  ["sky", "#808080"],
  ["building", "#800000"],
  ["pole", "#c0c080"],
  ["road", "#804080"],
  ["pavement", "#3c28de"],
  ["tree", "#808000"],
  ["signsymbol", "#c08080"],
  ["fence", "#404080"],
  ["car", "#400080"],
  ["pedestrian", "#404000"],
  ["bicyclist", "#0080c0"],
];

/** @see the SegNet tutorial's CamVid, which has 11 of the 32 classes of the first release */
export const camvid: DatasetPreset = {
  name: "camvid",
  ...columnsOf(CLASSES),
  ignoreIndex: 11,
  voidColour: "#000000",
  labelMapping: undefined,
  truthGlob: undefined,
  maskFolder: undefined,
  // The first release's labels are named so, and so are those that people make of them.
  strip: ["_L"],
  description: "CamVid, the 11 classes of SegNet: 0..10 in the files, 11 is unlabelled (void)",
  unknownLabel: undefined,
};
