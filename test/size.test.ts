import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { PROJECT } from "./helpers/project.js";

/** What a bundler makes of a page that imports these. */
async function bundledBytes(names: string, door = "index.js"): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `export ${names} from "${PROJECT}dist/${door}";`, resolveDir: PROJECT },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? new Uint8Array(0), { level: 9 }).length;
}

/** Everything that counts pixels, and the tutorial's functions: all of the public door but the scorer and what it can tell. */
const CORE = `{ allocate, argmaxLabels, backend, binaryOverlap, ConfusionCounter, confusionMatrix, dice, dice_coeff,
  init, iou, IoU_coeff, mean_class, mean_dice, mean_iou, metrics_np, one_hot, setBackend }`;

it("the core with its SIMD and scalar binaries is at most 29.4 kB minified and gzipped", async () => {
  // 0.1 kB of them bound what messages quote, and make one line of it; 0.1 kB are several ignored labels; 1.1 kB are thresholds, of which half refuse values that one says nothing of; 1 kB are void predictions: what labels mean, and the counts of predictions that are of no class.
  const bytes = await bundledBytes(CORE);
  expect(bytes).toBeGreaterThan(15_000);
  expect(bytes, `${bytes} bytes`).toBeLessThanOrEqual(29_400);
});

it("the scorers with every convention, interval, test and text add at most 40.4 kB to that", async () => {
  // 0.4 kB of them write, read and check states image by image, so that shards are merged without being held.
  // 3 kB are intervals that cover of few images, clusters, and comparisons of several models.
  // 30 kB were the first scorer; the others are void predictions in every convention, a second one (thresholds), where the images of a state come from,
  // checks of a state's bytes and of its JSON for all that cannot be (nothing unknown, no sum beyond 2^53), and shapes that can be read in two ways.
  // 0.4 kB are label maps in another size.
  const bytes = await bundledBytes("*");
  expect(bytes, `${bytes} bytes`).toBeLessThanOrEqual(69_800);
});

it("components alone are at most 27.8 kB, with their scores and scorer 55.8 kB", async () => {
  // Most of the first is the core's binaries, of which its choice of a backend asks; 6 kB are the kernels of surfaces and
  // panoptic maps, which are of one binary with those of components.
  const components = await bundledBytes("{ connectedComponents }", "components/index.js");
  expect(components, `${components} bytes`).toBeLessThanOrEqual(27_800);
  // 7.4 kB of them measure the surfaces of instances: an option, so every scorer can be asked for it.
  const bytes = await bundledBytes("*", "components/index.js");
  expect(bytes, `${bytes} bytes`).toBeLessThanOrEqual(55_800);
});

it("boundaries and surfaces are at most 38.7 kB, with scorers 57.9 kB; panoptic quality with its scorer 53.8 kB", async () => {
  // 18 kB are both scorers with what scorers share: runs, states, provenance, intervals, clusters, contributions.
  const functions = "{ boundaryIou, surfaceDistances, connectedComponents }";
  const alone = await bundledBytes(functions, "surfaces/index.js");
  expect(alone, `${alone} bytes`).toBeLessThanOrEqual(38_700);
  const bytes = await bundledBytes("*", "surfaces/index.js");
  expect(bytes, `${bytes} bytes`).toBeLessThanOrEqual(57_900);
  const panoptic = await bundledBytes("*", "panoptic/index.js");
  expect(panoptic, `${panoptic} bytes`).toBeLessThanOrEqual(53_800);
});

it("boxes, runs, polygons and other programs' masks are at most 31.5 kB", async () => {
  // Most of it is the core's binaries, of which the choice of a backend asks, as in components; 0.4 kB are
  // the kernel that reads strings of masks into a table, which is of one binary with the others.
  const names = `{ boxIou, decodeRuns, encodeRuns, mergeRuns, rotatedBoxIou, runsArea, runsBox, runsFromBitmaps, runsFromBits,
    runsFromBox, runsFromCvat, runsFromLabelStudio, runsFromPolygons, runsFromString, runsFromYolo, runsIou, runsToBitmaps,
    runsToBits, runsToCvat, runsToLabelStudio, runsToPolygons, runsToString, runsToYolo }`;
  const bytes = await bundledBytes(names, "instances/index.js");
  expect(bytes, `${bytes} bytes`).toBeLessThanOrEqual(31_500);
});
