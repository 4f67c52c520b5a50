import type { CountJob } from "../../../app/job/countImage.js";
import type { Inspection } from "../../../app/job/inspection.js";
import { askOfEach, pageWorkers } from "../counting/workers.js";
import { PAGE } from "./pageWords.js";
import type { ImagePair } from "./pairs.js";

/** Greys reach beyond this. */
const GREYS_FROM = 128;

/** What the masks themselves tell of their classes. */
export interface DetectedClasses {
  readonly numClasses: number;
  readonly ignoreIndex: number | undefined;
  readonly binary: boolean;
  /** What was found and what was made of it, in words. */
  readonly text: string;
}

/** Pairs that are looked at: spread over the run, so that rare labels are met. */
const LOOKED_AT = 24;

/** The label that marks void in most data sets. */
const USUAL_VOID = 255;

/**
 * Tells how many classes there are from the labels of some pairs. A guess, and said to be one: only who made the masks
 * knows whether the largest label is a class or void.
 */
export async function detectClasses(
  images: readonly ImagePair[],
  decode: CountJob["decode"],
  signal: AbortSignal,
): Promise<DetectedClasses> {
  const step = Math.max(1, images.length / LOOKED_AT);
  const some = Array.from(
    { length: Math.min(LOOKED_AT, images.length) },
    (_, i) => images[Math.floor(i * step)] as ImagePair,
  );
  const truthLabels = new Set<number>();
  const predictedLabels = new Set<number>();
  let scores: number | undefined;
  const found = { groundTruth: truthLabels, prediction: predictedLabels } as const;
  const inspect = async (
    { id, ...pair }: ImagePair,
    side: keyof typeof found,
  ): Promise<Pick<Inspection, "labels" | "numClasses"> | undefined> => {
    try {
      return await pageWorkers().ask("inspect", { named: pair[side], side, decode }, { signal, about: id });
    } catch (error) {
      // A file that is wrong is reported when it is counted.
      if (signal.aborted) throw error;
      return undefined;
    }
  };
  await askOfEach(
    some,
    async (pair) => ({
      groundTruth: await inspect(pair, "groundTruth"),
      prediction: await inspect(pair, "prediction"),
    }),
    (_, sides) => {
      for (const side of ["groundTruth", "prediction"] as const) {
        const { numClasses, labels = [] } = sides[side] ?? {};
        if (numClasses !== undefined) scores = Math.max(scores ?? 0, numClasses);
        else for (const { label } of labels) found[side].add(label);
      }
    },
  );
  return conclude(truthLabels, predictedLabels, scores);
}

/** What labels and scores mean together. */
export function conclude(
  truthLabels: ReadonlySet<number>,
  predictedLabels: ReadonlySet<number>,
  scores: number | undefined,
): DetectedClasses {
  const all = [...new Set([...truthLabels, ...predictedLabels])].sort((a, b) => a - b);
  if (all.length > 0 && all.every((label) => label === 0 || label === USUAL_VOID)) {
    return {
      numClasses: 2,
      ignoreIndex: undefined,
      binary: true,
      text: "the labels are 0 and 255: background and foreground",
    };
  }
  const isVoid = truthLabels.has(USUAL_VOID) && !predictedLabels.has(USUAL_VOID);
  const classes = all.filter((label) => label >= 0 && !(isVoid && label === USUAL_VOID));
  const largest = classes.at(-1) ?? 0;
  const numClasses = scores ?? Math.max(2, largest + 1);
  const seen =
    scores === undefined
      ? `${all.length === 1 ? "the only label is" : "the labels are"} ${rangeText(all)}`
      : `the scores are of ${scores} classes`;
  return {
    numClasses,
    ignoreIndex: isVoid ? USUAL_VOID : undefined,
    binary: false,
    text: `${seen}: ${numClasses} classes${isVoid ? ", 255 marks void" : ", no label marks void"}${scores === undefined ? greyHint(classes) : ""}`,
  };
}

/** Classes are 0 to the largest; of greys most are missing. */
function greyHint(labels: readonly number[]): string {
  const largest = labels.at(-1) ?? 0;
  if (largest < GREYS_FROM || labels.length < 3 || labels.length > largest / 2) return "";
  return `; if these are greys of two classes, ${PAGE.setThreshold(127)}`;
}

/** 0 to 18 and 255 */
function rangeText(labels: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < labels.length;) {
    let end = i;
    while (end + 1 < labels.length && labels[end + 1] === (labels[end] as number) + 1) end++;
    parts.push(end > i ? `${labels[i] as number} to ${labels[end] as number}` : String(labels[i]));
    i = end + 1;
  }
  if (parts.length === 0) return "none";
  const shown = parts.length > 6 ? [...parts.slice(0, 5), `${parts.length - 5} more groups`] : parts;
  return shown.length === 1
    ? (shown[0] as string)
    : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) as string}`;
}
