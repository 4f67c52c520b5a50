import { pixelsIn } from "../../../src/counting/entries.js";
import { init } from "../../../src/counting/backend.js";
import { alignPair } from "../../../app/job/alignPair.js";
import { countPair } from "../../../app/job/countPair.js";
import { pairRules } from "../../../app/job/pairLabels.js";
import type { PairRules } from "../../../src/labels/labelRules.js";
import { DatasetError } from "../../../app/job/datasetError.js";
import { maskRefusal } from "../../../app/job/maskRefusal.js";
import type { MaskPair, NamedMask } from "../../../app/job/maskPair.js";
import type { PairNote } from "../../../app/job/pairNotes.js";
import { inspectMask } from "../../../app/job/inspectMask.js";
import { decodeMask, type MaskFile } from "../../../app/formats/decodeMask.js";
import { FormatError } from "../../../app/formats/formatError.js";
import { smallMasks } from "../../../app/view/smallMasks.js";
import { viewRun } from "../../../app/view/viewRun.js";
import { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";
import { OpenPair } from "./openPair.js";
import type {
  Answer,
  AnswerMessage,
  Asked,
  Job,
  NamedFile,
  PairFiles,
  RequestKind,
  RequestMessage,
} from "./protocol.js";

// A worker's whole program. One request comes in, one answer goes out; what it reads stays in it.

/** A file that is wrong; the message says how, without its name. */
class FileError extends Error {
  constructor(
    readonly file: string,
    cause: Error,
  ) {
    super(cause.message, { cause });
  }
}

let open: OpenPair | undefined;

const HANDLERS: {
  readonly [K in RequestKind]: (asked: Asked<K>) => Promise<Answer<K>> | Answer<K>;
} = {
  async inspect({ named, decode }) {
    const { labels, numClasses, width, height, note } = inspectMask(await read(named, decode), {
      numClasses: undefined,
      ignoreIndex: undefined,
    });
    return { labels, numClasses, width, height, note };
  },
  async count({ job, pair }) {
    const sides = await readPair(pair, job);
    const start = performance.now();
    const notes: PairNote[] = [];
    const counts = countPair(job.settings, sides, { ...job, onNote: (note) => notes.push(note) });
    const countMs = performance.now() - start;
    return { counts, notes, pixelCount: pixelsIn(counts), countMs };
  },
  describe({ name, state }) {
    const scorer = SegmentationScorer.fromBytes(state);
    return viewRun(
      [{ name, scorer }],
      { isWhole: true, spread: true, perImage: scorer.settings.perImage, ci: 95, worst: 10 },
      { elapsedMs: 0 },
    );
  },
  async open({ job, pair }) {
    // Not both pairs at once: large ones would not fit.
    open = undefined;
    const { groundTruth, prediction, rules } = await readAligned(pair, job);
    open = new OpenPair(groundTruth.mask, prediction.mask, rules);
    return { size: open.size, width: open.width, height: open.height, present: open.present() };
  },
  tile({ place, look }) {
    return createImageBitmap(opened().tile(place, look));
  },
  pixel({ x, y }) {
    return opened().pixel(x, y);
  },
  async picture({ job, pair }) {
    const { groundTruth, prediction, rules } = await readAligned(pair, job);
    return smallMasks(groundTruth.mask, prediction.mask, rules);
  },
};

function opened(): OpenPair {
  if (open === undefined) throw new Error("no pair is open");
  return open;
}

/** For a look at a pair: its pixels where they are counted, and what their labels mean there. */
async function readAligned(files: PairFiles, job: Job): Promise<MaskPair & { readonly rules: PairRules }> {
  const pair = alignPair(await readPair(files, job), job.placement);
  return { ...pair, rules: pairRules(job.settings, pair, job.nodata) };
}

async function readPair({ groundTruth, prediction }: PairFiles, { decode }: Job): Promise<MaskPair> {
  const named = async (side: NamedFile): Promise<NamedMask> => ({
    name: side.shown,
    mask: (await read(side, decode)).raster,
  });
  return { groundTruth: await named(groundTruth), prediction: await named(prediction) };
}

async function read({ shown, file }: NamedFile, decode: Job["decode"]): Promise<MaskFile> {
  let bytes;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new FileError(shown, new Error(`it cannot be read: ${(cause as Error).message}`));
  }
  try {
    return decodeMask(bytes, decode);
  } catch (cause) {
    if (cause instanceof FormatError) throw new FileError(shown, new Error(maskRefusal(cause), { cause }));
    // More pixels than an array can hold.
    if (cause instanceof RangeError) throw new FileError(shown, cause);
    throw cause;
  }
}

async function answer({ kind, asked }: RequestMessage): Promise<Answer<RequestKind>> {
  return (HANDLERS[kind] as (asked: unknown) => Promise<Answer<RequestKind>>)(asked);
}

function failure(error: unknown): Omit<Extract<AnswerMessage, { message: string }>, "id"> {
  if (error instanceof FileError) return { message: error.message, file: error.file, isData: true };
  const message = error instanceof Error ? error.message : String(error);
  return { message, file: undefined, isData: error instanceof DatasetError };
}

addEventListener("message", ({ data }: MessageEvent<RequestMessage>) => {
  const { id } = data;
  answer(data).then(
    (content) => {
      post({ id, answer: content }, transferable(content));
    },
    (error: unknown) => {
      post({ id, ...failure(error) }, []);
    },
  );
});

// Compiled before the first pair, whose time would be that of compiling.
void init().then(() => {
  post("ready", []);
});

function post(message: AnswerMessage | "ready", transfer: Transferable[]): void {
  (self as unknown as { postMessage(message: unknown, transfer: Transferable[]): void }).postMessage(
    message,
    transfer,
  );
}

function transferable(content: Answer<RequestKind>): Transferable[] {
  return content instanceof ImageBitmap ? [content] : [];
}
