import type { Door } from "../errors/words.js";
import { pixelText, type ValueRaster } from "../../src/reading/raster.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import type { PixelValues } from "../../src/types.js";
import { suggestedThreshold } from "../formats/suggestedThreshold.js";
import type { Inspection, MaskFinding } from "./inspection.js";

/** Greys reach beyond this; labels of most data sets do not, but for 255, which is their void. */
const GREYS_FROM = 128;
const USUAL_VOID = 255;

type Counts = Inspection["labels"];

/** What a threshold makes of a mask's values, for each side where they differ. */
export function thresholdFindings(
  values: Counts,
  { groundTruth, prediction }: SideThresholds,
): MaskFinding[] {
  return groundTruth === prediction
    ? [splitBy(groundTruth, values, "")]
    : [splitBy(groundTruth, values, "as truth, "), splitBy(prediction, values, "as prediction, ")];
}

function splitBy(threshold: number, values: Counts, side: string): MaskFinding {
  const all = sumOf(values);
  const above = sumOf(values.filter(({ label }) => label > threshold));
  const [least = NaN, largest = NaN] = [values[0]?.label, values.at(-1)?.label];
  const range = `${countText(values.length)} different values, ${numberText(least)} to ${numberText(largest)}`;
  return above === 0 || above === all
    ? {
        severity: "warning",
        message: `${side}${range}: the threshold ${threshold} makes ${above === 0 ? "background" : "foreground"} of all of it`,
      }
    : {
        severity: "note",
        message: `${side}${range}: above ${threshold} are ${((100 * above) / all).toFixed(1)} %, which is foreground`,
      };
}

/** What a mask that is to have two values has instead; what a threshold would do for greys that nobody said anything of. */
export function greyFindings(
  values: Counts,
  data: PixelValues,
  isBinary: boolean,
  { setThreshold }: Door,
): MaskFinding[] {
  const others = values.filter(({ label }) => label !== 0);
  const cure = `${setThreshold(suggestedThreshold(data))} to take what is greater for foreground`;
  if (isBinary && others.length > 1) {
    const message = `${countText(values.length)} values, and a binary mask has 0 and one other; ${cure}`;
    return [{ severity: "error", message }];
  }
  const isGrey = others.length > 1 && others.some(({ label }) => label >= GREYS_FROM && label !== USUAL_VOID);
  if (isBinary || !isGrey) return [];
  const message = `${countText(values.length)} values: if they are greys of a mask of two classes, ${cure}`;
  return [{ severity: "note", message }];
}

/** Values in classes by a threshold; of two, by that of predictions, which values mostly are. */
export function inspectValues(
  raster: ValueRaster,
  thresholds: SideThresholds,
): Pick<Inspection, "labels" | "findings"> {
  const { data, nodata, size } = raster;
  const counts = new Map<number, number>();
  let notNumber: number | undefined;
  let left = 0;
  for (let pixel = 0; pixel < data.length; pixel++) {
    const value = data[pixel] as number;
    if (Object.is(value, nodata) || value === nodata) left++;
    else if (Number.isNaN(value)) notNumber ??= pixel;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => a.label - b.label);
  const isAbove = ({ label }: Counts[number]): boolean => label > thresholds.prediction;
  const classes = [
    { label: 0, count: sumOf(values.filter((value) => !isAbove(value))) },
    { label: 1, count: sumOf(values.filter(isAbove)) },
  ];
  const findings = values.length === 0 ? [] : thresholdFindings(values, thresholds);
  if (notNumber !== undefined) {
    const message = `the value at ${pixelText(notNumber, size)} is NaN, which is on neither side of a threshold`;
    findings.push({ severity: "error", message });
  }
  if (nodata !== undefined) {
    const message = `the file names ${nodata} as no data, which ${countText(left)} pixels hold: as truth, they are ignored`;
    findings.push({ severity: "note", message });
  }
  return { labels: classes.filter(({ count }) => count > 0), findings };
}

function sumOf(counts: Counts): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

function countText(count: number): string {
  return count.toLocaleString("en-US");
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(6)));
}
