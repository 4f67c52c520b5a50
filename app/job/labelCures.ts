import { MAX_DENSE_CLASSES } from "../../src/counting/confusionCells.js";
import type { Side } from "../../src/errors/problem.js";
import { NO_CLASS, type RawLabel } from "../../src/labels/labelKinds.js";
import { labelReader, type PairRules } from "../../src/labels/labelRules.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import type { PixelValues } from "../../src/types.js";
import type { Remedy } from "../errors/problem.js";
import { HALF_OF_GREYS, halfOfGreys } from "../formats/suggestedThreshold.js";
import type { MaskPair, NamedMask } from "./maskPair.js";

/** The different labels of each side, of one pair or of many. */
export interface SeenLabels {
  readonly groundTruth: ReadonlySet<number>;
  readonly prediction: ReadonlySet<number>;
  /** Whether every mask holds 0 and one other label at most. */
  readonly areBinary: boolean;
}

/** More different labels than these are no classes. */
const MAX_SEEN = 65_536;

/** So many labels may mark pixels without a class; more are rather classes. */
const MAX_VOIDS = 4;

/** The usual void label. */
const VOID_BYTE = 255;

/** Up to so many classes some may be absent from all masks that were looked at. */
const FEW_CLASSES = 64;

/** Of more classes a quarter at least is there. */
const LEAST_SHARE = 1 / 4;

/** What 8 bits are multiplied by to fill 16: 255 becomes 65,535. */
const STRETCH = 257;

export function seenInPair({ groundTruth, prediction }: MaskPair): SeenLabels {
  const [truth, predicted] = [labelsIn(groundTruth), labelsIn(prediction)];
  return {
    groundTruth: truth,
    prediction: predicted,
    areBinary: isBinary(truth) && isBinary(predicted),
  };
}

/** The different labels of a mask; of scores none: the classes with the highest scores are classes anyway. */
export function labelsIn({ mask }: Pick<NamedMask, "mask">): Set<number> {
  const labels = new Set<number>();
  if (mask.kind !== "labels") return labels;
  const data: PixelValues = mask.data;
  let last: number | bigint | undefined;
  for (const label of data) {
    if (label === last) continue;
    last = label;
    labels.add(Number(label));
    if (labels.size > MAX_SEEN) break;
  }
  return labels;
}

/** Whether there are 0 and one other label at most. */
export function isBinary(labels: Iterable<number>): boolean {
  return [...labels].filter((label) => label !== 0).length <= 1;
}

/** A label that is no class, and where it was met. */
export interface StrayLabel {
  readonly side: Side;
  readonly label: number;
}

/**
 * What can be done about a label that is no class, the likeliest first: what is advised does for every label that was seen, on
 * both sides.
 */
export function strayRemedies({ side, label }: StrayLabel, rules: PairRules, seen: SeenLabels): Remedy[] {
  const { numClasses } = rules.groundTruth;
  const cure: Remedy[] = [];
  cure.push(...voidRemedies({ side, label }, rules, seen));
  if (label === VOID_BYTE && seen.areBinary) cure.push({ do: "score-as-binary" });
  if (label !== VOID_BYTE) cure.push(...classCountRemedies(rules, seen));
  if (numClasses === 2) cure.push(...thresholdRemedies(seen));
  if (isStretched(seen[side], numClasses)) {
    cure.push({
      do: "say",
      text: `save it with 8 bits: all its labels are multiples of ${STRETCH}, as where 8 bits were stretched to 16`,
    });
  }
  return [...cure, { do: "say", text: "remap the label" }];
}

/** Greys reach beyond this; labels of most data sets do not, but for 255, which is their void. */
const GREYS_FROM = 128;

/** What can be done where nothing tells how many classes there are, and masks look like those of two. */
export function binaryRemedies(seen: SeenLabels): Remedy[] {
  const labels = [...seen.groundTruth, ...seen.prediction];
  if (seen.areBinary && labels.includes(VOID_BYTE)) return [{ do: "score-as-binary" }];
  return labels.some(isLikelyGrey) ? thresholdRemedies(seen) : [];
}

