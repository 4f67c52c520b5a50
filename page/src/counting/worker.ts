import { init } from "../../../src/counting/backend.js";
import { alignPair } from "../../../app/job/alignPair.js";
import { countImage, type CountJob } from "../../../app/job/countImage.js";
import type { MaskPair, NamedMask } from "../../../app/job/maskPair.js";
import { dividePair } from "../../../app/job/dividePair.js";
import { decodeOf, type FileDecode } from "../../../app/job/runDecode.js";
import { pairRules } from "../../../app/job/pairLabels.js";
import { DatasetError } from "../../../app/errors/problem.js";
import { stackSizesOf } from "../../../app/job/stacks.js";
import { inspectMask } from "../../../app/job/inspectMask.js";
import type { FileBytes } from "../../../app/formats/fileBytes.js";
import { LARGE_BYTES } from "../../../app/formats/elements.js";
import { maskOfBytes } from "../../../app/job/maskOfBytes.js";
import type { MaskFile } from "../../../app/formats/decodeMask.js";
import { loadJpeg } from "../../../app/formats/loadJpeg.js";
import { movedMasks } from "../../../app/view/movedMasks.js";
import { smallMasks } from "../../../app/view/smallMasks.js";
import { buildRunView } from "../../../app/view/buildRunView.js";
import type { PairRules } from "../../../src/labels/labelRules.js";
import type { Raster } from "../../../src/reading/raster.js";
import { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";
import { type Port, webPort } from "../../../src/workers/platform.js";
import { serve } from "../../../src/workers/serve.js";
import { PAGE } from "../score/pageWords.js";
import type { HeldDetections } from "../tasks/heldDetections.js";
import { bytesOfBlob } from "./bytesOfBlob.js";
import { MaskCache } from "./maskCache.js";
import { HeldPair } from "./heldPair.js";
import { type NamedFile, type PageRequests, type PairFiles, READY } from "./protocol.js";

// A worker of the page: its whole program. What it reads stays in it.

/** A worker that counted large masks keeps one pair or two; there may be eight workers. */
const MAX_CACHE_BYTES = 2 ** 26;

const cache = new MaskCache(MAX_CACHE_BYTES);
/** By the names under which they were opened: the next image is opened before the last is closed. */
const open = new Map<string, HeldPair>();
let detections: HeldDetections | undefined;

/** The file that was read last: of a stack, label maps are asked for one after the other. */
let last: { readonly id: number; readonly bytes: Uint8Array } | undefined;

async function bytesOf({ file, id, slice }: NamedFile): Promise<Uint8Array | FileBytes> {
  if (last?.id === id) return last.bytes;
  last = undefined;
  if (file.size > LARGE_BYTES) return bytesOfBlob(file);
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (slice !== undefined) last = { id, bytes };
  return bytes;
}

async function read(named: NamedFile, decode: FileDecode): Promise<MaskFile> {
  const { shown, id, slice } = named;
  const { alpha = "", lowBits = "", takesStack = false } = decode;
  const part = [alpha, lowBits, takesStack, slice].join();
  const known = cache.decodedBy(decode).get(id, part);
  if (known !== undefined) return known;
  const jpeg = decode.takesValues === true ? await loadJpeg() : undefined;
  let mask;
  try {
    mask = maskOfBytes(shown, await bytesOf(named), { ...decode, slice, jpeg });
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause;
    const got = `it cannot be read: ${cause.message}`;
    throw new DatasetError({ code: "file-unreadable", file: shown, got }, { cause });
  }
  cache.add(id, mask, part);
  return mask;
}

async function readSide(named: NamedFile, decode: FileDecode): Promise<NamedMask> {
  const { raster: mask, undecidedBits } = await read(named, decode);
  return { name: named.shown, mask, undecidedBits };
}

async function readPair({ groundTruth, prediction }: PairFiles, { decode }: CountJob): Promise<MaskPair> {
  return {
    groundTruth: await readSide(groundTruth, decodeOf(decode, "groundTruth")),
    prediction: await readSide(prediction, decodeOf(decode, "prediction")),
  };
}

/** A PNG of ids: R + 256 G + 65536 B; or, without colours, as they are. */
async function readIds(named: NamedFile, hasColours: boolean): Promise<Raster> {
  return (await read(named, hasColours ? { colours: "ids" } : {})).raster;
}

type AlignedForLook = MaskPair & { readonly rules: PairRules };

/** For a look at a pair: its pixels where they are counted, and what their labels mean there. */
async function readAligned(files: PairFiles, job: CountJob): Promise<AlignedForLook> {
  const aligned = alignPair(await readPair(files, job), job.placement, job.decode.resize);
  const pair = dividePair(aligned, job.settings, job.decode.divide, job.nodata);
  return { ...pair, rules: pairRules(job.settings, pair, job.nodata) };
}

function opened(name: string): HeldPair {
  const pair = open.get(name);
  if (pair === undefined) throw new Error(`${name} is not open`);
  return pair;
}

function heldDetections(): HeldDetections {
  if (detections === undefined) throw new Error("no detections are read");
  return detections;
}

const port = webPort() as Port;

serve<PageRequests>(
  port,
  {
    async inspect({ named, decode, divide }) {
      const expected = { numClasses: undefined, ignoreIndex: undefined, divide };
      const inspection = inspectMask(await read(named, decode), expected, PAGE);
      const { labels, numClasses, width, height, note } = inspection;
      return { labels, numClasses, width, height, note };
    },
    async stackSize({ named, decode }) {
      const mask = await read(named, decode).catch((error: unknown) => error);
      return stackSizesOf(() => {
        if (mask instanceof Error) throw mask;
        return mask as MaskFile;
      });
    },
    count({ job, image }) {
      return countImage(job, image, readSide, ({ shown }) => shown);
    },
    describe({ name, state }) {
      const scorer = SegmentationScorer.fromBytes(state);
      return buildRunView(
        [{ name, scorer }],
        { isWhole: true, spread: true, perImage: scorer.settings.perImage, ci: 95, worst: 10 },
        { elapsedMs: 0 },
      );
    },
    async comparePairs(states) {
      const { comparePairs } = await import("./compareOverlap.js");
      return comparePairs(states);
    },
    async compareTwo(states) {
      const { compareTwo } = await import("./compareOverlap.js");
      return compareTwo(states);
    },
    async compareTasks(asked) {
      const { compareTasks } = await import("../tasks/compareTasks.js");
      return compareTasks(asked);
    },
    async compareTwoTasks(asked) {
      const { compareTwoTasks } = await import("../tasks/compareTasks.js");
      return compareTwoTasks(asked);
    },
    async thumbnail({ job, pair, look }) {
      const { groundTruth, prediction, rules } = await readAligned(pair, job);
      return createImageBitmap(new HeldPair(groundTruth.mask, prediction.mask, rules).thumbnail(look));
    },
    async open({ name, job, pair }) {
      const { groundTruth, prediction, rules } = await readAligned(pair, job);
      const held = new HeldPair(groundTruth.mask, prediction.mask, rules);
      open.set(name, held);
      const { size, lengths, values } = held;
      return { size, lengths, ...held.look(), hasValues: values !== undefined };
    },
    tile({ name, place, look }) {
      return createImageBitmap(opened(name).tile(place, look));
    },
    pixel({ name, x, y, slice }) {
      return opened(name).pixel(x, y, slice);
    },
    async curve({ name }) {
      const held = opened(name);
      if (held.values === undefined) return undefined;
      const { thresholdCurveOf } = await import("./thresholdCurve.js");
      return thresholdCurveOf((pixel) => held.truthAt(pixel), held.values);
    },
    close({ name }) {
      open.delete(name);
      return undefined;
    },
    async measure(image) {
      const { measureTask } = await import("../tasks/measure.js");
      return measureTask(image, { readPair, readIds });
    },
    async paint(asked) {
      const { paintTask } = await import("../tasks/measure.js");
      return paintTask(asked, { readPair, readIds });
    },
    async readDetections(asked) {
      // Not both runs at once: large ones would not fit.
      detections = undefined;
      const { HeldDetections } = await import("../tasks/heldDetections.js");
      detections = await HeldDetections.read(asked);
      return detections.progress;
    },
    matchDetections() {
      const held = heldDetections();
      held.matchSome();
      return held.progress;
    },
    tellDetections() {
      return heldDetections().tell();
    },
    lookAtDetections({ id, about }) {
      return heldDetections().look(id, about);
    },
    async picture({ job, pair }) {
      const { groundTruth, prediction, rules } = await readAligned(pair, job);
      return smallMasks(groundTruth.mask, prediction.mask, rules);
    },
    async moved({ job, image: { groundTruth, predictions } }) {
      const sides = [];
      for (const prediction of predictions) sides.push(await readAligned({ groundTruth, prediction }, job));
      const [first, second] = sides as [AlignedForLook, AlignedForLook];
      const sideOf = ({
        prediction: { mask },
        rules,
      }: AlignedForLook): Parameters<typeof movedMasks>[2][0] => ({
        mask,
        rules: rules.prediction,
      });
      return movedMasks(first.groundTruth.mask, first.rules.groundTruth, [sideOf(first), sideOf(second)]);
    },
  },
  (answer) => (answer instanceof ImageBitmap ? [answer] : []),
);

// Compiled before the first pair, whose time would be that of compiling.
await init();
port.post(READY, []);
