import type { ClassOptions } from "../inputs/readScoredClasses.js";
import type { FindOptions } from "../inputs/findImages.js";
import type { ClusterOptions } from "../inputs/clusterRule.js";
import { UsageError } from "../exitCodes.js";
import type { OutputOptions } from "../outputs.js";
import type { PlacementRule } from "../../app/job/alignPair.js";
import type { PanopticAreas } from "../../src/measures/panoptic/panopticSettings.js";
import type { MatchRule } from "../../src/measures/components/componentSettings.js";
import type { BothEmpty, EmptySide } from "../../src/measures/surfaces/surfaceScores.js";
import type { Connectivity } from "../../src/volumes/connectivity.js";
import type { EdgeKind } from "../../src/volumes/surfaceRequest.js";
import { CLASS_METRICS } from "../../src/measures/confusion/classScores.js";
import { CONVENTIONS } from "../../src/measures/confusion/conventions/registry.js";
import type { Threshold } from "../../app/view/gates.js";
import type { SpacingChoice } from "../../app/job/pairSpacing.js";

export const TASKS = ["components", "surfaces", "boundary", "panoptic", "boxes", "masks"] as const;
export type TaskName = (typeof TASKS)[number];

/** Tasks of masks whose labels are classes. */
export type MaskTaskName = Exclude<TaskName, "panoptic" | DetectionTaskName>;

/** Tasks of COCO's instances. */
export type DetectionTaskName = "boxes" | "masks";

/** Measures that one run may have several of. */
export const MEASURES = ["iou", "boundary", "surfaces", "components"] as const;
export type MeasureName = (typeof MEASURES)[number];

/** How a task's scores are told: of states, too. */
export interface TaskTellOptions extends OutputOptions, ClusterOptions {
  /** Where the page goes. */
  readonly html?: string | undefined;
  /** Per cent. */
  readonly ci?: number | undefined;
  readonly resamples?: number | undefined;
  readonly seed?: number | undefined;
  readonly per?: "dataset" | "image" | undefined;
  readonly emptySide?: EmptySide | undefined;
  readonly bothEmpty?: BothEmpty | undefined;
  /** What worst images and comparisons are told by. */
  readonly metrics?: readonly string[] | undefined;
  readonly convention?: string | undefined;
  readonly worst?: number | undefined;
  readonly perImage?: boolean | undefined;
  readonly failUnder?: readonly Threshold[] | undefined;
  /** Of a comparison. */
  readonly failWorse?: boolean | undefined;
}

export interface TaskOptions extends TaskTellOptions, ClassOptions, FindOptions {
  readonly task?: TaskName | undefined;
  readonly measures?: readonly MeasureName[] | undefined;
  /** Of overlap, beside other measures. */
  readonly spread?: boolean | undefined;
  readonly ratio?: number | undefined;
  readonly distance?: number | undefined;
  readonly placement?: PlacementRule | undefined;
  readonly keepGoing?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly threads?: number | undefined;
  readonly spacing?: SpacingChoice | undefined;
  readonly background?: number | undefined;
  readonly connectivity?: Connectivity | undefined;
  readonly matchBy?: MatchRule | undefined;
  readonly iouThreshold?: number | undefined;
  readonly minPixels?: number | undefined;
  readonly minVolume?: number | undefined;
  readonly tolerance?: readonly number[] | undefined;
  readonly percentile?: number | undefined;
  readonly edges?: EdgeKind | undefined;
  /** Of components: the surfaces of each matched pair, too. */
  readonly instanceSurfaces?: boolean | undefined;
  readonly truthPngs?: string | undefined;
  /** One a model. */
  readonly predictionPngs?: readonly string[] | undefined;
  readonly areas?: PanopticAreas | undefined;
  readonly boundaryRatio?: number | undefined;
  readonly iouThresholds?: readonly number[] | undefined;
  readonly maxDetections?: readonly number[] | undefined;
  /** A folder of photos, for the page. */
  readonly images?: string | undefined;
  /** Of YOLO's images that have no photo. */
  readonly imageSize?: { readonly width: number; readonly height: number } | undefined;
}

