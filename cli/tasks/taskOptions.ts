import { type Command, InvalidArgumentError, Option } from "commander";
import type { ClassOptions } from "../inputs/readScoredClasses.js";
import type { FindOptions } from "../inputs/findImages.js";
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
import { wholeNumber } from "../wholeNumber.js";
import type { SpacingChoice } from "./measuring/pairSpacing.js";

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
export interface TaskTellOptions extends OutputOptions {
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
  readonly truthPngs?: string | undefined;
  /** One a model. */
  readonly predictionPngs?: readonly string[] | undefined;
  readonly areas?: PanopticAreas | undefined;
  readonly iouThresholds?: readonly number[] | undefined;
  readonly maxDetections?: readonly number[] | undefined;
}

/** Rules of panoptic quality. */
export const PANOPTIC_RULES = ["panopticapi", "cityscapes", "torchmetrics", "torchmetrics-standard"] as const;

/** Metrics that only tasks have. */
export const TASK_METRICS = [
  ...["panopticQuality", "f1", "segmentationQuality", "lesionWiseDice"],
  ...["pq", "sq", "rq"],
  ...["robustHausdorff", "hausdorff", "assd", "masd", "nsd", "volumetricDice", "volumetricIou"],
] as const;

/** What is scored instead of overlap, and how. */
export function addTaskOptions(command: Command): void {
  command
    .optionsGroup("Other tasks (docs/cli.md tells which options each takes):")
    .addOption(
      new Option(
        "--task <TASK>",
        "instead of overlap: components (lesion-wise), surfaces (distances), boundary (IoU), panoptic (COCO panoptic JSON), boxes or masks (AP of COCO instances)",
      ).choices(TASKS),
    )
    .option(
      "--measures <NAMES>",
      `several of one run, by commas, each file read once: ${MEASURES.join(", ")}`,
      measureNames,
    )
    .option(
      "--spacing <LENGTHS>",
      "along x, y and z, by commas; auto (default): what files say, else 1",
      spacing,
    )
    .option("--background <LABEL>", "the class that is not scored (default: 0)", wholeNumber(0, 65_535))
    .addOption(
      new Option("--connectivity <N>", "components: 4 or 8 neighbours of images, 6, 18 or 26 of volumes")
        .choices(["4", "8", "6", "18", "26"])
        .argParser(wholeNumber(4, 26)),
    )
    .addOption(
      new Option("--match-by <RULE>", "components: iou (default) or overlap, of one pixel").choices([
        "iou",
        "overlap",
      ]),
    )
    .option("--iou-threshold <T>", "components: a match is above it (default: 0.5)", positiveNumber)
    .option(
      "--min-pixels <N>",
      "components: smaller ones are left out",
      wholeNumber(1, Number.MAX_SAFE_INTEGER),
    )
    .option("--min-volume <V>", "components: the same, in the spacing's unit", positiveNumber)
    .option(
      "--tolerance <LENGTHS>",
      "surfaces: surface Dice at these, by commas, in the spacing's unit",
      lengths,
    )
    .option("--percentile <P>", "surfaces: of the robust Hausdorff distance (default: 95)", positiveNumber)
    .addOption(
      new Option("--edges <KIND>", "surfaces: erosion (default) or surfels").choices(["erosion", "surfels"]),
    )
    .option(
      "--ratio <R>",
      "boundary: as wide as this share of the image's diagonal (default: 0.02)",
      positiveNumber,
    )
    .option("--distance <PIXELS>", "boundary: so wide, instead", wholeNumber(1, 2 ** 31 - 1))
    .option("--truth-pngs <DIR>", "panoptic: the PNGs of TRUTH (default: beside it, named as it is)")
    .option("--prediction-pngs <DIR>", "panoptic: those of PREDICTION; of several, once for each", paths)
    .addOption(
      new Option("--areas <MEANING>", "panoptic: listed (default) or checked against the PNGs").choices([
        "listed",
        "checked",
      ]),
    )
    .option(
      "--iou-thresholds <LIST>",
      "boxes, masks: by commas (default: 0.5 to 0.95 in steps of 0.05)",
      lengths,
    )
    .option(
      "--max-detections <LIST>",
      "boxes, masks: an image, up to three limits (default: 1,10,100)",
      limits,
    );
  addTaskTellOptions(command);
}

