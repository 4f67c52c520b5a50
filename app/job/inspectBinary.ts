import type { Door } from "../errors/words.js";
import { pixelText, type ValueRaster } from "../../src/reading/raster.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import type { PixelValues } from "../../src/types.js";
import { suggestedThreshold } from "../formats/suggestedThreshold.js";
import type { Inspection, MaskFinding } from "./inspection.js";
import { isLikelyGrey } from "./labelCures.js";

/** More different values than this are not counted one by one. */
const COUNTED = 65_536;

type Counts = Inspection["labels"];

/** What a threshold is held against. */
interface ValueSummary {
  readonly least: number;
  readonly largest: number;
  readonly different: number;
  readonly pixels: number;
  /** In how many pixels a value is greater. */
  readonly pixelsAbove: (threshold: number) => number;
}

/** What a threshold makes of a mask's labels, for each side where they differ. */
export function thresholdFindings(labels: Counts, thresholds: SideThresholds): MaskFinding[] {
  return findingsOf(
    {
      least: labels[0]?.label ?? NaN,
      largest: labels.at(-1)?.label ?? NaN,
      different: labels.length,
      pixels: sumOf(labels),
      pixelsAbove: (threshold) => sumOf(labels.filter(({ label }) => label > threshold)),
    },
    thresholds,
  );
}

function findingsOf(values: ValueSummary, { groundTruth, prediction }: SideThresholds): MaskFinding[] {
  return groundTruth === prediction
    ? [splitBy(groundTruth, values, "")]
    : [splitBy(groundTruth, values, "as truth, "), splitBy(prediction, values, "as prediction, ")];
}

function splitBy(threshold: number, values: ValueSummary, side: string): MaskFinding {
  const { different, least, largest, pixels } = values;
  const above = values.pixelsAbove(threshold);
  const count = different > COUNTED ? `more than ${countText(COUNTED)}` : countText(different);
  const range = `${count} different values, ${numberText(least)} to ${numberText(largest)}`;
  return above === 0 || above === pixels
    ? {
        severity: "warning",
        message: `${side}${range}: the threshold ${threshold} makes ${above === 0 ? "background" : "foreground"} of all of it`,
      }
    : {
        severity: "note",
        message: `${side}${range}: above ${threshold} are ${((100 * above) / pixels).toFixed(1)} %, which is foreground`,
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
  const isGrey = others.length > 1 && others.some(({ label }) => isLikelyGrey(label));
  if (isBinary || !isGrey) return [];
  const message = `${countText(values.length)} values: if they are greys of a mask of two classes, ${cure}`;
  return [{ severity: "note", message }];
}

/** Values in classes by a threshold; of two, by that of predictions, which values mostly are. */
export function inspectValues(
  { data, nodata, size }: ValueRaster,
  { ignored, thresholds }: { readonly ignored: readonly number[]; readonly thresholds: SideThresholds },
): Pick<Inspection, "labels" | "findings"> {
  // As many as are told of: a set of all could be larger than sets can be.
  const different = new Set<number>();
  const above = new Map([thresholds.groundTruth, thresholds.prediction].map((threshold) => [threshold, 0]));
  let [least, largest, pixels, left] = [Infinity, -Infinity, 0, 0];
  let notNumber: number | undefined;
  for (let pixel = 0; pixel < data.length; pixel++) {
    const value = data[pixel] as number;
    if (Object.is(value, nodata) || value === nodata) {
      left++;
      continue;
    }
    if (ignored.includes(value)) continue;
    if (Number.isNaN(value)) {
      notNumber ??= pixel;
      continue;
    }
    pixels++;
    if (value < least) least = value;
    if (value > largest) largest = value;
    if (different.size <= COUNTED) different.add(value);
    for (const [threshold, count] of above) if (value > threshold) above.set(threshold, count + 1);
  }
  const pixelsAbove = (threshold: number): number => above.get(threshold) as number;
  const foreground = pixelsAbove(thresholds.prediction);
  const summary = { least, largest, different: different.size, pixels, pixelsAbove };
  const findings = pixels === 0 ? [] : findingsOf(summary, thresholds);
  if (notNumber !== undefined) {
    const message = `the value at ${pixelText(notNumber, size)} is NaN, which is on neither side of a threshold`;
    findings.push({ severity: "error", message });
  }
  if (nodata !== undefined) {
    const message = `the file names ${nodata} as no data, which ${countText(left)} pixels hold: as truth, they are ignored`;
    findings.push({ severity: "note", message });
  }
  const classes = [
    { label: 0, count: pixels - foreground },
    { label: 1, count: foreground },
  ];
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
