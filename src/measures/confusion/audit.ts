import { bestAssignment } from "./assignment.js";
import { classScore, meanOfDefined } from "./classScores.js";
import type { CountedRun } from "./countedRun.js";
import { entriesOf, pixelsIn, voidCountOf } from "../../counting/entries.js";
import { listNames } from "../../errors/describe.js";

export type AuditCode =
  | "nothing-counted"
  | "images-ignored"
  | "mostly-ignored"
  | "predicted-void"
  | "unused-classes"
  | "never-predicted"
  | "never-in-ground-truth"
  | "one-class-predicted"
  | "one-class-in-ground-truth"
  | "two-labels-predicted"
  | "label-shift"
  | "label-permutation"
  | "permutation-not-looked-for";

/** Something that looks wrong. */
export interface AuditFinding {
  readonly code: AuditCode;
  /** "error": the score means nothing as it is; "warning": probably not what was meant; "note": good to know. */
  readonly severity: "error" | "warning" | "note";
  /** What was seen, and the cure. */
  readonly message: string;
  /** Classes that it is about, by index. */
  readonly classes: readonly number[];
  /** Ids of images that it is about. */
  readonly images: readonly string[];
}

/** Fewer points of mean IoU may be gained by chance, and are no sign of wrong labels. */
const MARKED_GAIN = 0.05;

/** A shift that explains this much of what a permutation gains is the simpler story. */
const MOST = 0.8;

/** Share of pixels ignored from which on a reader should know. */
const MANY = 0.5;

/** The best assignment takes time with the third power of the classes: one second at about this many. */
const MAX_ASSIGNED = 512;

/** Classes and images that a message names. */
const LISTED = 8;

/** What looks wrong with a run before anyone believes its number; empty where nothing does. */
export function audit(run: CountedRun): AuditFinding[] {
  const { totalSums, total, numClasses } = run;
  const pixelCount = totalSums.groundTruthArea.reduce((sum, area) => sum + area, 0);
  if (pixelCount === 0) {
    const message =
      total.ignoredCount > 0
        ? `every one of the ${total.ignoredCount} pixels is ignored: is ignoreIndex ${String(run.ignored)} right?`
        : "nothing was counted: call update first";
    return [finding("nothing-counted", "error", message)];
  }
  const present = (areas: Float64Array): number[] =>
    Array.from({ length: numClasses }, (_, c) => c).filter((c) => (areas[c] as number) > 0);
  const inTruth = present(totalSums.groundTruthArea);
  const predicted = present(totalSums.predictionArea);
  return [
    ...ignoredFindings(run, pixelCount),
    ...voidFindings(run, pixelCount),
    ...oneSided(run, inTruth, predicted),
    ...fewLabels(run, inTruth, predicted),
    ...relabelling(
      run,
      [...new Set([...inTruth, ...predicted])].sort((a, b) => a - b),
    ),
  ];
}

function finding(
  code: AuditCode,
  severity: AuditFinding["severity"],
  message: string,
  classes: readonly number[] = [],
  images: readonly string[] = [],
): AuditFinding {
  return { code, severity, message, classes, images };
}

function listed(names: readonly string[]): string {
  return listNames(names, LISTED);
}

function ignoredFindings({ images, total }: CountedRun, pixelCount: number): AuditFinding[] {
  const findings: AuditFinding[] = [];
  const empty = images?.matrices.flatMap((matrix, i) =>
    pixelsIn(matrix) === matrix.ignoredCount ? [images.ids[i] ?? `unnamed image ${i}`] : [],
  );
  if (empty !== undefined && empty.length > 0) {
    findings.push(
      finding(
        "images-ignored",
        "warning",
        `every pixel is ignored in ${empty.length} of ${images?.ids.length as number} images: ${listed(empty)}`,
        [],
        empty,
      ),
    );
  }
  const share = total.ignoredCount / (total.ignoredCount + pixelCount);
  if (share >= MANY) {
    findings.push(
      finding("mostly-ignored", "note", `${(share * 100).toFixed(0)} % of the pixels are ignored`),
    );
  }
  return findings;
}

function voidFindings({ total }: CountedRun, pixelCount: number): AuditFinding[] {
  const { voidPredictions } = total;
  if (voidPredictions === undefined) return [];
  const pixels = voidCountOf(total);
  const classes = Array.from(voidPredictions, (_, c) => c).filter((c) => (voidPredictions[c] as number) > 0);
  const share = pixels / pixelCount;
  const message = `${(share * 100).toFixed(share < 0.01 ? 2 : 0)} % of the pixels counted, ${pixels}, are predicted void and count as missed`;
  return [finding("predicted-void", share >= MANY ? "warning" : "note", message, classes)];
}

