import type { MeasuredImage } from "../measure.js";
import { accumulatorFor } from "./accumulate.js";
import { type SelectedDetections, selectDetections, truthCountOf } from "./selectDetections.js";
import type { DetectionRow } from "./detectionRow.js";
import { ALL_AREAS, type DetectionSettings } from "./detectionSettings.js";
import { type DetectionTable, detectionTable } from "./detectionTable.js";
import { notesOf, originOf, type ScoreOrigin } from "./scoreOrigin.js";

/** One category's scores; NaN where it has no object that counts, or no such threshold was asked for. */
export interface DetectionCategoryScore {
  readonly categoryId: number;
  readonly name?: string;
  readonly ap: number;
  readonly ap50: number;
  readonly ap75: number;
  /** At the last of maxDetections. */
  readonly ar: number;
  readonly apSmall: number;
  readonly apMedium: number;
  readonly apLarge: number;
  /** Objects that count, weights included. */
  readonly truthCount: number;
}

/** COCO's twelve, and each category's. NaN where COCO prints -1; `reasons` tells why. */
export interface DetectionScores {
  readonly ap: number;
  readonly ap50: number;
  readonly ap75: number;
  readonly apSmall: number;
  readonly apMedium: number;
  readonly apLarge: number;
  readonly ar1: number;
  readonly ar10: number;
  readonly ar100: number;
  readonly arSmall: number;
  readonly arMedium: number;
  readonly arLarge: number;
  /** LVIS: of categories that are rare, common and frequent; only there. */
  readonly apRare?: number;
  readonly apCommon?: number;
  readonly apFrequent?: number;
  /** By rising id; with perCategory: false one, of id -1. */
  readonly categories: readonly DetectionCategoryScore[];
  /** Why a number is NaN, by its name. */
  readonly reasons: Readonly<Record<string, string>>;
  /** What was odd about the data, in words. */
  readonly notes: readonly string[];
  /** What the numbers may be compared with. */
  readonly origin: ScoreOrigin;
}

export const DETECTION_FIGURES = [
  "ap",
  "ap50",
  "ap75",
  "apSmall",
  "apMedium",
  "apLarge",
  "ar1",
  "ar10",
  "ar100",
  "arSmall",
  "arMedium",
  "arLarge",
] as const;

/** pycocotools reads AP at this limit, whatever the limits are. */
const HUNDRED = 100;

/** The id of all categories taken as one, as pycocotools has it. */
export const NO_CATEGORY = -1;

/** One value a category and IoU threshold; undefined where the category has no object. */
type PerCategory = readonly (Float64Array | undefined)[];

/** Scores of images. */
export function detectionScores(
  settings: DetectionSettings,
  images: readonly MeasuredImage<DetectionRow>[],
): DetectionScores {
  const table = detectionTable(settings, images);
  return scoresOfTable(settings, table, notesOf(settings, images));
}

export function scoresOfTable(
  settings: DetectionSettings,
  table: DetectionTable,
  notes: readonly string[],
): DetectionScores {
  const figures = new Figures(settings, table);
  const { categories, convention } = settings;
  const [first, second, third] = settings.maxDetections as readonly (number | undefined)[];
  const last = figures.last;
  const isHundred = convention === "coco" && !settings.corrections.includes("hundredDetections");
  const all = figures.ap(ALL_AREAS, last);
  const atHundred = !isHundred || last === HUNDRED ? all : figures.ap(ALL_AREAS, HUNDRED);
  const scores = {
    ap: figures.mean("ap", atHundred),
    ap50: figures.mean("ap50", all, 0.5),
    ap75: figures.mean("ap75", all, 0.75),
    apSmall: figures.mean("apSmall", figures.ap("small", last)),
    apMedium: figures.mean("apMedium", figures.ap("medium", last)),
    apLarge: figures.mean("apLarge", figures.ap("large", last)),
    ar1: figures.mean("ar1", figures.recall(ALL_AREAS, first)),
    ar10: figures.mean("ar10", figures.recall(ALL_AREAS, second)),
    ar100: figures.mean("ar100", figures.recall(ALL_AREAS, third)),
    arSmall: figures.mean("arSmall", figures.recall("small", last)),
    arMedium: figures.mean("arMedium", figures.recall("medium", last)),
    arLarge: figures.mean("arLarge", figures.recall("large", last)),
    ...(convention === "lvis"
      ? {
          apRare: figures.mean("apRare", ofFrequency(settings, all, "r")),
          apCommon: figures.mean("apCommon", ofFrequency(settings, all, "c")),
          apFrequent: figures.mean("apFrequent", ofFrequency(settings, all, "f")),
        }
      : {}),
  };
  const sizes = ["small", "medium", "large"].map((name) => figures.ap(name, last));
  const recalls = figures.recall(ALL_AREAS, last);
  const listed = settings.perCategory ? categories : [{ id: NO_CATEGORY }];
  return {
    ...scores,
    categories: listed.map((category, c): DetectionCategoryScore => {
      const own = (values: PerCategory | undefined): PerCategory => [values?.[c]];
      return {
        categoryId: category.id,
        ...("name" in category ? { name: category.name } : {}),
        ap: figures.meanOf(own(all)),
        ap50: figures.meanOf(own(all), 0.5),
        ap75: figures.meanOf(own(all), 0.75),
        ar: figures.meanOf(own(recalls)),
        apSmall: figures.meanOf(own(sizes[0])),
        apMedium: figures.meanOf(own(sizes[1])),
        apLarge: figures.meanOf(own(sizes[2])),
        truthCount: figures.truthCount(c),
      };
    }),
    reasons: figures.reasons,
    notes,
    origin: originOf(settings),
  };
}

