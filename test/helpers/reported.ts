import { VOID } from "../../src/labels/labelKinds.js";
import { explainConvention } from "../../src/measures/confusion/conventions/registry.js";
import type { ScorerOptions } from "../../src/measures/confusion/settings.js";
import { compareModels } from "../../src/scorers/compareModels.js";
import { SegmentationScorer } from "../../src/scorers/segmentationScorer.js";
import { htmlReport } from "../../app/report/html/htmlReport.js";
import type { ComparisonView, ModelView, PictureView, RunView } from "../../app/view/runView.js";
import { buildRunView } from "../../app/view/buildRunView.js";
import { parseDocument } from "./documents.js";

/** Few resamples: the report is under test, not the bootstrap. */
const RESAMPLES = { resamples: 200 };

/** Numbers below `below`, the same for the same seed. */
export function randomLabels(length: number, below: number, seed: number): Uint16Array {
  let state = seed * 2654435761 + 1;
  return Uint16Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  });
}

/** Predictions that are right but for one pixel in `oneIn`. */
export function almost(groundTruth: Uint16Array, below: number, oneIn: number, seed: number): Uint16Array {
  const chance = randomLabels(groundTruth.length, oneIn, seed + 1);
  const other = randomLabels(groundTruth.length, below, seed + 2);
  return groundTruth.map((label, i) => (chance[i] === 0 ? (other[i] as number) : label));
}

export interface MadeRun {
  readonly options: ScorerOptions;
  readonly imageCount: number;
  /** Labels that occur; numClasses unless given. */
  readonly labels?: number;
  readonly idOf?: (image: number) => string;
}

export function madeScorer(
  { options, imageCount, labels, idOf }: MadeRun,
  oneIn: number,
): SegmentationScorer {
  const scorer = new SegmentationScorer(options);
  const below = labels ?? options.numClasses;
  for (let i = 0; i < imageCount; i++) {
    const truth = randomLabels(400, below, i + 1);
    scorer.update(truth, almost(truth, below, oneIn, i * 7), { id: idOf?.(i) ?? `image ${i}` });
  }
  return scorer;
}

/** A run as a report shows it. */
export function viewedRun(name: string, scorer: SegmentationScorer): RunView {
  return buildRunView([{ name, scorer }], { isWhole: true, ...RESAMPLES }, { elapsedMs: 0 });
}

export function viewedModel(name: string, scorer: SegmentationScorer): ModelView {
  return viewedRun(name, scorer).models[0] as ModelView;
}

/** A picture of stripes, its first row void. */
export function madePicture(id: string, model: string, numClasses: number, side = 24): PictureView {
  const groundTruth = Int16Array.from({ length: side * side }, (_, i) =>
    i < side ? VOID : Math.floor((i % side) / 3) % numClasses,
  );
  const prediction = Int16Array.from(groundTruth, (label, i) =>
    label === VOID || i % 5 === 0 ? i % numClasses : label,
  );
  const photo = "data:image/jpeg;base64,/9j/2Q==";
  return {
    id,
    model,
    width: side,
    height: side,
    groundTruth,
    prediction,
    photo,
    meanIou: 0.5,
    changeWithout: 0.01,
    detail: undefined,
  };
}

export function paletteOf(numClasses: number): string[] {
  return Array.from(
    { length: numClasses },
    (_, c) => `#${((c * 7919 + 40000) % 0xffffff).toString(16).padStart(6, "0")}`,
  );
}

export function madeReport(models: readonly ModelView[], more: Partial<RunView> = {}): RunView {
  return {
    title: "A run",
    models,
    comparison: undefined,
    convention: "dataset",
    conventionText: explainConvention("dataset"),
    tells: { intervals: false, spread: false },
    metrics: ["iou", "dice"],
    ignored: [],
    foregroundAbove: undefined,
    reading: undefined,
    perImage: false,
    worst: 0,
    gates: [],
    failures: [],
    elapsedMs: 0,
    backend: "reference",
    palette: paletteOf(models[0]?.scores.classes.length ?? 0),
    pictures: [],
    provenance: {
      command: "maskscore score truth prediction --html report.html",
      version: "0.1.0",
      createdAt: "2026-01-02T03:04:05.000Z",
    },
    ...more,
  };
}

export function comparisonOf(first: SegmentationScorer, second: SegmentationScorer): ComparisonView {
  return { first: "first", second: "second", result: compareModels(first, second, RESAMPLES) };
}

export function pageOf(run: RunView): { readonly text: string; readonly page: Document } {
  const text = htmlReport(run);
  return { text, page: parseDocument(text, "text/html") };
}

/** Rows of a table as texts, its head first. */
export function cellsOf(table: Element): string[][] {
  return Array.from(table.querySelectorAll("tr"), (row) =>
    Array.from(row.querySelectorAll("th, td"), (cell) => cell.textContent.trim()),
  );
}
