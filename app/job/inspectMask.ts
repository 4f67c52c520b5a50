import type { Door } from "../errors/words.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import type { PixelValues } from "../../src/types.js";
import type { MaskFile } from "../formats/decodeMask.js";
import { float16ToFloat32 } from "../../src/reading/float16.js";
import type { ScorerOptions } from "../../src/measures/confusion/settings.js";
import type { Raster, ScoreRaster, ScoreSummary } from "../../src/reading/raster.js";
import { NO_CLASS, type RawLabel, VOID } from "../../src/labels/labelKinds.js";
import {
  classWithoutNodata,
  ignoredLabels,
  labelReader,
  type LabelRules,
  rulesOf,
} from "../../src/labels/labelRules.js";
import { movedText, voidText } from "./declaredWords.js";
import { dividedRaster } from "./dividePair.js";
import { greyFindings, inspectValues, thresholdFindings } from "./inspectBinary.js";
import type { Inspection, MaskFinding } from "./inspection.js";
import type { NodataChoice } from "./pairLabels.js";
import { labelsOf, nodataOf, scoreAxesOf } from "./rasterLabels.js";
import { possibleValuesOf } from "./valuesAsScores.js";

/** What is known of the classes; plain data. */
export type Expected = Pick<ScorerOptions, "ignoreIndex"> & {
  readonly numClasses: number | undefined;
  readonly nodata?: NodataChoice | undefined;
  /** Labels are ids of instances, which are divided by this to classes. */
  readonly divide?: number | undefined;
  /** Masks have 0 and one other value. */
  readonly isBinary?: boolean | undefined;
  /** Above which values pixels are foreground, on either side. */
  readonly thresholds?: SideThresholds | undefined;
};

/** More different labels than this in one image are colours or grey values rather than classes. */
const MANY_LABELS = 64;

/**
 * Tells what a mask holds, and what of it looks wrong where so many classes and such a void label are expected.
 *
 * @param door in whose words
 */
export function inspectMask(file: MaskFile, expected: Expected, door: Door): Inspection {
  const { divide, nodata } = expected;
  if (divide === undefined) return inspectRaster(file, expected, door);
  const { raster } = file;
  if (raster.kind !== "labels" || scoreAxesOf(raster) !== undefined) {
    const inspection = inspectRaster(file, expected, door);
    const message = "there are no ids of instances to divide: it holds no labels";
    return { ...inspection, findings: [{ severity: "error", message }, ...inspection.findings] };
  }
  const divided = dividedRaster(raster, divide, () => nodata !== "label");
  return inspectRaster({ ...file, raster: divided }, expected, door);
}

