import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { boundaryOutcomes, boundaryPicture } from "../../../../app/view/tasks/boundaryPicture.js";
import { boundaryView } from "../../../../app/view/tasks/boundaryView.js";
import { lesionVolume } from "../../../../app/samples/lesionVolume.js";
import { surfacePicture } from "../../../../app/view/tasks/surfacePicture.js";
import { surfacePointsOf } from "../../../../app/view/tasks/surfacePoints.js";
import { surfacesView } from "../../../../app/view/tasks/surfacesView.js";
import type { TaskPicture } from "../../../../app/view/tasks/taskPicture.js";
import type { ScorePlot } from "../../../../app/view/tasks/taskView.js";
import { BoundaryScorer } from "../../../../src/scorers/boundaryScorer.js";
import { SurfaceScorer } from "../../../../src/scorers/surfaceScorer.js";
import { surfaceDistances } from "../../../../src/measures/surfaces/surfaceDistances.js";
import { seededRandom } from "../../../../app/samples/seededRandom.js";

const numberIn = (text: string): number => Number(/: ([\d,]+)/.exec(text)?.[1]?.replaceAll(",", ""));

/** Blocks of random classes. */
function blocks(width: number, height: number, numClasses: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const labels = Array.from({ length: 64 }, () => Math.floor(random() * numClasses));
  return Uint8Array.from({ length: width * height }, (_, pixel) => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    return labels[Math.floor(x / 7) + 8 * Math.floor(y / 9)] as number;
  });
}

const [WIDTH, HEIGHT, CLASSES] = [50, 60, 4];

function boundaryImage(seed: number): { groundTruth: Uint8Array; prediction: Uint8Array; shape: number[] } {
  const [groundTruth, prediction] = [seed, seed + 1].map((one) => blocks(WIDTH, HEIGHT, CLASSES, one)) as [
    Uint8Array,
    Uint8Array,
  ];
  groundTruth.fill(200, 100, 300);
  return { groundTruth, prediction, shape: [HEIGHT, WIDTH] };
}

describe("pictures of boundaries", () => {
  it.each([0, null])("count what the scorer counts, with background %s", (background) => {
    for (let seed = 0; seed < 5; seed++) {
      const options = { numClasses: CLASSES, distance: 2, ignoreIndex: [200] };
      const scorer = new BoundaryScorer(background === null ? options : { ...options, background });
      const image = boundaryImage(seed);
      scorer.update(image.groundTruth, image.prediction, { width: WIDTH, height: HEIGHT });
      const { outcomes } = boundaryOutcomes(scorer.settings, image);
      const countOf = (outcome: number): number => outcomes.filter((one) => one === outcome).length;
      const [both, missed, wrong, other] = [0, 1, 2, 3].map(countOf) as [number, number, number, number];
      expect(other).toBeGreaterThan(0);
      const sums = {
        intersection: both,
        groundTruth: both + missed + other,
        prediction: both + wrong + other,
      };
      for (const [key, sum] of Object.entries(sums)) {
        const { classes } = scorer.compute();
        expect(classes.reduce((total, one) => total + one[key as keyof typeof sums], 0)).toBe(sum);
      }
      const { legend } = boundaryPicture("a", "", scorer.settings, image);
      expect(legend.slice(0, 4).map(({ text }) => numberIn(text))).toEqual([both, missed, wrong, other]);
    }
  });

  it("are painted in the colours of their legend, nothing where there is nothing", () => {
    const { settings } = new BoundaryScorer({ numClasses: 2, background: 0, distance: 1 });
    // One class, 5 x 5 of it: the outermost ring is its boundary.
    const groundTruth = new Uint8Array(49);
    for (let y = 1; y < 6; y++) groundTruth.fill(1, 7 * y + 1, 7 * y + 6);
    const image = { groundTruth, prediction: new Uint8Array(49), shape: [7, 7] };
    const { legend, slices } = boundaryPicture("a", "", settings, image);
    expect(legend.map(({ text }) => numberIn(text)).slice(0, 3)).toEqual([0, 16, 0]);
    const at = painted(slices[0]?.panels[0]?.uri ?? "");
    const missed = legend.find(({ text }) => text.startsWith("missed"))?.colour;
    const within = legend.find(({ text }) => text.startsWith("within"))?.colour;
    expect(at(1.5 / 7, 1.5 / 7)).toBe(missed);
    expect(at(3.5 / 7, 3.5 / 7)).toBe(within);
    expect(at(0.2 / 7, 0.2 / 7)).toBe("nothing");
  });
});

describe("the view of boundaries", () => {
  it("has each class's own interval", () => {
    const scorer = new BoundaryScorer({ numClasses: CLASSES, background: 0, ignoreIndex: [200] });
    for (let seed = 0; seed < 6; seed++) {
      const { groundTruth, prediction } = boundaryImage(seed);
      scorer.update(groundTruth, prediction, { width: WIDTH, height: HEIGHT, id: String(seed) });
    }
    const asked = { ci: 90, resamples: 200, seed: 3 };
    const [plot] = boundaryView(scorer, "m", asked).plots as [ScorePlot];
    const { classes } = scorer.confidenceIntervals({ level: 0.9, resamples: 200, seed: 3 });
    expect(plot.rows.map(({ value, low, high }) => ({ value, low, high }))).toEqual(
      scorer.compute().classes.map(({ iou }, i) => ({
        value: iou,
        low: classes[i]?.bounds.low,
        high: classes[i]?.bounds.high,
      })),
    );
  });
});

const VOLUME = (() => {
  const { groundTruth, prediction } = lesionVolume(1);
  return { groundTruth, prediction };
})();