/** Also of saved states. */
export function addTaskTellOptions(command: Command): void {
  command
    .addOption(
      new Option(
        "--per <WHAT>",
        "components, boundary: of all images together (default), or the mean of each image's scores",
      ).choices(["dataset", "image"]),
    )
    .addOption(
      new Option("--empty-side <MEANING>", "surfaces: distances where one side is empty").choices([
        "infinite",
        "worst",
        "leaveOut",
      ] satisfies EmptySide[]),
    )
    .addOption(
      new Option("--both-empty <MEANING>", "surfaces: scores where both are").choices([
        "leaveOut",
        "perfect",
      ] satisfies BothEmpty[]),
    );
}

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
const SCORED = ["ci", "resamples", "seed", "metrics", "worst", "perImage", "failUnder"] as const;

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
    "alpha",
    "divide",
    "layout",
    "lowBits",
  ],
] as const;

/** What a run of overlap has, as far as it stands beside others. */
const OVERLAP = [...MASKS, ...SCORED, "convention", "spread"];

/** Of instances: matching takes seconds, and nothing is gone on with. */
const DETECTIONS = [...["state", ...SCORED], ...["iouThresholds", "maxDetections", "convention"]] as const;

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
    "per",
  ],
  surfaces: [...MASKS, ...STATE, "tolerance", "percentile", "edges", "emptySide", "bothEmpty"],
  boundary: [...MASKS.filter((name) => name !== "spacing"), ...STATE, "ratio", "distance", "per"],
  panoptic: [...STATE, ...PAGE, "truthPngs", "predictionPngs", "areas", "convention", "dataset"],
  boxes: DETECTIONS,
  masks: DETECTIONS,
};

/** Options that only tasks have. */
const ONLY_TASKS = [
  ...["spacing", "background", "connectivity", "matchBy", "iouThreshold", "minPixels", "minVolume", "per"],
  ...["ratio", "distance", "measures", "iouThresholds", "maxDetections"],
  ...["tolerance", "percentile", "edges", "emptySide", "bothEmpty", "truthPngs", "predictionPngs", "areas"],
];

/**
 * Nothing that was asked for is left out without a word.
 *
 * @throws {UsageError} an option that the task does not have
 */
export function requireTaskOptions(task: TaskName, options: object): void {
  requireOnly([...COMMON, ...OWN[task]], options, `--task ${task}`);
}

/** @throws {UsageError} an option that none of the measures has */
export function requireMeasureOptions(measures: readonly MeasureName[], options: object): void {
  const own = measures
    .flatMap((name): readonly string[] => (name === "iou" ? OVERLAP : OWN[name]))
    .filter((name) => name !== "html");
  if ((options as TaskOptions).state !== undefined || (options as TaskOptions).resume !== undefined) {
    throw new UsageError(
      `a state is of one measure: keep each by a run of its own, as ${measures.map((name) => (name === "iou" ? "one without --measures" : `--measures ${name}`)).join(" and ")}`,
    );
  }
  requireOnly([...COMMON, "measures", ...own], options, `--measures ${measures.join(",")}`);
}

/** @throws {UsageError} an option that states of a task do not have */
export function requireTellOptions(task: TaskName, options: object, hasState: boolean): void {
  const told = ["per", "convention", "html", "emptySide", "bothEmpty"].filter((name) =>
    OWN[task].includes(name),
  );
  const own = [...TOLD, ...SCORED, ...(hasState ? ["state"] : []), ...told];
  requireOnly(own, options, `a state of ${task}`);
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
      `--convention ${convention} goes with --task panoptic; without it there are ${[...CONVENTIONS.keys()].join(", ")}`,
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

const NUMBER = /^(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

function positiveNumber(text: string): number {
  if (!NUMBER.test(text) || !Number.isFinite(Number(text))) {
    throw new InvalidArgumentError("It must be a number of at least 0, as 0.5.");
  }
  return Number(text);
}

/** One more, each time that it stands on the command line. */
function paths(path: string, previous: readonly string[] = []): string[] {
  return [...previous, path];
}

function measureNames(text: string): MeasureName[] {
  const names = text.split(",").map((name) => name.trim().replace(/^(surface|component)$/, "$1s"));
  const unknown = names.find((name) => !(MEASURES as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `Unknown measure ${JSON.stringify(unknown)}; there are ${MEASURES.join(", ")}.`,
    );
  }
  return [...new Set(names as MeasureName[])];
}

function lengths(text: string): number[] {
  return text.split(",").map((word) => positiveNumber(word.trim()));
}

function limits(text: string): number[] {
  return text.split(",").map((word) => wholeNumber(1, 2 ** 31 - 1)(word.trim()));
}

function spacing(text: string): SpacingChoice {
  if (text === "auto") return "auto";
  const given = lengths(text);
  if ((given.length !== 2 && given.length !== 3) || given.some((length) => length === 0)) {
    throw new InvalidArgumentError(
      "It must be auto, or lengths above 0 along x, y and, of volumes, z: 0.8,0.8,2.5.",
    );
  }
  return given;
}
