import { type Command, InvalidArgumentError, Option } from "commander";
import type { BothEmpty, EmptySide } from "../../src/measures/surfaces/surfaceScores.js";
import { wholeNumber } from "../wholeNumber.js";
import type { SpacingChoice } from "../../app/job/pairSpacing.js";
import { type MeasureName, MEASURES, type TaskOptions, TASKS } from "./taskOptions.js";

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
    .option("--instance-surfaces", "components: measure the surfaces of each matched pair, too")
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
      "--boundary-ratio <SHARE>",
      "panoptic: boundary PQ, boundaries as wide a share of the diagonal",
      positiveNumber,
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
    )
    .option(
      "--image-size <WxH>",
      "boxes, masks: of YOLO's images without a photo, in pixels, as 640x480",
      imageSize,
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

function imageSize(text: string): NonNullable<TaskOptions["imageSize"]> {
  const [, width, height] = /^([1-9]\d{0,5})x([1-9]\d{0,5})$/i.exec(text) ?? [];
  if (width === undefined) throw new InvalidArgumentError("It must be width and height in pixels: 640x480.");
  return { width: Number(width), height: Number(height) };
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
