import { cityscapes } from "../../../app/presets/cityscapes.js";
import { labelPng } from "../../../app/formats/labelPng.js";
import { STREET_CLASS_NAMES, STREET_IGNORE_INDEX } from "../../../app/samples/streetScene.js";
import { STREETS_SAMPLE, streetsScene } from "../../../app/samples/streets.js";
import type { DroppedItem } from "./droppedFiles.js";
import { choices, startOver, take } from "./session.js";

/** The made-up street scenes that ship with the package, drawn anew: the same masks, so the same scores. */
export async function openSample(): Promise<void> {
  startOver();
  choices.value = {
    ...choices.value,
    classesFile: {
      name: "classes.json",
      classes: {
        source: "classes.json",
        numClasses: STREET_CLASS_NAMES.length,
        ignoreIndex: [STREET_IGNORE_INDEX],
        classNames: STREET_CLASS_NAMES,
        palette: cityscapes.palette,
      },
    },
  };
  const scenes = STREETS_SAMPLE.seeds.map((seed) => ({ seed, scene: streetsScene(seed) }));
  const folder = (name: "truth" | "fine"): DroppedItem => ({
    name,
    isFolder: true,
    files: scenes.map(({ seed, scene }) => {
      const path = `street-${seed}.png`;
      return { path, file: new File([asPng(scene[name])], path, { type: "image/png" }) };
    }),
  });
  await take([folder("truth")], "groundTruth");
  await take([folder("fine")], "prediction");
}

function asPng(indices: Uint8Array): Uint8Array<ArrayBuffer> {
  const { width, height } = STREETS_SAMPLE;
  const palette = Array.from({ length: 256 }, (_, c) => cityscapes.palette[c] ?? "#000000");
  return labelPng({ width, height, indices, palette, transparent: undefined });
}
