import { ade20k } from "./presets/ade20k.js";
import { camvid } from "./presets/camvid.js";
import { cityscapes } from "./presets/cityscapes.js";
import type { DatasetPreset, PresetName } from "./presets/datasetPreset.js";
import { voc } from "./presets/voc.js";

export type { DatasetPreset, PresetName, UnknownLabelTexts } from "./presets/datasetPreset.js";

/** The data sets that are known by name, in the order in which they are listed. */
export const PRESETS: ReadonlyMap<PresetName, DatasetPreset> = new Map(
  [cityscapes, voc, ade20k, camvid].map((preset) => [preset.name, preset]),
);
