import { wrongType, wrongValue } from "../../errors/argument.js";
import { describe } from "../../errors/describe.js";
import { readOptions } from "../../reading/options.js";
import { readWhole } from "../counts.js";
import type { RowReader, RowWriter } from "../measure.js";
import { exactOf } from "./exactSums.js";
import { isMatch, OVERLAP_NUMBERS } from "./panopticCells.js";
import type { ExactSums, Overlaps } from "./panopticRow.js";
import type { PanopticSettings } from "./panopticSettings.js";

/** What IoUs are summed of, each for itself. */
export const IOU_SUMS = [
  "panopticapi",
  "torchmetrics",
  /** Of all overlaps of stuff, matched or not. */
  "torchmetricsModified",
] as const;

export type IouSum = (typeof IOU_SUMS)[number];

/** Sums as plain JSON. */
export interface SumsJson {
  readonly cells: readonly number[];
  /** Decimal whole numbers of 2^-106. */
  readonly values: readonly string[];
}

/** Bits of a sum that one written integer holds. */
const LIMB_BITS = 48n;

/** More than 2^53 IoUs of up to 2^53 each have. */
const MAX_LIMBS = 5;

/** The cell of a category's sum. */
export function sumCell(category: number, sum: IouSum): number {
  return category * IOU_SUMS.length + IOU_SUMS.indexOf(sum);
}

/** Calls back with each IoU of an image that goes into a sum, in order. */
export function eachIou(
  overlaps: Overlaps,
  sum: IouSum,
  take: (category: number, iou: number) => void,
): void {
  const list = overlaps[sum === "panopticapi" ? 0 : 1];
  for (let at = 0; at < list.length; at += OVERLAP_NUMBERS) {
    if (sum === "torchmetrics" && !isMatch(list, at)) continue;
    take(list[at] as number, (list[at + 1] as number) / (list[at + 2] as number));
  }
}

/** An image's sums. */
export function sumsOf(overlaps: Overlaps): ExactSums {
  const sums = new Map<number, bigint>();
  for (const sum of IOU_SUMS) {
    eachIou(overlaps, sum, (category, iou) => {
      const cell = sumCell(category, sum);
      sums.set(cell, (sums.get(cell) ?? 0n) + exactOf(iou));
    });
  }
  return sorted(sums);
}

export function addSums(a: ExactSums, b: ExactSums): ExactSums {
  const sums = new Map(a);
  for (const [cell, value] of b) sums.set(cell, (sums.get(cell) ?? 0n) + value);
  return sorted(sums);
}

function sorted(sums: ExactSums): ExactSums {
  return new Map([...sums].sort(([a], [b]) => a - b));
}

/** 0 only where both are the same. */
export function compareSums(a: ExactSums = new Map(), b: ExactSums = new Map()): number {
  const [ours, theirs] = [a, b].map((sums) => JSON.stringify(sumsToJson(sums))) as [string, string];
  return ours < theirs ? -1 : Number(ours > theirs);
}

export function sumsToJson(sums: ExactSums): SumsJson {
  return { cells: [...sums.keys()], values: [...sums.values()].map(String) };
}

/** @throws {TypeError | RangeError} they are no sums of these settings */
export function sumsFromJson(value: unknown, place: string, { categories }: PanopticSettings): ExactSums {
  const { cells, values } = readOptions(value, ["cells", "values"], place);
  if (!Array.isArray(cells) || !Array.isArray(values) || cells.length !== values.length) {
    throw wrongType(`${place}.cells`, "an array as long as values", describe(cells));
  }
  const sums = new Map<number, bigint>();
  let before = -1;
  for (let i = 0; i < cells.length; i++) {
    const cell = readWhole(cells[i], `${place}.cells[${i}]`, categories.length * IOU_SUMS.length - 1);
    if (cell <= before) throw wrongValue(`${place}.cells`, "ascending cells", `${cell} at ${i}`);
    before = cell;
    const text: unknown = values[i];
    if (typeof text !== "string" || !/^[1-9][0-9]{0,71}$/.test(text)) {
      throw wrongValue(`${place}.values[${i}]`, "a decimal whole number above 0", describe(text));
    }
    sums.set(cell, BigInt(text));
  }
  return sums;
}

export function writeSums(sums: ExactSums, writer: RowWriter): void {
  writer.integer(sums.size);
  for (const [cell, sum] of sums) {
    writer.integer(cell);
    const limbs: number[] = [];
    for (let left = sum; left > 0n; left >>= LIMB_BITS) limbs.push(Number(left & ((1n << LIMB_BITS) - 1n)));
    writer.integer(limbs.length);
    for (const limb of limbs) writer.integer(limb);
  }
}

export function readSums(reader: RowReader): SumsJson {
  const length = reader.integer();
  if (length > reader.bytesLeft) throw new RangeError("it ends too early");
  const cells: number[] = [];
  const values: string[] = [];
  for (let i = 0; i < length; i++) {
    cells.push(reader.integer());
    const limbCount = reader.integer();
    if (limbCount > MAX_LIMBS) throw new RangeError("a sum of too many digits");
    let sum = 0n;
    for (let limb = 0; limb < limbCount; limb++) {
      const bits = BigInt(reader.integer());
      if (bits >> LIMB_BITS !== 0n) throw new RangeError("a sum of wrong digits");
      sum += bits << (BigInt(limb) * LIMB_BITS);
    }
    values.push(String(sum));
  }
  return { cells, values };
}