/** Whether a value is rather a grey than a label. */
export function isLikelyGrey(value: number): boolean {
  return value >= GREYS_FROM && value !== VOID_BYTE;
}

/** Labels that are no classes may mark void, if they are few. What is predicted so is missed. */
export function voidRemedies({ side, label }: StrayLabel, rules: PairRules, seen: SeenLabels): Remedy[] {
  const strays = straysOf("groundTruth", rules, seen);
  // A class that is predicted and that nobody listed is rather that.
  const couldBeVoid = side === "groundTruth" || label === VOID_BYTE || strays.includes(label);
  if (strays.length > MAX_VOIDS || !couldBeVoid) return [];
  const ignore = { do: "ignore-label", label, also: strays, already: ignoredOf(rules) } as const;
  return [{ ...ignore, ...(side === "prediction" ? { isPredicted: true } : {}) }];
}

/** What is ignored already: a setting says it anew, with the others. */
function ignoredOf({ groundTruth: { ignored, mapping } }: PairRules): number[] {
  const table = typeof mapping === "object" && !("above" in mapping) ? mapping : [];
  return [...ignored, ...table.flatMap(([label, to]) => (to === null ? [label] : []))];
}

function straysOf(side: Side, rules: PairRules, seen: SeenLabels): number[] {
  const read = labelReader(rules[side]);
  return [...seen[side]].filter(
    (label) => read(label as RawLabel) === NO_CLASS && !rules.groundTruth.ignored.includes(label),
  );
}

/** The number of classes that holds every label; none where they look like something else. */
function classCountRemedies(rules: PairRules, seen: SeenLabels): Remedy[] {
  const { numClasses } = rules.groundTruth;
  const strays = [...straysOf("groundTruth", rules, seen), ...straysOf("prediction", rules, seen)];
  // Beside classes below it, it marks void.
  const classes = strays.filter((label) => label !== VOID_BYTE);
  const count = Math.max(...classes) + 1;
  const different = new Set([...seen.groundTruth, ...seen.prediction]).size;
  const isMany = count > FEW_CLASSES && different < count * LEAST_SHARE;
  if (!(count > numClasses) || count > MAX_DENSE_CLASSES || isMany || Math.min(...classes) < 0) return [];
  return [
    {
      do: "set-class-count",
      numClasses: count,
      ...(classes.length < strays.length ? { ignoring: [VOID_BYTE, ...ignoredOf(rules)] } : {}),
    },
  ];
}

/** Of two classes and what is void there are no more labels than these; others, so large, are greys or measurements. */
const MOST_OF_TWO = 3;
const LEAST_GREY = 20;

/** Of two classes, masks of many values are told apart by a threshold; one beside them that holds 0 and 1 has its own. */
function thresholdRemedies(seen: SeenLabels): Remedy[] {
  if (!areGreys(seen.groundTruth) && !areGreys(seen.prediction)) return [];
  const threshold = greyThresholds(seen);
  return [{ do: "set-threshold", threshold, why: "to take what is greater for foreground" }];
}

/** Half of the greys of each side; one for both where it is the same. */
export function greyThresholds({
  groundTruth,
  prediction,
}: Pick<SeenLabels, "groundTruth" | "prediction">): number | SideThresholds {
  const [truth, predicted] = [thresholdOf(groundTruth), thresholdOf(prediction)] as const;
  return truth === predicted ? truth : { groundTruth: truth, prediction: predicted };
}

function areGreys(labels: ReadonlySet<number>): boolean {
  return labels.size > MOST_OF_TWO && [...labels].some((label) => label >= LEAST_GREY);
}

function thresholdOf(labels: ReadonlySet<number>): number {
  const largest = [...labels].reduce((one, other) => Math.max(one, other), 0);
  return largest <= HALF_OF_GREYS ? 0 : halfOfGreys(largest);
}

function isStretched(labels: ReadonlySet<number>, numClasses: number): boolean {
  const others = [...labels].filter((label) => label !== 0);
  return others.length > 0 && others.every((label) => label % STRETCH === 0) && numClasses <= STRETCH;
}
