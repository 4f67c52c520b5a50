import type { ScorerSettings } from "../../src/measures/confusion/settings.js";
import type { RawLabel } from "../../src/labels/labelKinds.js";
import { classWithoutNodata, rulesOf } from "../../src/labels/labelRules.js";
import type { Side } from "../../src/errors/problem.js";
import type { LabelRaster } from "../../src/reading/raster.js";
import type { Labels } from "../../src/types.js";
import { DECLARED_VOID } from "../formats/declaredColours.js";
import { DatasetError } from "../errors/problem.js";
import type { MaskPair, NamedMask } from "./maskPair.js";
import { type NodataChoice, requireNoClass } from "./pairLabels.js";
import { scoreAxesOf } from "./rasterLabels.js";
import type { Sides } from "./runDecode.js";

/** Cityscapes': what has no instances keeps its class's id, and ids below this are such. */
const KEEPS_SMALL = 1000;

const LARGEST = 2 ** 31 - 1;

/**
 * The class of an instance's id. By 1000, as Cityscapes has them, ids below 1000 are classes as they are (of stuff, and of
 * groups whose instances could not be told apart); by any other number, as 256 of Mapillary Vistas, every id is divided. What
 * is below 0 is no id.
 *
 * @see cityscapesScripts' json2instanceImg.py; Mapillary Vistas' demo.py
 */
export function classOfId(id: number, divisor: number): number {
  return id < 0 || (divisor === KEEPS_SMALL && id < KEEPS_SMALL) ? id : Math.floor(id / divisor);
}

/**
 * Pairs whose sides hold ids of instances, as labels. What a file names as no data is such by its id, before the division.
 *
 * @throws {DatasetError} a side that is to be divided holds no labels, or no data that is a class as well
 */
export function dividePair<Pair extends MaskPair>(
  pair: Pair,
  settings: ScorerSettings,
  divide: Sides<number> | undefined,
  nodata: NodataChoice | undefined,
): Pair {
  if (divide === undefined) return pair;
  const rules = rulesOf(settings);
  const side = (which: Side): NamedMask => {
    const divisor = divide[which];
    if (divisor === undefined) return pair[which];
    const labels = labelsToDivide(pair, which, divisor);
    const divided = dividedRaster(labels, divisor, (label) => {
      if (nodata !== undefined) return nodata === "ignore";
      const classOf = (id: RawLabel): ReturnType<typeof classWithoutNodata> =>
        classWithoutNodata(rules[which], classOfId(id, divisor) as RawLabel);
      if (which === "groundTruth") requireNoClass(settings, pair.groundTruth, label, classOf(label));
      // As without a division: what is a class is predicted as one.
      return classOf(label) === undefined || which === "groundTruth";
    });
    return { name: pair[which].name, mask: divided };
  };
  return { ...pair, groundTruth: side("groundTruth"), prediction: side("prediction") };
}

function labelsToDivide(pair: MaskPair, which: Side, divisor: number): LabelRaster {
  const { name, mask } = pair[which];
  if (mask.kind === "labels" && scoreAxesOf(mask) === undefined) return mask;
  const other = which === "groundTruth" ? "prediction" : "groundTruth";
  throw new DatasetError({
    code: "divided-no-labels",
    file: name,
    cure: [{ do: "divide-side", side: other, divisor }],
  });
}

/** @param isNodata whether what the file names as no data is that, once it is known which label it is */
export function dividedRaster(
  raster: LabelRaster,
  divisor: number,
  isNodata: (label: RawLabel) => boolean,
): LabelRaster {
  const nodata = raster.nodata as RawLabel | undefined;
  const isMarked = nodata !== undefined && isNodata(nodata);
  const data = dividedLabels(raster.data, divisor, isMarked ? nodata : undefined);
  return { ...raster, data, nodata: undefined, voidLabel: isMarked ? DECLARED_VOID : raster.voidLabel };
}

function dividedLabels(
  ids: Labels,
  divisor: number,
  nodata: RawLabel | undefined,
): Int32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer> {
  const labels = new Int32Array(ids.length);
  for (let pixel = 0; pixel < labels.length; pixel++) {
    const id = Number(ids[pixel]);
    const label = id === nodata ? DECLARED_VOID : classOfId(id, divisor);
    if (label > LARGEST || label < -LARGEST - 1) return dividedLarge(ids, divisor, nodata);
    labels[pixel] = label;
  }
  return labels;
}

function dividedLarge(
  ids: Labels,
  divisor: number,
  nodata: RawLabel | undefined,
): BigInt64Array<ArrayBuffer> {
  return BigInt64Array.from(ids as BigInt64Array, (id: bigint | number) => {
    const number = Number(id);
    return BigInt(number === nodata ? DECLARED_VOID : classOfId(number, divisor));
  });
}
