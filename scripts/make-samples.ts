// samples/street/: the pair of label maps that ships with the package, drawn by its seeded generator.
import { mkdirSync, writeFileSync } from "node:fs";
import { encodeStreetSample, STREET_SAMPLE } from "../test/helpers/streetSample.js";
import { STREET_CLASS_NAMES, STREET_IGNORE_INDEX, streetScene } from "../src/samples/streetScene.js";

const folder = new URL("../samples/street/", import.meta.url);
const { groundTruth, prediction } = streetScene(STREET_SAMPLE);
for (const [side, labels] of Object.entries({ truth: groundTruth, prediction })) {
  mkdirSync(new URL(`${side}/`, folder), { recursive: true });
  writeFileSync(new URL(`${side}/street.png`, folder), encodeStreetSample(labels));
}
writeFileSync(
  new URL("classes.json", folder),
  `${JSON.stringify(
    {
      numClasses: STREET_CLASS_NAMES.length,
      ignoreIndex: STREET_IGNORE_INDEX,
      classNames: STREET_CLASS_NAMES,
    },
    null,
    2,
  )}\n`,
);