/** Rules of panoptic quality. */
export const PANOPTIC_RULES = ["panopticapi", "cityscapes", "torchmetrics", "torchmetrics-standard"] as const;

/** Rules of average precision. */
export const DETECTION_RULES = ["coco", "lvis", "voc2007", "voc2010"] as const;

/** Metrics that only tasks have. */
export const TASK_METRICS = [
  ...["panopticQuality", "f1", "segmentationQuality", "lesionWiseDice"],
  ...["pq", "sq", "rq"],
  ...["ap", "ap50", "ap75"],
  ...["robustHausdorff", "hausdorff", "assd", "masd", "nsd", "volumetricDice", "volumetricIou"],
] as const;

/** Of all that can be told: what is looked at whatever the task. */
const COMMON = [
  "task",
  "json",
  "csv",
  "markdown",
  "junit",
  "keepGoing",
  "quiet",
  "threads",
  "shard",
  "maxPixels",
  "allowMissing",
] as const;

/** How states are told. */
const TOLD = ["json", "csv", "markdown", "junit"] as const;

/** What every scorer of a task can tell. */
const SCORED = [
  ...["ci", "resamples", "seed", "cluster", "metrics", "worst", "perImage"],
  ...["failUnder", "failWorse"],
] as const;

const STATE = ["state", "resume", ...SCORED] as const;

/** The one page with pictures; of states, without. */
const PAGE = ["html"] as const;

/** Masks, matched by name, and what their labels mean. */
const MASKS = [
  ...["pairs", "list", "truthGlob", "predictionGlob", "strip", "match", "placement", "spacing", "background"],
  ...["dataset", "trainIds", "numClasses", "ignoreIndex", "nodata", "voidPredictions", "classes", "binary"],
  ...[
    "threshold",
    "palette",
    "rgbIds",
    "nearestColour",
    "unlistedColours",
    "resize",
    "alpha",
    "divide",
    "layout",
    "lowBits",
  ],
] as const;

/** What a run of overlap has, as far as it stands beside others. */
const OVERLAP = [...MASKS, ...SCORED, ...PAGE, "convention", "spread"];

/** Of instances. */
const DETECTIONS = [
  ...STATE,
  ...["iouThresholds", "maxDetections", "convention", "imageSize", "classes", "html", "images"],
] as const;

/** How surfaces are measured. */
const SURFACE_RULES = ["tolerance", "percentile", "edges"] as const;

const OWN: Readonly<Record<TaskName, readonly string[]>> = {
  components: [
    ...MASKS,
    ...STATE,
    ...PAGE,
    "connectivity",
    "matchBy",
    "iouThreshold",
    "minPixels",
    "minVolume",
    "instanceSurfaces",
    ...SURFACE_RULES,
    "per",
  ],
  surfaces: [...MASKS, ...STATE, ...PAGE, ...SURFACE_RULES, "emptySide", "bothEmpty"],
  boundary: [...MASKS.filter((name) => name !== "spacing"), ...STATE, ...PAGE, "ratio", "distance", "per"],
  panoptic: [
    ...STATE,
    ...PAGE,
    "truthPngs",
    "predictionPngs",
    "areas",
    "boundaryRatio",
    "convention",
    "dataset",
  ],
  boxes: DETECTIONS,
  masks: DETECTIONS,
};

/** Options that only tasks have. */
const ONLY_TASKS = [
  ...["spacing", "background", "connectivity", "matchBy", "iouThreshold", "minPixels", "minVolume", "per"],
  ...["ratio", "distance", "measures", "boundaryRatio", "iouThresholds", "maxDetections", "imageSize"],
  ...["instanceSurfaces", ...SURFACE_RULES, "emptySide", "bothEmpty"],
  ...["truthPngs", "predictionPngs", "areas"],
];

/**
 * Nothing that was asked for is left out without a word.
 *
 * @throws {UsageError} an option that the task does not have
 */
