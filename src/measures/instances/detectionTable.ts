import type { MeasuredImage } from "../measure.js";
import type { DetectionRow } from "./detectionRow.js";
import type { DetectionSettings } from "./detectionSettings.js";
import { stableOrder } from "./stableOrder.js";

/** All detections of one category, the surest first; of equal ones by image, and then as in the image. */
export interface CategoryTable {
  readonly scores: Float64Array;
  /** The how manieth of its image and category, from 0 on. */
  readonly ranks: Uint32Array;
  /** Place of its image. */
  readonly images: Uint32Array;
  /** One number an area range each; see DetectionRow. */
  readonly matched: Uint32Array;
  readonly ignored: Uint32Array;
  /** Images with objects of the category. */
  readonly truthImages: Uint32Array;
  /** Objects of each of these that count, one number an area range. */
  readonly truths: Uint32Array;
}

export interface DetectionTable {
  /** One a category; a single one where categories do not matter. */
  readonly categories: readonly CategoryTable[];
  readonly imageCount: number;
  /** How often each image counts. */
  readonly weights: Float64Array;
}

type Image = MeasuredImage<DetectionRow>;

/**
 * Places of images in the order in which equal scores are taken: by number where ids are numbers, as pycocotools does it; then
 * the others as they stand.
 */
function imageSequence(images: readonly Image[]): number[] {
  const numeric = images.map(({ id }) => id !== undefined && /^(?:0|[1-9]\d*)$/.test(id));
  const places = images.map((_, i) => i);
  return places.sort((a, b) => {
    if (numeric[a] !== numeric[b]) return numeric[a] === true ? -1 : 1;
    if (numeric[a] === true) {
      const [x, y] = [images[a]?.id as string, images[b]?.id as string];
      return x.length - y.length || (x < y ? -1 : x > y ? 1 : a - b);
    }
    return a - b;
  });
}

/** Brings the rows of images together, category by category. */
export function detectionTable(settings: DetectionSettings, images: readonly Image[]): DetectionTable {
  const groupCount = settings.perCategory ? settings.categories.length : 1;
  const ranges = settings.areaRanges.length;
  const [detectionCounts, imageCounts] = [new Uint32Array(groupCount), new Uint32Array(groupCount)];
  for (const { row } of images) {
    for (let g = 0; g < row.groups.length; g++) {
      const group = row.groups[g] as number;
      detectionCounts[group] = (detectionCounts[group] as number) + (row.detectionCounts[g] as number);
      if (row.truthCounts[g] !== 0) imageCounts[group] = (imageCounts[group] as number) + 1;
    }
  }
  const gathered = Array.from({ length: groupCount }, (_, group) =>
    emptyTable(detectionCounts[group] as number, imageCounts[group] as number, ranges),
  );
  const [ends, truthEnds] = [new Uint32Array(groupCount), new Uint32Array(groupCount)];
  for (const image of imageSequence(images)) {
    const { row } = images[image] as Image;
    let [detection, truth] = [0, 0];
    for (let g = 0; g < row.groups.length; g++) {
      const group = row.groups[g] as number;
      const table = gathered[group] as CategoryTable;
      const count = row.detectionCounts[g] as number;
      const first = ends[group] as number;
      // A group of an image is small: to copy it by itself is sooner done than to ask for a view of it.
      for (let rank = 0; rank < count; rank++) {
        table.scores[first + rank] = row.scores[detection + rank] as number;
        table.images[first + rank] = image;
        table.ranks[first + rank] = rank;
      }
      const [from, to] = [detection * ranges, first * ranges];
      for (let cell = 0; cell < count * ranges; cell++) {
        table.matched[to + cell] = row.matched[from + cell] as number;
        table.ignored[to + cell] = row.ignored[from + cell] as number;
      }
      ends[group] = first + count;
      detection += count;
      const truthCount = row.truthCounts[g] as number;
      if (truthCount === 0) continue;
      const place = truthEnds[group] as number;
      table.truthImages[place] = image;
      for (const end = truth + truthCount; truth < end; truth++) {
        const bits = row.truthRanges[truth] as number;
        for (let r = 0; r < ranges; r++) {
          const cell = place * ranges + r;
          table.truths[cell] = (table.truths[cell] as number) + ((bits >>> r) & 1);
        }
      }
      truthEnds[group] = place + 1;
    }
  }
  return {
    categories: gathered.map((table) => sorted(table, ranges)),
    imageCount: images.length,
    weights: Float64Array.from(images, ({ weight }) => weight),
  };
}

function emptyTable(detections: number, images: number, ranges: number): CategoryTable {
  return {
    scores: new Float64Array(detections),
    ranks: new Uint32Array(detections),
    images: new Uint32Array(detections),
    matched: new Uint32Array(detections * ranges),
    ignored: new Uint32Array(detections * ranges),
    truthImages: new Uint32Array(images),
    truths: new Uint32Array(images * ranges),
  };
}

function sorted(table: CategoryTable, ranges: number): CategoryTable {
  const order = stableOrder(table.scores);
  const result = emptyTable(order.length, 0, ranges);
  const { scores, ranks, images, matched, ignored } = result;
  for (let i = 0; i < order.length; i++) {
    const place = order[i] as number;
    scores[i] = table.scores[place] as number;
    ranks[i] = table.ranks[place] as number;
    images[i] = table.images[place] as number;
    for (let to = i * ranges, from = place * ranges; to < (i + 1) * ranges; to++, from++) {
      matched[to] = table.matched[from] as number;
      ignored[to] = table.ignored[from] as number;
    }
  }
  return { ...result, truthImages: table.truthImages, truths: table.truths };
}