describe.each(["erosion", "surfels"] as const)("pictures of surfaces, %s", (edges) => {
  const [depth, height, width] = [24, 48, 64];
  const image = {
    groundTruth: VOLUME.groundTruth,
    prediction: VOLUME.prediction,
    shape: [depth, height, width],
    spacing: [3, 1, 1.5],
  };
  const scorer = new SurfaceScorer({ numClasses: 2, edges, tolerances: [1, 3], unit: "mm" });
  scorer.update(image.groundTruth, image.prediction, { shape: image.shape, spacing: image.spacing });
  const { settings } = scorer;
  const [scores] = surfaceDistances(image.groundTruth, image.prediction, {
    shape: image.shape,
    spacing: image.spacing,
    tolerances: [1, 3],
    edges,
    numClasses: 2,
  }).slice(1);

  it("have the points of the surfaces where they are, and their distances", () => {
    const points = surfacePointsOf(settings, image);
    for (const side of ["groundTruth", "prediction"] as const) {
      const [own] = points[side];
      expect(points[side]).toHaveLength(1);
      expect(own?.voxels).toHaveLength(own?.distances.length ?? 0);
      if (edges === "surfels") continue;
      const labels = image[side];
      const other = points[side === "groundTruth" ? "prediction" : "groundTruth"][0];
      const others = new Set(other?.voxels);
      own?.voxels.forEach((voxel, i) => {
        expect(labels[voxel]).toBe(1);
        // What is on both surfaces is at no distance, and only that.
        expect(own.distances[i] === 0).toBe(others.has(voxel));
      });
    }
    const distances = [...points.groundTruth, ...points.prediction].map((one) => Math.max(...one.distances));
    expect(Math.max(...distances)).toBe(scores?.hausdorff);
  });

  it("count their points by tolerance, all of them", () => {
    const { legend } = surfacePicture("a", "", settings, image, () => "lesion", 5);
    const counts = legend.slice(0, 3).map(({ text }) => numberIn(text));
    const all = counts.reduce((sum, count) => sum + count, 0);
    const points = surfacePointsOf(settings, image);
    expect(all).toBe(
      [...points.groundTruth, ...points.prediction].reduce((sum, one) => sum + one.voxels.length, 0),
    );
    if (edges === "surfels") return;
    // Of voxels the share within a tolerance is the surface Dice.
    expect((counts[0] as number) / all).toBeCloseTo(scores?.nsd[0] as number, 12);
    expect(((counts[0] as number) + (counts[1] as number)) / all).toBeCloseTo(scores?.nsd[1] as number, 12);
  });

  it("show the slice with the largest distance first", () => {
    const { slices, first, facts } = surfacePicture("a", "", settings, image, () => "lesion", 5);
    expect(slices.length).toBeGreaterThan(2);
    const [, text = ""] = facts[0] ?? [];
    expect(text).toContain(`${scores?.hausdorff.toFixed(4)} mm`);
    expect(text).toContain(slices[first]?.detail);
  });

  it("tell finite distances from those of a side that is empty", () => {
    const three = new SurfaceScorer({ numClasses: 3, edges, tolerances: [1] }).settings;
    const row = (drawn: string): Uint8Array => Uint8Array.from(drawn, Number);
    // Class 1 is moved by 5, class 2 is missed.
    const moved = { groundTruth: row("1000000022"), prediction: row("0000010000"), shape: [1, 10] };
    const { legend, facts } = surfacePicture("a", "", three, moved, (label) => `class ${label}`, 5);
    const texts = legend.map(({ text }) => text);
    expect(texts[1]).toMatch(/^beyond 1: [1-9]/);
    expect(texts[2]).toMatch(/^no other surface: [1-9]/);
    expect(facts[0]?.[1]).toBe("infinite: the prediction has no class 2");
  });
});

describe("the view of surfaces", () => {
  it("has the scorer's means, and the worst image first", () => {
    const scorer = new SurfaceScorer({ numClasses: 2, tolerances: [1] });
    const row = (drawn: string): Uint8Array => Uint8Array.from(drawn, Number);
    for (const [id, predicted] of [
      ["a", "0110000000"],
      ["b", "0000000110"],
    ] as const) {
      scorer.update(row("0110000000"), row(predicted), { shape: [1, 10], id });
    }
    const view = surfacesView(scorer, "m", {});
    const { mean } = scorer.compute();
    expect(view.score).toBe(`${mean.hausdorff95?.mean.toFixed(4)} pixels`);
    expect(view.worst.map(({ id }) => id)).toEqual(["b", "a"]);
    const plots = view.plots as ScorePlot[];
    expect(plots.map(({ rows: [one] }) => one?.value)).toEqual([mean.hausdorff95?.mean, mean.nsd[0]?.mean]);
  });
});

/** Reads a painted panel: the colour at a share of its width and height. */
function painted(
  uri: TaskPicture["slices"][number]["panels"][number]["uri"],
): (x: number, y: number) => string {
  const bytes = Buffer.from(uri.slice(uri.indexOf(",") + 1), "base64");
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const chunkOf = (type: string): Buffer => {
    const at = bytes.indexOf(type);
    return bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4));
  };
  const [rows, palette] = [inflateSync(chunkOf("IDAT")), chunkOf("PLTE")];
  return (x, y) => {
    const index = rows[Math.floor(y * height) * (width + 1) + 1 + Math.floor(x * width)] as number;
    return index === 0 ? "nothing" : `#${palette.subarray(3 * index, 3 * index + 3).toString("hex")}`;
  };
}
