import { readFileSync } from "node:fs";
import { decode as decodePng } from "fast-png";
import { describe, expect, it } from "vitest";
import { decodePngLabels } from "../../app/formats/png.js";
import { gunzipSync } from "node:zlib";
import { decodeMask } from "../../app/formats/decodeMask.js";
import { circlesFigure } from "../../app/report/circlesFigure.js";
import { CIRCLE_PAIRS, circleMask, GRID_SIZE } from "../../app/samples/circles.js";
import { labelsOf } from "../../app/job/rasterLabels.js";
import {
  DETECTION_SAMPLE,
  detectionPhoto,
  detectionResults,
  detectionTruth,
} from "../../app/samples/detectionScene.js";
import { lesionVolume, niftiOf, VOLUME_SAMPLE } from "../../app/samples/lesionVolume.js";
import { PANOPTIC_SAMPLE, panopticJson, panopticScene } from "../../app/samples/panopticScene.js";
import { STREET_CLASS_NAMES, STREET_IGNORE_INDEX, streetScene } from "../../app/samples/streetScene.js";
import { mean_iou } from "../../src/index.js";
import { PROJECT } from "../helpers/project.js";
import { STREETS_SAMPLE, streetsScene } from "../../app/samples/streets.js";
import { STREET_SAMPLE } from "../helpers/streetSample.js";

describe("the tutorial's circles", () => {
  it("have the tutorial's counts on its grid", () => {
    expect(GRID_SIZE).toBe(282);
    const counts = CIRCLE_PAIRS.map(({ groundTruth, prediction }) => {
      const truth = circleMask(groundTruth);
      const predicted = circleMask(prediction);
      return [
        truth.filter((inside, i) => inside + (predicted[i] as number) === 2).length,
        truth.filter((inside, i) => inside + (predicted[i] as number) > 0).length,
      ];
    });
    expect(counts).toEqual([
      [20077, 20077],
      [13756, 26398],
      [5020, 20077],
    ]);
  });

  it("are drawn as in the README", () => {
    const shape = [GRID_SIZE, GRID_SIZE, 1];
    const scored = CIRCLE_PAIRS.map((pair) => ({
      ...pair,
      iou: mean_iou(
        { data: circleMask(pair.groundTruth), shape },
        { data: circleMask(pair.prediction), shape },
      ),
    }));
    expect(circlesFigure(scored)).toBe(readFileSync(`${PROJECT}docs/circles.svg`, "utf8"));
  });
});

describe("the street scene", () => {
  it("ships as its generator draws it", () => {
    const { width, height, groundTruth, prediction } = streetScene(STREET_SAMPLE);
    for (const [side, labels] of Object.entries({ truth: groundTruth, prediction })) {
      const shipped = decodePngLabels(readFileSync(`${PROJECT}samples/street/${side}/street.png`));
      expect([shipped.width, shipped.height]).toEqual([width, height]);
      expect(Buffer.from(shipped.data as Uint8Array).equals(Buffer.from(labels)), side).toBe(true);
    }
    expect(JSON.parse(readFileSync(`${PROJECT}samples/street/classes.json`, "utf8"))).toEqual({
      numClasses: 19,
      ignoreIndex: STREET_IGNORE_INDEX,
      classNames: [...STREET_CLASS_NAMES],
    });
  });

  it("ships as a data set with two models, too", () => {
    for (const seed of STREETS_SAMPLE.seeds) {
      for (const [folder, labels] of Object.entries(streetsScene(seed))) {
        const shipped = decodePngLabels(
          readFileSync(`${PROJECT}samples/streets/${folder}/street-${seed}.png`),
        );
        expect(Buffer.from(shipped.data as Uint8Array).equals(Buffer.from(labels)), folder).toBe(true);
      }
    }
  });

  it("has every class in its truth, and no void in its prediction", () => {
    const { groundTruth, prediction } = streetScene(STREET_SAMPLE);
    expect([...new Set(groundTruth)].sort((a, b) => a - b)).toEqual([...STREET_CLASS_NAMES.keys(), 255]);
    expect(Math.max(...new Set(prediction))).toBeLessThan(19);
  });

  it("differs with its seed and takes noise at the rate asked for", () => {
    const clean = streetScene({ width: 200, height: 100, seed: 1 });
    const other = streetScene({ width: 200, height: 100, seed: 2 });
    const noisy = streetScene({ width: 200, height: 100, seed: 1, noise: 0.1 });
    expect(Buffer.from(other.groundTruth).equals(Buffer.from(clean.groundTruth))).toBe(false);
    expect(Buffer.from(noisy.groundTruth).equals(Buffer.from(clean.groundTruth))).toBe(true);
    const changed = noisy.prediction.filter((label, i) => label !== clean.prediction[i]).length;
    // A tenth of 20,000 pixels is redrawn, and one in 19 of those comes out as it was.
    expect(changed).toBeGreaterThan(1700);
    expect(changed).toBeLessThan(2100);
  });
});