function oneSided(run: CountedRun, inTruth: readonly number[], predicted: readonly number[]): AuditFinding[] {
  const [truthSet, predictedSet] = [new Set(inTruth), new Set(predicted)];
  const all = Array.from({ length: run.numClasses }, (_, c) => c).filter((c) => !run.ignored.includes(c));
  const lists: [AuditCode, AuditFinding["severity"], number[], string][] = [
    [
      "never-predicted",
      "warning",
      inTruth.filter((c) => !predictedSet.has(c)),
      "in the ground truth, but never predicted",
    ],
    [
      "never-in-ground-truth",
      "warning",
      predicted.filter((c) => !truthSet.has(c) && !run.ignored.includes(c)),
      "predicted, but never in the ground truth: such a class scores 0",
    ],
    [
      "unused-classes",
      "note",
      all.filter((c) => !truthSet.has(c) && !predictedSet.has(c)),
      "in neither ground truth nor prediction: left out of the mean, if numClasses is right",
    ],
  ];
  return lists
    .filter(([, , classes]) => classes.length > 0)
    .map(([code, severity, classes, what]) =>
      finding(code, severity, `${listed(classes.map((c) => run.classNames[c] as string))}: ${what}`, classes),
    );
}

/** Sides with fewer labels than a data set of several classes has. */
function fewLabels(
  run: CountedRun,
  inTruth: readonly number[],
  predicted: readonly number[],
): AuditFinding[] {
  const name = (c: number | undefined): string => listNames([run.classNames[c as number] as string]);
  if (inTruth.length === 1) {
    return [
      finding(
        "one-class-in-ground-truth",
        "warning",
        `the ground truth is ${name(inTruth[0])} everywhere: are these the right masks?`,
        inTruth,
      ),
    ];
  }
  if (predicted.length === 1) {
    return [
      finding(
        "one-class-predicted",
        "error",
        `the prediction is ${name(predicted[0])} everywhere, as probabilities are that were cut off to integers: pass class scores as a tensor, or their argmax`,
        predicted,
      ),
    ];
  }
  if (inTruth.length > 2 && predicted.length > 0 && predicted.every((c) => c <= 1)) {
    return [
      finding(
        "two-labels-predicted",
        "warning",
        `of ${inTruth.length} classes only labels 0 and 1 are predicted, as in binary masks or rounded probabilities: pass the label of each class`,
        predicted,
      ),
    ];
  }
  return [];
}

/** Whether other labels for the predictions would raise the mean IoU by far: then somebody counts from another number, or in another order. */
function relabelling(run: CountedRun, present: readonly number[]): AuditFinding[] {
  const n = present.length;
  if (n < 2) return [];
  if (n > MAX_ASSIGNED) {
    const message = `with ${n} classes, a better order of labels was not looked for (at most ${MAX_ASSIGNED})`;
    return [finding("permutation-not-looked-for", "note", message)];
  }
  const place = new Map(present.map((c, i) => [c, i]));
  const counts = new Float64Array(n * n);
  for (const [cell, count] of entriesOf(run.total)) {
    const t = place.get(Math.floor(cell / run.numClasses)) as number;
    const p = place.get(cell % run.numClasses) as number;
    counts[t * n + p] = count;
  }
  /** Mean IoU if the truth's class present[i] were what predictions of present[columns[i]] meant; -1 for none. */
  const meanWith = (columns: readonly number[]): number =>
    meanOfDefined(
      present.map((c, i) => {
        const column = columns[i] as number;
        return classScore("iou", {
          intersection: column < 0 ? 0 : (counts[i * n + column] as number),
          groundTruthArea: run.totalSums.groundTruthArea[c] as number,
          predictionArea:
            column < 0 ? 0 : (run.totalSums.predictionArea[present[column] as number] as number),
          pixelCount: 0,
        });
      }),
    );
  const asIs = meanWith(present.map((_, i) => i));
  const columns = bestAssignment(counts, n);
  const best = meanWith(columns);
  for (const shift of shiftsOf(present)) {
    const shifted = meanWith(present.map((c) => place.get(c + shift) ?? -1));
    if (shifted - asIs > MARKED_GAIN && shifted - asIs >= MOST * (best - asIs)) {
      return [
        finding(
          "label-shift",
          "error",
          `predicted labels seem to be ${Math.abs(shift)} too ${shift > 0 ? "high" : "low"}: ${shift > 0 ? "subtracting" : "adding"} ${Math.abs(shift)} takes the mean IoU from ${asIs.toFixed(3)} to ${shifted.toFixed(3)}`,
        ),
      ];
    }
  }
  if (best - asIs <= MARKED_GAIN) return [];
  const moves = present.flatMap((c, i) =>
    columns[i] === i ? [] : [[present[columns[i] as number] as number, c] as const],
  );
  return [
    finding(
      "label-permutation",
      "error",
      `predicted labels seem to be in another order: ${listed(moves.map(([from, to]) => `${from} -> ${to}`))} takes the mean IoU from ${asIs.toFixed(3)} to ${best.toFixed(3)}`,
      moves.map(([, to]) => to),
    ),
  ];
}

/** Constant shifts that keep any class in place, the smallest first. */
function shiftsOf(present: readonly number[]): number[] {
  const span = (present.at(-1) as number) - (present[0] as number);
  return Array.from({ length: span }, (_, i) => [i + 1, -(i + 1)]).flat();
}
