import { init } from "../../../src/counting/backend.js";
import { alignPair } from "../../../app/job/alignPair.js";
import { countImage, type CountJob } from "../../../app/job/countImage.js";
import type { MaskPair, NamedMask } from "../../../app/job/maskPair.js";
import { pairRules } from "../../../app/job/pairLabels.js";
import { DatasetError } from "../../../app/errors/problem.js";
import { inspectMask } from "../../../app/job/inspectMask.js";
import { maskOfBytes } from "../../../app/job/maskOfBytes.js";
import type { MaskFile } from "../../../app/formats/decodeMask.js";
import { loadJpeg } from "../../../app/formats/loadJpeg.js";
import { smallMasks } from "../../../app/view/smallMasks.js";
import { buildRunView } from "../../../app/view/buildRunView.js";
import type { PairRules } from "../../../src/labels/labelRules.js";
import { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";
import { type Port, webPort } from "../../../src/workers/platform.js";
import { serve } from "../../../src/workers/serve.js";
import { PAGE } from "../score/pageWords.js";
import { MaskCache } from "./maskCache.js";
import { HeldPair } from "./heldPair.js";
import { type NamedFile, type PageRequests, type PairFiles, READY } from "./protocol.js";

// A worker of the page: its whole program. What it reads stays in it.

/** A worker that counted large masks keeps one pair or two; there may be eight workers. */
const MAX_CACHE_BYTES = 2 ** 26;

const cache = new MaskCache(MAX_CACHE_BYTES);
let open: HeldPair | undefined;

async function read({ shown, file, id }: NamedFile, decode: CountJob["decode"]): Promise<MaskFile> {
  const known = cache.decodedBy(decode).get(id);
  if (known !== undefined) return known;
  let bytes;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    const got = `it cannot be read: ${(cause as Error).message}`;
    throw new DatasetError({ code: "file-unreadable", file: shown, got }, { cause });
  }
  const jpeg = decode.takesValues === true ? await loadJpeg() : undefined;
  const mask = maskOfBytes(shown, bytes, { ...decode, jpeg });
  cache.add(id, mask);
  return mask;
}

async function readSide(named: NamedFile, decode: CountJob["decode"]): Promise<NamedMask> {
  return { name: named.shown, mask: (await read(named, decode)).raster };
}

async function readPair({ groundTruth, prediction }: PairFiles, { decode }: CountJob): Promise<MaskPair> {
  return { groundTruth: await readSide(groundTruth, decode), prediction: await readSide(prediction, decode) };
}

/** For a look at a pair: its pixels where they are counted, and what their labels mean there. */
async function readAligned(
  files: PairFiles,
  job: CountJob,
): Promise<MaskPair & { readonly rules: PairRules }> {
  const pair = alignPair(await readPair(files, job), job.placement);
  return { ...pair, rules: pairRules(job.settings, pair, job.nodata) };
}

function opened(): HeldPair {
  if (open === undefined) throw new Error("no pair is open");
  return open;
}

const port = webPort() as Port;

serve<PageRequests>(
  port,
  {
    async inspect({ named, decode }) {
      const expected = { numClasses: undefined, ignoreIndex: undefined };
      const inspection = inspectMask(await read(named, decode), expected, PAGE);
      const { labels, numClasses, width, height, note } = inspection;
      return { labels, numClasses, width, height, note };
    },
    async count({ job, pair: { groundTruth, prediction } }) {
      const image = { groundTruth, predictions: [prediction] };
      const [outcome] = await countImage(job, image, readSide, ({ shown }) => shown);
      return outcome as NonNullable<typeof outcome>;
    },
    describe({ name, state }) {
      const scorer = SegmentationScorer.fromBytes(state);
      return buildRunView(
        [{ name, scorer }],
        { isWhole: true, spread: true, perImage: scorer.settings.perImage, ci: 95, worst: 10 },
        { elapsedMs: 0 },
      );
    },
    async open({ job, pair }) {
      // Not both pairs at once: large ones would not fit.
      open = undefined;
      const { groundTruth, prediction, rules } = await readAligned(pair, job);
      open = new HeldPair(groundTruth.mask, prediction.mask, rules);
      return { size: open.size, width: open.width, height: open.height, present: open.present() };
    },
    tile({ place, look }) {
      return createImageBitmap(opened().tile(place, look));
    },
    pixel({ x, y }) {
      return opened().pixel(x, y);
    },
    close() {
      open = undefined;
      return undefined;
    },
    async picture({ job, pair }) {
      const { groundTruth, prediction, rules } = await readAligned(pair, job);
      return smallMasks(groundTruth.mask, prediction.mask, rules);
    },
  },
  (answer) => (answer instanceof ImageBitmap ? [answer] : []),
);

// Compiled before the first pair, whose time would be that of compiling.
await init();
port.post(READY, []);
