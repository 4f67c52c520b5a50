import { LinearSet } from "../linearSet.js";
import type { MeasuredImage, ScoredSet } from "../measure.js";
import { type MetricChoice, scoreOf } from "../surfaces/surfaceSet.js";
import { addSums, type ComponentRow, pairsOf, SUMS, sumsAt, surfacesAt } from "./componentRow.js";
import { componentFigures, isComponentMetric, type InstanceMetric } from "./componentScores.js";
import type { ComponentSettings } from "./componentSettings.js";
import { meanAndClasses } from "../scoredValues.js";
import { pairScores } from "./instanceSurfaces.js";
import type { InstanceSurfaceSettings } from "./instanceSurfaceSettings.js";

/** Which score; of "nsd", at which of the settings' tolerances. */
export interface InstanceMetricChoice {
  readonly metric: InstanceMetric;
  readonly tolerance: number;
}

/** Images, to be scored in any combination: the mean of the classes' scores first, then each class's; background's is NaN. */
export function componentSet(
  settings: ComponentSettings,
  images: readonly MeasuredImage<ComponentRow>[],
  choice: InstanceMetricChoice,
): ScoredSet {
  const { metric } = choice;
  const table = isComponentMetric(metric)
    ? {
        width: SUMS,
        fill: addSums,
        score: (sums: Float64Array, label: number) => componentFigures(sumsAt(sums, label))[metric],
      }
    : meanTable(settings.surfaces as InstanceSurfaceSettings, choice);
  return classSet(settings.numClasses, images, metric, table);
}

/** Numbers of each class that its score follows from. */
interface ClassTable {
  readonly width: number;
  /** Adds `weight` times a row's numbers, width a class from `first` on. */
  readonly fill: (row: ComponentRow, weight: number, rows: Float64Array, first: number) => void;
  /** NaN where there is none. */
  readonly score: (sums: Float64Array, label: number) => number;
}

/** Means over instances: a sum, the weight that it is of, and how many have a score. */
function meanTable(surfaces: InstanceSurfaceSettings, choice: InstanceMetricChoice): ClassTable {
  const width = 3;
  return {
    width,
    fill(row, weight, rows, first) {
      pairsOf(row.matches).forEach((pair, i) => {
        const score = scoreOf(pairScores(pair, surfacesAt(row, i), surfaces), choice as MetricChoice);
        [weight * score, weight, 1].forEach((number, column) => {
          const place = first + pair.label * width + column;
          rows[place] = (rows[place] as number) + number;
        });
      });
    },
    // Counts are whole, and tell what sums of weights only nearly do.
    score: (sums, label) => {
      const [sum, weight, count] = sums.subarray(label * width) as unknown as [number, number, number];
      return count === 0 ? NaN : sum / weight;
    },
  };
}

function classSet(
  numClasses: number,
  images: readonly MeasuredImage<ComponentRow>[],
  name: InstanceMetric,
  { width: ofClass, fill, score }: ClassTable,
): ScoredSet {
  const width = numClasses * ofClass;
  const rows = new Float64Array(images.length * width);
  images.forEach(({ weight, row }, image) => {
    fill(row, weight, rows, image * width);
  });
  const values = meanAndClasses(name, numClasses);
  return new LinearSet({ rows, rowCount: images.length, width }, values, (sums, out) => {
    let sum = 0;
    let defined = 0;
    for (let c = 0; c < numClasses; c++) {
      const own = score(sums, c);
      out[1 + c] = own;
      if (Number.isNaN(own)) continue;
      sum += own;
      defined++;
    }
    out[0] = sum / defined;
  });
}