const SIDES = [
  ["truth", "groundTruth"],
  ["prediction", "prediction"],
] as const;

describe("the panoptic scenes", () => {
  it.each(SIDES)("ship as their generator draws them: %s", (folder, side) => {
    for (const seed of PANOPTIC_SAMPLE.seeds) {
      const { width, height, [side]: drawn } = panopticScene({ ...PANOPTIC_SAMPLE, seed });
      const bytes = readFileSync(`${PROJECT}samples/panoptic/${folder}/scene-${seed}.png`);
      const { raster } = decodeMask(bytes, { colours: "ids" });
      expect(raster.size).toEqual([1, height, width]);
      expect(Uint32Array.from(labelsOf(raster), Number)).toEqual(drawn.map);
    }
    const json = readFileSync(`${PROJECT}samples/panoptic/${folder}.json`, "utf8");
    expect(JSON.parse(json)).toEqual(panopticJson(side));
  });

  it("list what is in their maps, and nothing else", () => {
    const { groundTruth, prediction } = panopticScene({ width: 100, height: 80, seed: 1 });
    for (const { map, segments } of [groundTruth, prediction]) {
      const ids = new Set(map);
      ids.delete(0);
      expect(new Set(segments.map(({ id }) => id))).toEqual(ids);
      for (const { id, area } of segments) expect(map.filter((other) => other === id)).toHaveLength(area);
    }
  });
});

describe("the volume of lesions", () => {
  it.each(SIDES)("ships as its generator draws it: %s", (folder, side) => {
    const voxels = lesionVolume(VOLUME_SAMPLE.seed)[side];
    const shipped = readFileSync(`${PROJECT}samples/volume/${folder}/lesions.nii.gz`);
    expect(gunzipSync(shipped).equals(niftiOf(voxels))).toBe(true);
    const { raster } = decodeMask(shipped);
    expect(raster.size).toEqual(VOLUME_SAMPLE.size);
    expect(raster.spacing?.unit).toBe("mm");
    const lengths = raster.spacing?.lengths.map((length) => Number(length.toFixed(6)));
    expect(lengths).toEqual([...VOLUME_SAMPLE.spacing].reverse());
    expect(labelsOf(raster)).toEqual(voxels);
  });
});

describe("the meadows with balls, kites and crates", () => {
  it("ship as their generator draws them", () => {
    const read = (path: string): Buffer => readFileSync(`${PROJECT}samples/detections/${path}`);
    expect(JSON.parse(read("truth.json").toString())).toEqual(detectionTruth());
    expect(JSON.parse(read("results.json").toString())).toEqual(detectionResults());
    for (const seed of DETECTION_SAMPLE.seeds) {
      const { name, data } = detectionPhoto(seed);
      const shipped = decodePng(read(`photos/${name}`));
      expect([shipped.width, shipped.height]).toEqual([DETECTION_SAMPLE.width, DETECTION_SAMPLE.height]);
      expect(Buffer.from(shipped.data.buffer).equals(data)).toBe(true);
    }
  });
});
