import { MAX_SCORED_CLASSES } from "../../../app/job/countPair.js";
import { thresholdOfGreys } from "../../../app/job/greyPairs.js";
import { type PresetName, PRESETS } from "../../../app/presets/presets.js";
import { recogniseLabels } from "../../../app/presets/recognise.js";
import type { SideThresholds } from "../../../src/labels/threshold.js";
import type { Choices } from "./choices.js";
import type { CountJob } from "../../../app/job/countImage.js";
import { decodeOf } from "../../../app/job/runDecode.js";
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
  /** Greys of two classes: what is greater is foreground. */
  readonly threshold: number | SideThresholds | undefined;
  /** The data set whose labels these seem to be. */
  readonly preset: PresetName | undefined;
  /** What was found and what was made of it, in words. */
  readonly text: string;
  /** What else it may be: each is one click. */
  readonly alternatives: readonly Alternative[];
}

/** Another meaning of the same labels. */
export interface Alternative {
  readonly label: string;
  readonly choices: Partial<Choices>;
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
  const truthLabels = new Map<number, number>();
  const predictedLabels = new Map<number, number>();
  let scores: number | undefined;
  const found = { groundTruth: truthLabels, prediction: predictedLabels } as const;
  const inspect = async (
    { id, ...pair }: ImagePair,
    side: keyof typeof found,
  ): Promise<Pick<Inspection, "labels" | "numClasses"> | undefined> => {
    try {
      return await pageWorkers().ask(
        "inspect",
        { named: pair[side], decode: decodeOf(decode, side), divide: decode.divide?.[side] },
        { signal, about: id },
      );
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
        else
          for (const { label, count } of labels) {
            found[side].set(label, (found[side].get(label) ?? 0) + count);
          }
      }
    },
  );
  const threshold = scores === undefined ? thresholdOfGreys(truthLabels, predictedLabels) : undefined;
  return threshold === undefined
    ? conclude(new Set(truthLabels.keys()), new Set(predictedLabels.keys()), scores)
    : ofGreys(threshold, [...truthLabels.keys(), ...predictedLabels.keys()]);
}

/** Smoothed masks of two classes. */
function ofGreys(threshold: number | SideThresholds, labels: readonly number[]): DetectedClasses {
  const largest = Math.max(...labels);
  const from = (side: number): string => (side === 0 ? "above 0" : `of ${side + 1} and more`);
  const words =
    typeof threshold === "number"
      ? `values ${from(threshold)} are foreground`
      : `values ${from(threshold.groundTruth)} in the truth and ${from(threshold.prediction)} in the prediction are foreground`;
  const { groundTruth, prediction } =
    typeof threshold === "number" ? { groundTruth: threshold, prediction: threshold } : threshold;
  return {
    numClasses: 2,
    ignoreIndex: undefined,
    binary: true,
    threshold,
    preset: undefined,
    text: `greys of 0 to ${largest} between two classes: ${words}`,
    alternatives: [
      ...(groundTruth === 0 && prediction === 0
        ? []
        : [{ label: "All above 0 is foreground", choices: { threshold: 0 } }]),
      ...classCount(largest + 1),
    ],
  };
}

/** More classes than these cannot be scored. */
function classCount(numClasses: number): Alternative[] {
  if (numClasses > MAX_SCORED_CLASSES) return [];
  return [{ label: `${numClasses} classes`, choices: { numClasses } }];
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
      threshold: undefined,
      preset: undefined,
      text: "the labels are 0 and 255: background and foreground",
      alternatives: predictedLabels.has(USUAL_VOID)
        ? []
        : [{ label: "255 is void", choices: { numClasses: 2, ignoreIndex: [USUAL_VOID] } }],
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
  const known = scores === undefined ? recogniseLabels(truthLabels, predictedLabels) : undefined;
  const preset = known === undefined ? undefined : PRESETS.get(known.name);
  if (known !== undefined && preset !== undefined) {
    return {
      numClasses: preset.numClasses,
      ignoreIndex: preset.ignoreIndex,
      binary: false,
      threshold: undefined,
      preset: known.name,
      text: `${preset.numClasses} classes of ${known.title}; ${known.because}`,
      alternatives: [
        {
          label: `${preset.numClasses} classes without names`,
          choices: {
            numClasses: preset.numClasses,
            ignoreIndex: preset.ignoreIndex === undefined ? [] : [preset.ignoreIndex],
          },
        },
        { label: `${largest + 1} classes, no void`, choices: { numClasses: largest + 1, ignoreIndex: [] } },
      ],
    };
  }
  const lastIsVoid = truthLabels.has(largest) && !predictedLabels.has(largest) && largest > 1 && !isVoid;
  return {
    alternatives: [
      ...(isVoid ? classCount(USUAL_VOID + 1).map((one) => ({ ...one, label: "255 is a class" })) : []),
      ...(lastIsVoid
        ? [{ label: `${largest} is void`, choices: { numClasses: largest, ignoreIndex: [largest] } }]
        : []),
    ],
    threshold: undefined,
    preset: undefined,
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