export function requireTaskOptions(task: TaskName, options: Pick<TaskTellOptions, "convention">): void {
  requireOnly([...COMMON, ...OWN[task]], options, `--task ${task}`);
  requireMeasuredSurfaces([task], options);
  requireRules(task, options);
}

/** Rules of surfaces, where there are none to be measured. */
function requireMeasuredSurfaces(names: readonly string[], options: object): void {
  if (names.includes("surfaces") || (options as TaskOptions).instanceSurfaces === true) return;
  const stray = SURFACE_RULES.find((name) => (options as TaskOptions)[name] !== undefined);
  if (stray === undefined) return;
  throw new UsageError(
    `${flagOf(stray)} is of surfaces, which components have with --instance-surfaces; add that, or leave it out`,
  );
}

/** Rules by name are of their task. */
function requireRules(task: TaskName, { convention }: Pick<TaskTellOptions, "convention">): void {
  const rules: readonly string[] = task === "panoptic" ? PANOPTIC_RULES : DETECTION_RULES;
  if (convention === undefined || rules.includes(convention)) return;
  throw new UsageError(
    `--convention ${convention} is no rule of --task ${task}; there are ${rules.join(", ")}`,
  );
}

/** @throws {UsageError} an option that none of the measures has */
export function requireMeasureOptions(measures: readonly MeasureName[], options: object): void {
  const own = measures.flatMap((name): readonly string[] => (name === "iou" ? OVERLAP : OWN[name]));
  if ((options as TaskOptions).state !== undefined || (options as TaskOptions).resume !== undefined) {
    throw new UsageError(
      `a state is of one measure: keep each by a run of its own, as ${measures.map((name) => (name === "iou" ? "one without --measures" : `--measures ${name}`)).join(" and ")}`,
    );
  }
  requireOnly([...COMMON, "measures", ...own], options, `--measures ${measures.join(",")}`);
  requireMeasuredSurfaces(measures, options);
}

/** @throws {UsageError} an option that states of a task do not have */
export function requireTellOptions(
  task: TaskName,
  options: Pick<TaskTellOptions, "convention">,
  hasState: boolean,
): void {
  const told = ["per", "convention", "html", "emptySide", "bothEmpty"].filter(
    // Matches of detections are by the rules of their run.
    (name) => OWN[task].includes(name) && !(name === "convention" && OWN[task] === DETECTIONS),
  );
  const own = [...TOLD, ...SCORED, ...(hasState ? ["state", "allowMissing"] : []), ...told];
  requireOnly(own, options, `a state of ${task}`);
  requireRules(task, options);
}

/** @throws {UsageError} an option of a task, or a word that only tasks know, without one */
export function requireNoTaskOptions(options: Pick<TaskTellOptions, "metrics" | "convention">): void {
  const { metrics = [], convention } = options;
  const metric = metrics.find((name) => !(CLASS_METRICS as readonly string[]).includes(name));
  if (metric !== undefined) {
    throw new UsageError(
      `--metrics: ${metric} goes with --task; without one there are ${CLASS_METRICS.join(", ")}`,
    );
  }
  if (convention !== undefined && !(CONVENTIONS as ReadonlyMap<string, unknown>).has(convention)) {
    throw new UsageError(
      `--convention ${convention} goes with --task; without one there are ${[...CONVENTIONS.keys()].join(", ")}`,
    );
  }
  const stray = ONLY_TASKS.find((name) => (options as Record<string, unknown>)[name] !== undefined);
  if (stray === undefined) return;
  const tasks = TASKS.filter((task) => OWN[task].includes(stray));
  throw new UsageError(`${flagOf(stray)} goes with --task ${tasks.join(" or ")}`);
}

function requireOnly(honoured: readonly string[], options: object, where: string): void {
  const other = Object.entries(options).find(
    ([name, value]) => value !== undefined && !honoured.includes(name),
  )?.[0];
  if (other !== undefined)
    throw new UsageError(`${flagOf(other)} is nothing that ${where} knows; leave it out`);
}

/** matchBy -> --match-by */
function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
