import { ade20k } from "./ade20k.js";
import { camvid } from "./camvid.js";
import { cityscapes } from "./cityscapes.js";
import type { DatasetPreset, PresetName } from "./datasetPreset.js";
import { voc } from "./voc.js";

export type { DatasetPreset, PresetName, UnknownLabelTexts } from "./datasetPreset.js";

/** The data sets that are known by name, in the order in which they are listed. */
export const PRESETS: ReadonlyMap<PresetName, DatasetPreset> = new Map(
  [cityscapes, voc, ade20k, camvid].map((preset) => [preset.name, preset]),
);