function ofFrequency(
  { categories, perCategory }: DetectionSettings,
  values: PerCategory | undefined,
  frequency: "r" | "c" | "f",
): PerCategory {
  if (!perCategory) return [];
  return categories.map((category, c) => (category.frequency === frequency ? values?.[c] : undefined));
}

/** Means over what there is, and why there is none. */
class Figures {
  readonly reasons: Record<string, string> = {};
  readonly last: number;
  readonly #selected = new Map<string, readonly SelectedDetections[]>();
  readonly #known = new Map<string, PerCategory>();

  constructor(
    readonly settings: DetectionSettings,
    readonly table: DetectionTable,
  ) {
    this.last = settings.maxDetections[settings.maxDetections.length - 1] as number;
  }

  /** Average precision among a range of sizes; undefined where there is no such range or limit. */
  ap(range: string, limit: number): PerCategory | undefined {
    return this.#each("ap", range, limit, (parts) => {
      const accumulator = accumulatorFor(this.settings, parts);
      return parts.map((part) => {
        const out = new Float64Array(this.settings.iouThresholds.length);
        return accumulator.averagePrecision(part, this.table.weights, out) ? out : undefined;
      });
    });
  }

  recall(range: string, limit: number | undefined): PerCategory | undefined {
    if (limit === undefined) return undefined;
    return this.#each("recall", range, limit, (parts) => {
      const accumulator = accumulatorFor(this.settings, []);
      return parts.map((part) => accumulator.recall(part, this.table.weights));
    });
  }

  truthCount(category: number): number {
    const part = this.#parts(ALL_AREAS, this.last)?.[category] as SelectedDetections;
    return truthCountOf(part, this.table.weights);
  }

  /** The mean, its name told where there is none. */
  mean(name: string, values: PerCategory | undefined, threshold?: number): number {
    const mean = this.meanOf(values, threshold);
    if (Number.isNaN(mean)) this.reasons[name] = this.#reason(name, values, threshold);
    return mean;
  }

  /** Over all categories with objects, and all IoU thresholds or one. */
  meanOf(values: PerCategory | undefined, threshold?: number): number {
    const place = threshold === undefined ? -1 : this.settings.iouThresholds.indexOf(threshold);
    if (threshold !== undefined && place < 0) return NaN;
    let [sum, count] = [0, 0];
    for (const own of values ?? []) {
      if (own === undefined) continue;
      if (place >= 0) {
        sum += own[place] as number;
        count++;
      } else {
        for (const value of own) sum += value;
        count += own.length;
      }
    }
    return sum / count;
  }

  #parts(rangeName: string, limit: number): readonly SelectedDetections[] | undefined {
    const range = this.settings.areaRanges.findIndex(({ name }) => name === rangeName);
    if (range < 0 || !this.settings.maxDetections.includes(limit)) return undefined;
    const key = `${range} ${limit}`;
    let parts = this.#selected.get(key);
    if (parts === undefined) {
      parts = this.table.categories.map((table) => selectDetections(this.settings, table, { range, limit }));
      this.#selected.set(key, parts);
    }
    return parts;
  }

  #each(
    kind: string,
    range: string,
    limit: number,
    make: (parts: readonly SelectedDetections[]) => PerCategory,
  ): PerCategory | undefined {
    const parts = this.#parts(range, limit);
    if (parts === undefined) return undefined;
    const key = `${kind} ${range} ${limit}`;
    let values = this.#known.get(key);
    if (values === undefined) {
      values = make(parts);
      this.#known.set(key, values);
    }
    return values;
  }

  #reason(name: string, values: PerCategory | undefined, threshold: number | undefined): string {
    const { maxDetections, areaRanges, iouThresholds } = this.settings;
    if (threshold !== undefined && !iouThresholds.includes(threshold)) {
      return `${threshold} is not among iouThresholds`;
    }
    if (values === undefined) {
      const size = ["Small", "Medium", "Large"].find((end) => name.endsWith(end))?.toLowerCase();
      if (size !== undefined && !areaRanges.some((range) => range.name === size)) {
        return `"${size}" is not among areaRanges`;
      }
      return name === "ap"
        ? `pycocotools reads AP at 100 detections, and maxDetections is ${maxDetections.join(", ")}; correct "hundredDetections" to read it at the last one`
        : `maxDetections has only ${maxDetections.length}`;
    }
    return "no category has an object that counts here";
  }
}