function inspectRaster({ raster, note }: MaskFile, expected: Expected, door: Door): Inspection {
  const [slices, height, width] = raster.size;
  const { spacing, placement } = raster;
  const file = {
    note,
    width,
    height,
    slices,
    spacing,
    placement,
    numClasses: scoreAxesOf(raster)?.numClasses,
  };
  if (raster.kind === "values") {
    const { ignoreIndex, thresholds = { groundTruth: 0, prediction: 0 } } = expected;
    const found = inspectValues(raster, { ignored: ignoredLabels(ignoreIndex), thresholds });
    return { ...file, ...found, foregroundAbove: thresholds.prediction };
  }
  const data = labelsOf(raster);
  const counts = new Map<number, number>();
  for (let pixel = 0; pixel < data.length; pixel++) {
    const label = Number(data[pixel]);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const voidCount = raster.kind === "labels" ? takeOut(counts, raster.voidLabel) : 0;
  const labels = [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => a.label - b.label);
  const summary = raster.kind === "scores" ? summaryOf(raster) : raster.argmaxOf;
  return {
    ...file,
    labels,
    findings:
      summary === undefined
        ? [
            ...declaredFindings(raster, voidCount),
            ...labelFindings({ labels, data, named: nodataOf(raster) }, expected, door),
          ]
        : [...rowFindings(raster, expected, door), ...scoreFindings(summary, expected, door)],
  };
}

function takeOut(counts: Map<number, number>, label: number | undefined): number {
  if (label === undefined) return 0;
  const count = counts.get(label) ?? 0;
  counts.delete(label);
  return count;
}

/** What the user's words made of pixels. */
function declaredFindings(raster: Raster, voidCount: number): MaskFinding[] {
  const declared = raster.kind === "labels" ? raster.declared : undefined;
  const { transparent = 0, unlisted = 0, moved = 0 } = declared ?? {};
  const rest = voidCount - transparent - unlisted;
  const parts = [
    ...(transparent + unlisted > 0 ? [voidText({ transparent, unlisted })] : []),
    ...(rest > 0 ? [`${rest} that the file names as no data`] : []),
  ];
  return [
    ...(parts.length > 0 ? [{ severity: "note", message: `void: ${parts.join(", ")}` } as const] : []),
    ...(declared !== undefined && moved > 0
      ? [{ severity: "note", message: movedText(declared) } as const]
      : []),
  ];
}

/** What a mask of labels holds. */
interface FoundLabels {
  readonly labels: Inspection["labels"];
  readonly data: PixelValues;
  /** What the file names as no data. */
  readonly named: number | undefined;
}

function labelFindings(
  { labels, data, named }: FoundLabels,
  { numClasses, ignoreIndex, nodata: choice, isBinary = false, thresholds }: Expected,
  door: Door,
): MaskFinding[] {
  const { names, ask, decideNodata } = door;
  const ignore255 = ask(names.ignoreIndex, "255");
  const findings: MaskFinding[] = [];
  const present = labels.map(({ label }) => label);
  const nodata = choice === "label" ? undefined : (named as RawLabel | undefined);
  const rules = rulesOf(
    {
      // Where they are not known, every label may be one.
      numClasses: numClasses ?? Number.MAX_SAFE_INTEGER,
      ignoreIndex: ignoreIndex ?? null,
      labelMapping: null,
      voidPredictions: "error",
    },
    { groundTruth: nodata },
  ).groundTruth;
  const meaningOf = labelReader(rules);
  const classes = present.filter((label) => meaningOf(label as RawLabel) !== VOID);
  const strays =
    numClasses === undefined ? [] : classes.filter((label) => meaningOf(label as RawLabel) === NO_CLASS);
  const kept = labels.filter(({ label }) => meaningOf(label as RawLabel) !== VOID);
  if (thresholds !== undefined) {
    if (kept.length > 0) findings.push(...thresholdFindings(kept, thresholds));
  } else if (isBinary) {
    findings.push(...greyFindings(kept, data, true, door));
  } else if (present.join() === "0,255") {
    findings.push({
      severity: "warning",
      message: `the only labels are 0 and 255: a binary mask? then score with ${names.binary}; or is 255 void? then ${ignore255}`,
    });
  } else if (strays.length > 0) {
    findings.push({
      severity: "error",
      message: `labels outside 0..${(numClasses as number) - 1}: ${strays.slice(0, 10).join(", ")}${strays.length > 10 ? " ..." : ""}; name the void label with ${names.ignoreIndex}, or map the labels`,
    });
  } else if (
    numClasses === undefined &&
    present.includes(255) &&
    classes.includes(255) &&
    present.length > 1
  ) {
    findings.push({ severity: "note", message: `label 255 often marks void: then ${ignore255}` });
  }
  if (numClasses === undefined && thresholds === undefined && !isBinary) {
    findings.push(...greyFindings(kept, data, false, door));
  }
  if (
    thresholds === undefined &&
    classes.length > MANY_LABELS &&
    classes.length > (numClasses ?? 0) / 2 &&
    strays.length === 0
  ) {
    findings.push({
      severity: "warning",
      message: `${classes.length} different labels: grey values of a photo, of a resized mask or of a heat map rather than classes?`,
    });
  }
  if (classes.length === 0) {
    findings.push({ severity: "warning", message: "every pixel is void: this image counts nothing" });
  } else if (present.length === 1) {
    findings.push({ severity: "note", message: `one label only, ${present[0] as number}` });
  }
  if (named !== undefined)
    findings.push(nodataFinding(named, present, rules, { numClasses, nodata: choice }, decideNodata));
  return findings;
}

function nodataFinding(
  named: number,
  present: readonly number[],
  rules: LabelRules,
  { numClasses, nodata }: Pick<Expected, "numClasses" | "nodata">,
  decideNodata: string,
): MaskFinding {
  const file = `the file names ${named} as no data`;
  if (nodata === "label")
    return { severity: "note", message: `${file}: such pixels are counted as labelled` };
  const isClass = numClasses !== undefined && classWithoutNodata(rules, named as RawLabel) !== undefined;
  if (!isClass) return { severity: "note", message: `${file}: as truth, such pixels are ignored` };
  if (nodata === "ignore" || !present.includes(named)) {
    return { severity: "warning", message: `${file}, which is a class: as truth, such pixels are ignored` };
  }
  return {
    severity: "error",
    message: `${file}, which is a class: as truth it is refused; ${decideNodata}`,
  };
}

/** One value a pixel, as 1 x H x W, looks like the scores of one row. */
function rowFindings(raster: Raster, { numClasses }: Expected, { setThreshold }: Door): MaskFinding[] {
  const values = possibleValuesOf(raster);
  if (values === undefined || scoreAxesOf(raster)?.numClasses === numClasses) return [];
  const { shape, rows, columns, threshold } = values;
  return [
    {
      severity: "warning",
      message: `${shape} floats: if they are one value a pixel of ${columns} x ${rows} pixels, ${setThreshold(threshold)} to take what is greater for foreground`,
    },
  ];
}

function summaryOf({ scores }: ScoreRaster): Omit<ScoreSummary, "pixelsOfNotNumbers"> {
  const data = scores.isFloat16 ? float16ToFloat32(scores.data) : scores.data;
  let notNumbers = 0;
  let lowest = Infinity;
  let highest = -Infinity;
  for (const score of data) {
    if (Number.isNaN(score)) notNumbers++;
    else {
      lowest = Math.min(lowest, score);
      highest = Math.max(highest, score);
    }
  }
  const { layout, numClasses } = scores;
  return { numClasses, layout, scoreCount: data.length, lowest, highest, notNumbers };
}

function scoreFindings(
  scores: Omit<ScoreSummary, "pixelsOfNotNumbers">,
  { numClasses }: Expected,
  { names }: Door,
): MaskFinding[] {
  const { highest, lowest, notNumbers, scoreCount } = scores;
  const findings: MaskFinding[] = [];
  if (numClasses !== undefined && scores.numClasses !== numClasses) {
    findings.push({
      severity: "error",
      message: `${scores.numClasses} scores a pixel, but ${numClasses} classes are expected; are the axes in another order? see ${names.layout}`,
    });
  }
  if (notNumbers > 0) {
    findings.push({
      severity: "error",
      message: `${notNumbers} of ${scoreCount} scores are NaN, and a NaN counts as the highest: mend the model's output`,
    });
  }
  if (lowest === highest) {
    findings.push({
      severity: "warning",
      message: `every score is ${lowest}: the argmax is class 0 everywhere`,
    });
  } else if (lowest <= highest) {
    findings.push({
      severity: "note",
      message: `scores from ${lowest.toPrecision(4)} to ${highest.toPrecision(4)}`,
    });
  }
  return findings;
}
