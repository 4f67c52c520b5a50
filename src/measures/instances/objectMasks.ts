import { sizesDiffer, wrongType } from "../../errors/argument.js";
import { describe, formatShape } from "../../errors/describe.js";
import { type Polygon, runsFromBox, runsFromPolygons } from "../../shapes/polygons.js";
import { readProperty } from "../../reading/property.js";
import { type MaskTable, tableOf } from "../../shapes/maskTable.js";
import { type CheckedRuns, readRuns, type Runs } from "../../shapes/runs.js";
import { type RunsMemory, tableOfTexts } from "../../shapes/textTable.js";

/** A mask as COCO has it: runs, or polygons that are the parts of one object. */
export type MaskInput = Runs | readonly Polygon[];

/** Runs of a mask of an image. */
export function readMask(
  value: unknown,
  argument: string,
  size: readonly [height: number, width: number],
): CheckedRuns {
  if (Array.isArray(value)) {
    const [height, width] = size;
    const first: unknown = value[0];
    // pycocotools takes a list of four numbers for a box.
    if (Array.isArray(first) && first.length === 4 && value.length === 1) {
      return named(argument, () => runsFromBox(first as number[], { width, height }));
    }
    return named(argument, () => runsFromPolygons(closedParts(value as Polygon[]), { width, height }));
  }
  if (typeof value !== "object" || value === null) {
    throw wrongType(argument, "runs { size, counts } or a list of polygons", describe(value));
  }
  const runs = readRuns(value, argument);
  if (runs.size[0] !== size[0] || runs.size[1] !== size[1]) {
    throw sizesDiffer(
      `${argument}.size`,
      `a mask of ${formatShape(size)}, as the image`,
      formatShape(runs.size),
      "sizes of masks are [height, width]",
    );
  }
  return runs;
}

/**
 * Annotation tools leave parts of one or two corners beside others. pycocotools draws them, and they have no pixel: as three
 * corners that come back to the first they are what they are. Of the first part it wants more.
 */
function closedParts(parts: readonly Polygon[]): readonly Polygon[] {
  const [first] = parts as readonly unknown[];
  if (!Array.isArray(first) || first.length <= 4) return parts;
  return parts.map((part) => {
    if (!Array.isArray(part) || (part.length !== 2 && part.length !== 4)) return part;
    return [...(part as number[]), ...(part as number[]), ...(part as number[])].slice(0, 6);
  });
}

/** Says whose polygons they are. */
function named<T>(argument: string, make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof Error) cause.message = cause.message.replace(/^"(?:polygons|box)/, `"${argument}`);
    throw cause;
  }
}

/** Masks of an image. */
export interface ObjectMasks {
  readonly size: readonly [height: number, width: number];
  readonly table: MaskTable;
  /** Where these are needed, too. */
  readonly runs: readonly CheckedRuns[] | undefined;
}

/**
 * Reads masks of an image.
 *
 * @param argumentOf how messages name each
 * @param needsRuns whether their table is not all that is asked for
 * @param memory in which their table may stand: until the next image's masks of that side are read
 */
export function readMasks(
  list: readonly unknown[],
  argumentOf: (place: number) => string,
  size: readonly [height: number, width: number],
  needsRuns: boolean,
  memory: RunsMemory,
): ObjectMasks {
  const texts = needsRuns ? undefined : textsOf(list, argumentOf, size);
  const known = texts === undefined ? undefined : tableOfTexts(texts, size, memory);
  if (known !== undefined) return { size, table: known, runs: undefined };
  const runs = Array.from(list, (mask, i) => readMask(mask, argumentOf(i), size));
  return { size, table: tableOf(runs), runs: needsRuns ? runs : undefined };
}

/** COCO's compressed strings; undefined where a mask is anything else, or of another size. */
function textsOf(
  list: readonly unknown[],
  argumentOf: (place: number) => string,
  [height, width]: readonly [height: number, width: number],
): string[] | undefined {
  const texts: string[] = [];
  for (let i = 0; i < list.length; i++) {
    const mask = list[i];
    if (typeof mask !== "object" || mask === null || Array.isArray(mask)) return undefined;
    const size = readProperty(mask, "size", argumentOf(i));
    if (!Array.isArray(size) || size.length !== 2 || size[0] !== height || size[1] !== width)
      return undefined;
    const counts = readProperty(mask, "counts", argumentOf(i));
    if (typeof counts !== "string") return undefined;
    texts.push(counts);
  }
  return texts;
}
