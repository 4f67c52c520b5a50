// samples/: the label maps that ship with the package, drawn by their seeded generators.
import { mkdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { encode } from "fast-png";
import { cityscapes } from "../app/presets/cityscapes.js";
import { STREET_CLASS_NAMES, STREET_IGNORE_INDEX, streetScene } from "../app/samples/streetScene.js";
import {
  DETECTION_SAMPLE,
  detectionPhoto,
  detectionResults,
  detectionTruth,
} from "../app/samples/detectionScene.js";
import { lesionVolume, niftiOf, VOLUME_SAMPLE } from "../app/samples/lesionVolume.js";
import { coloursOfIds, PANOPTIC_SAMPLE, panopticJson, panopticScene } from "../app/samples/panopticScene.js";
import { STREETS_SAMPLE, streetsScene } from "../app/samples/streets.js";
import { encodeStreetSample, encodeStreetsSample, STREET_SAMPLE } from "../test/helpers/streetSample.js";

const SAMPLES = new URL("../samples/", import.meta.url);
const CLASSES = {
  numClasses: STREET_CLASS_NAMES.length,
  ignoreIndex: STREET_IGNORE_INDEX,
  classNames: STREET_CLASS_NAMES,
};

function write(path: string, content: Uint8Array | string): void {
  const file = new URL(path, SAMPLES);
  mkdirSync(new URL("./", file), { recursive: true });
  writeFileSync(file, content);
}

const json = (content: object): string => `${JSON.stringify(content, null, 2)}\n`;

const { groundTruth, prediction } = streetScene(STREET_SAMPLE);
for (const [side, labels] of Object.entries({ truth: groundTruth, prediction })) {
  write(`street/${side}/street.png`, encodeStreetSample(labels));
}
write("street/classes.json", json(CLASSES));

for (const seed of STREETS_SAMPLE.seeds) {
  for (const [folder, labels] of Object.entries(streetsScene(seed))) {
    write(`streets/${folder}/street-${seed}.png`, encodeStreetsSample(labels));
  }
}
write("streets/classes.json", json({ ...CLASSES, palette: cityscapes.palette }));

const SIDES = { truth: "groundTruth", prediction: "prediction" } as const;
for (const [folder, side] of Object.entries(SIDES)) {
  write(`panoptic/${folder}.json`, `${JSON.stringify(panopticJson(side))}\n`);
  for (const seed of PANOPTIC_SAMPLE.seeds) {
    const { width, height, [side]: content } = panopticScene({ ...PANOPTIC_SAMPLE, seed });
    const image = { width, height, data: coloursOfIds(content.map), channels: 3, depth: 8 } as const;
    write(`panoptic/${folder}/scene-${seed}.png`, encode(image, { zlib: { level: 9 } }));
  }
  const volume = lesionVolume(VOLUME_SAMPLE.seed)[side];
  write(`volume/${folder}/lesions.nii.gz`, gzipSync(niftiOf(volume), { level: 9 }));
}

write("detections/truth.json", `${JSON.stringify(detectionTruth())}\n`);
write("detections/results.json", `${JSON.stringify(detectionResults())}\n`);
for (const seed of DETECTION_SAMPLE.seeds) {
  const { width, height } = DETECTION_SAMPLE;
  const { name, data } = detectionPhoto(seed);
  const image = { width, height, data, channels: 3, depth: 8 } as const;
  write(`detections/photos/${name}`, encode(image, { zlib: { level: 9 } }));
}
