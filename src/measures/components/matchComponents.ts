import type { LabelArray } from "../../types.js";
import { findComponents } from "../../volumes/connectedComponents.js";
import { stepsOf } from "../../volumes/connectivity.js";
import type { ConnectedComponents } from "../../volumes/foundComponents.js";
import type { Grid } from "../../volumes/grid.js";
import { type ComponentOverlaps, countOverlaps } from "./componentOverlaps.js";
import type { MatchSettings } from "./componentSettings.js";

/** A component of the ground truth and the one of the prediction that it was matched with, or one of them alone. */
export interface MatchedComponent {
  /** The class of both. */
  readonly label: number;
  /** Their numbers, from 1 on, as connectedComponents gives them; undefined where there is none on this side. */
  readonly groundTruth: number | undefined;
  readonly prediction: number | undefined;
  /** Pixels; 0 of what is not there. */
  readonly groundTruthArea: number;
  readonly predictionArea: number;
  readonly intersection: number;
}

/** A component that is too small to count. */
export interface LeftOutComponent {
  readonly side: "groundTruth" | "prediction";
  readonly label: number;
  readonly area: number;
}

export interface MatchedImage {
  readonly groundTruth: ConnectedComponents;
  readonly prediction: ConnectedComponents;
  /** Those of the ground truth in their order, matched or missed; then those of the prediction that are left over. */
  readonly components: readonly MatchedComponent[];
  readonly leftOut: readonly LeftOutComponent[];
}

/**
 * Components of both sides, matched one to one within their classes.
 *
 * @param labels both sides; what is ignored is background in them already
 * @param minPixels components of fewer pixels are left out
 */
export function matchComponents(
  labels: { readonly groundTruth: LabelArray; readonly prediction: LabelArray },
  grid: Grid,
  settings: MatchSettings,
  minPixels: number,
): MatchedImage {
  const { background, connectivity } = settings;
  const steps = stepsOf(connectivity ?? undefined, grid);
  const groundTruth = findComponents(labels.groundTruth, grid, background, steps, "groundTruth");
  const prediction = findComponents(labels.prediction, grid, background, steps, "prediction");
  const overlaps = countOverlaps(groundTruth.componentIds, prediction.componentIds);
  const isKept = (side: ConnectedComponents, id: number): boolean =>
    (side.areas[id - 1] as number) >= minPixels;

  const candidates: Candidate[] = [];
  for (let i = 0; i < overlaps.intersection.length; i++) {
    const candidate = candidateOf(overlaps, i, groundTruth, prediction, settings);
    const { ours, theirs } = candidate;
    if (groundTruth.labels[ours - 1] !== prediction.labels[theirs - 1]) continue;
    if (!isKept(groundTruth, ours) || !isKept(prediction, theirs)) continue;
    if (settings.iouThreshold !== null && !(candidate.score > settings.iouThreshold)) continue;
    candidates.push(candidate);
  }
  const matches = bestFirst(candidates, groundTruth.count, prediction.count);

  const components: MatchedComponent[] = [];
  const leftOut: LeftOutComponent[] = [];
  const isMatched = new Uint8Array(prediction.count + 1);
  for (let id = 1; id <= groundTruth.count; id++) {
    const [label, area] = [groundTruth.labels[id - 1] as number, groundTruth.areas[id - 1] as number];
    if (!isKept(groundTruth, id)) {
      leftOut.push({ side: "groundTruth", label, area });
      continue;
    }
    const match = candidates[(matches[id] as number) - 1];
    if (match !== undefined) isMatched[match.theirs] = 1;
    components.push({
      label,
      groundTruth: id,
      prediction: match?.theirs,
      groundTruthArea: area,
      predictionArea: match === undefined ? 0 : (prediction.areas[match.theirs - 1] as number),
      intersection: match?.intersection ?? 0,
    });
  }
  for (let id = 1; id <= prediction.count; id++) {
    const [label, area] = [prediction.labels[id - 1] as number, prediction.areas[id - 1] as number];
    if (!isKept(prediction, id)) leftOut.push({ side: "prediction", label, area });
    else if (isMatched[id] === 0) {
      components.push({
        label,
        groundTruth: undefined,
        prediction: id,
        groundTruthArea: 0,
        predictionArea: area,
        intersection: 0,
      });
    }
  }
  return { groundTruth, prediction, components, leftOut };
}

/** Two components that could be matched. */
interface Candidate {
  readonly ours: number;
  readonly theirs: number;
  readonly intersection: number;
  /** IoU or pixels: the higher, the earlier it is matched. */
  readonly score: number;
}

function candidateOf(
  overlaps: ComponentOverlaps,
  i: number,
  groundTruth: ConnectedComponents,
  prediction: ConnectedComponents,
  { match }: MatchSettings,
): Candidate {
  const [ours, theirs] = [overlaps.groundTruth[i] as number, overlaps.prediction[i] as number];
  const intersection = overlaps.intersection[i] as number;
  const union =
    (groundTruth.areas[ours - 1] as number) + (prediction.areas[theirs - 1] as number) - intersection;
  return { ours, theirs, intersection, score: match === "iou" ? intersection / union : intersection };
}

/**
 * Takes the best pair of components that are both free, until there is none.
 *
 * @returns of each component of the ground truth, at its number: the place of its candidate + 1, 0 where it has none
 */
function bestFirst(candidates: Candidate[], groundTruthCount: number, predictionCount: number): Uint32Array {
  candidates.sort((a, b) => b.score - a.score || a.ours - b.ours || a.theirs - b.theirs);
  const matches = new Uint32Array(groundTruthCount + 1);
  const isTaken = new Uint8Array(predictionCount + 1);
  candidates.forEach(({ ours, theirs }, place) => {
    if (matches[ours] !== 0 || isTaken[theirs] === 1) return;
    matches[ours] = place + 1;
    isTaken[theirs] = 1;
  });
  return matches;
}
