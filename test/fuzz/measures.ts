import { componentQuality, connectedComponents } from "../../src/components/index.js";
import {
  boxIou,
  decodeRuns,
  DetectionScorer,
  encodeRuns,
  mergeRuns,
  rotatedBoxIou,
  runsArea,
  runsBox,
  runsFromCvat,
  runsFromLabelStudio,
  runsFromPolygons,
  runsFromString,
  runsFromYolo,
  runsIou,
  runsToCvat,
  runsToLabelStudio,
  runsToPolygons,
  runsToString,
} from "../../src/instances/index.js";
import { panopticQuality } from "../../src/panoptic/index.js";
import { boundaryIou, surfaceDistances } from "../../src/surfaces/index.js";
import { sameBits } from "../helpers/sameBits.js";
import { finding, type FuzzTarget } from "./fuzzTarget.js";
import { type Random, randomOf } from "./random.js";
import { type Call, requireSameOnEngines } from "./sameOnEngines.js";

/**
 * Boundaries, surfaces, components, panoptic segments, shapes and detections: whatever is passed, every engine gives the same,
 * and nothing but an error of ours that says what is wrong. An input is the seed of a call, as text.
 */
export const measures: FuzzTarget = {
  name: "measures",
  make: (random) => new TextEncoder().encode(String(random.integer(2 ** 31))),
  check(input): void {
    const random = randomOf(Number(new TextDecoder().decode(input)), 0);
    requireSameOnEngines(random.pick(CALLS)(random));
  },
};

const CALLS: readonly ((random: Random) => Call)[] = [
  components,
  instancesOfClasses,
  distances,
  boundaries,
  segments,
  runs,
  strings,
  polygons,
  boxes,
  dialects,
  detections,
];

/** What nobody should pass, and somebody does. */
const HOSTILE: readonly unknown[] = [
  NaN,
  Infinity,
  -Infinity,
  -1,
  0,
  -0,
  0.5,
  1e-320,
  1e300,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  undefined,
  null,
  "1",
  [],
  {},
  "\u0000\u202e",
];

/** A value, and now and then a hostile one in its place. */
function orHostile<T>(random: Random, value: T, probability = 0.02): T {
  return random.chance(probability) ? (random.pick(HOSTILE) as T) : value;
}

function gridOf(random: Random): number[] {
  const most = random.chance(0.9) ? 14 : 70;
  return Array.from({ length: random.pick([2, 2, 3]) }, () => 1 + random.integer(most));
}

const lengthOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

/** Blobs: labels in boxes over each other, with some noise. */
function labelMap(random: Random, shape: readonly number[], labelCount: number): Uint8Array | Int32Array {
  const [width = 1, height = 1] = [shape.at(-1), shape.at(-2)];
  const length = lengthOf(shape);
  const map = random.chance(0.7) ? new Uint8Array(length) : new Int32Array(length);
  for (let blob = random.integer(6); blob > 0; blob--) {
    const label = random.integer(labelCount);
    const [left, top, far] = [random.integer(width), random.integer(height), random.integer(length)];
    const [right, bottom] = [left + random.integer(width), top + random.integer(height)];
    for (let i = random.chance(0.5) ? 0 : far; i < length; i++) {
      const [x, y] = [i % width, Math.floor(i / width) % height];
      if (x >= left && x <= right && y >= top && y <= bottom) map[i] = label;
    }
  }
  const noise = random.pick([0, 0, 0.02, 0.5]);
  for (let i = 0; i < length; i++) if (random.chance(noise)) map[i] = random.integer(labelCount);
  return map;
}

/** The same, a little changed. */
function changed(random: Random, map: Uint8Array | Int32Array, labelCount: number): Uint8Array | Int32Array {
  const by = random.integer(4);
  return map.map((_, i) => (random.chance(0.03) ? random.integer(labelCount) : (map[i - by] ?? 0)));
}

function components(random: Random): Call {
  const shape = gridOf(random);
  const map = labelMap(random, shape, 1 + random.integer(4));
  const options = {
    shape: orHostile(random, shape),
    connectivity: orHostile(random, random.pick(shape.length === 2 ? [4, 8] : [6, 18, 26])) as 4,
    background: orHostile(random, random.pick([undefined, 0, 1])),
  };
  return {
    what: `connectedComponents, ${JSON.stringify(options)}`,
    run: () => connectedComponents(map, options),
  };
}

function instancesOfClasses(random: Random): Call {
  const shape = gridOf(random);
  const numClasses = 2 + random.integer(3);
  const truth = labelMap(random, shape, numClasses);
  const predicted = changed(random, truth, numClasses);
  const spacing = shape.map(() => orHostile(random, random.pick([1, 0.8, 2.5])));
  const options = {
    shape,
    numClasses: orHostile(random, numClasses),
    ...(random.chance(0.5) && { spacing }),
    ...(random.chance(0.4) && { surfaces: { tolerances: [orHostile(random, 1)] } }),
    ...(random.chance(0.3) && { minVolume: orHostile(random, random.integer(9)) }),
  };
  return {
    what: `componentQuality, ${JSON.stringify(options)}`,
    run: () => componentQuality(truth, predicted, options as never),
  };
}

function distances(random: Random): Call {
  const shape = gridOf(random);
  const numClasses = random.pick([undefined, 2, 3]);
  const truth = labelMap(random, shape, numClasses ?? 2);
  const predicted = changed(random, truth, numClasses ?? 2);
  const options = {
    shape: orHostile(random, shape),
    spacing: orHostile(
      random,
      shape.map(() => orHostile(random, random.pick([1, 1, 0.8, 2.5, 1 / 3]))),
    ),
    tolerances: orHostile(random, [orHostile(random, random.pick([0, 1, 2.5]))]),
    percentile: orHostile(random, random.pick([undefined, 95, 50, 100])),
    edges: orHostile(random, random.pick(["erosion", "surfels"] as const)),
    ...(numClasses !== undefined && { numClasses }),
  };
  return {
    what: `surfaceDistances, ${JSON.stringify(options)}`,
    run: () => surfaceDistances(truth, predicted, options),
  };
}

function boundaries(random: Random): Call {
  const [height, width] = [1 + random.integer(60), 1 + random.integer(60)];
  const numClasses = random.pick([undefined, 2, 4]);
  const truth = labelMap(random, [height, width], numClasses ?? 2);
  const predicted = changed(random, truth, numClasses ?? 2);
  const options = {
    width: orHostile(random, width),
    height: orHostile(random, height),
    ...(random.chance(0.5)
      ? { ratio: orHostile(random, random.pick([undefined, 0.02, 0.1])) }
      : { distance: orHostile(random, 1 + random.integer(9)) }),
    ...(numClasses !== undefined && { numClasses }),
    ...(random.chance(0.2) && { ignoreIndex: orHostile(random, random.pick([0, 1, 255])) }),
  };
  return {
    what: `boundaryIou, ${JSON.stringify(options)}`,
    run: () => boundaryIou(truth, predicted, options),
  };
}

function segments(random: Random): Call {
  const [height, width] = [1 + random.integer(40), 1 + random.integer(40)];
  const categories = Array.from({ length: 1 + random.integer(5) }, (_, i) => ({
    id: orHostile(random, i * 7, 0.005),
    isThing: random.chance(0.5),
  }));
  const spread = random.pick([1, 1000, 2 ** 24, 2 ** 30]);
  const side = (map: Uint8Array | Int32Array): object => {
    const ids = Uint32Array.from(map, (label) => (label === 0 ? 0 : label * spread + 3));
    const listed = new Set([...ids].filter((id) => id !== 0 && !random.chance(0.001)));
    return {
      map: orHostile(random, ids, 0.01),
      width: orHostile(random, width, 0.01),
      height,
      segments: [...listed].map((id) => ({
        id: orHostile(random, id, 0.005),
        categoryId: orHostile(random, random.pick(categories).id, 0.005),
        isCrowd: orHostile(random, random.chance(0.1), 0.005),
      })),
    };
  };
  const map = labelMap(random, [height, width], 4);
  const [truth, predicted] = [side(map), side(changed(random, map, 4))];
  const convention = random.pick(["panopticapi", "torchmetrics", "cityscapes"] as const);
  const options = { categories, convention, ...(random.chance(0.2) && { boundaryRatio: 0.05 }) };
  return {
    what: `panopticQuality of ${width} x ${height}, ${JSON.stringify(options)}`,
    run: () => panopticQuality(truth as never, predicted as never, options),
  };
}

function maskOf(random: Random, width: number, height: number): Uint8Array {
  return Uint8Array.from(labelMap(random, [height, width], 2));
}

/** Runs against bitmaps: what is encoded comes back, and areas, unions and overlaps are those of the pixels. */
function runs(random: Random): Call {
  const [height, width] = [1 + random.integer(30), 1 + random.integer(30)];
  const masks = Array.from({ length: 1 + random.integer(5) }, () => maskOf(random, width, height));
  const what = `runs of ${masks.length} masks of ${width} x ${height}`;
  return {
    what,
    run: () => {
      const encoded = masks.map((mask) => encodeRuns(mask, { width, height }));
      encoded.forEach((one, i) => {
        const mask = masks[i] as Uint8Array;
        if (!sameBits(decodeRuns(one), mask)) throw finding(`${what}: other pixels come back`);
        if (!sameBits(decodeRuns(runsFromString(runsToString(one), one.size)), mask))
          throw finding(`${what}: other pixels come back of the text`);
        if (runsArea(one) !== mask.reduce((sum, value) => sum + value, 0)) throw finding(`${what}: area`);
      });
      const isIn = (pixel: number): number[] => masks.map((mask) => mask[pixel] as number);
      for (const intersect of [false, true]) {
        const merged = decodeRuns(mergeRuns(encoded, { intersect }));
        const wanted = merged.map((_, i) => (intersect ? Math.min(...isIn(i)) : Math.max(...isIn(i))));
        if (!sameBits(merged, wanted)) throw finding(`${what}: merged with intersect ${intersect}`);
      }
      const { data } = runsIou(encoded, encoded);
      masks.forEach((a, i) => {
        masks.forEach((b, j) => {
          const both = a.reduce((sum, value, pixel) => sum + (value & (b[pixel] as number)), 0);
          const either = a.reduce((sum, value, pixel) => sum + (value | (b[pixel] as number)), 0);
          const got = data[i * masks.length + j] as number;
          if (either > 0 && got !== both / either) throw finding(`${what}: IoU of ${i} and ${j} is ${got}`);
        });
      });
      return [encoded, encoded.map(runsBox), encoded.map((one) => runsToPolygons(one)), data];
    },
  };
}

/** Texts that are nearly runs, and counts that are nearly those of their size. */
function strings(random: Random): Call {
  const [height, width] = [1 + random.integer(20), 1 + random.integer(20)];
  const good = encodeRuns(maskOf(random, width, height), { width, height });
  const letters = Array.from<string>(runsToString(good));
  for (let edits = random.integer(4); edits > 0; edits--) {
    letters.splice(
      random.integer(letters.length + 1),
      random.integer(2),
      String.fromCharCode(random.integer(random.chance(0.9) ? 128 : 65_536)),
    );
  }
  const text = letters.join("");
  const size = [orHostile(random, height), orHostile(random, width)] as const;
  const counts = random.chance(0.5)
    ? text
    : Array.from(good.counts, (count) => orHostile(random, count + Number(random.chance(0.05))));
  const isParsed = random.chance(0.5);
  return {
    what: `runs of ${JSON.stringify(counts)}, size ${size.join(" x ")}`,
    run: () => {
      const one = isParsed && typeof counts === "string" ? runsFromString(counts, size) : { size, counts };
      return [runsArea(one), runsBox(one), runsIou([one], [good])];
    },
  };
}

function polygons(random: Random): Call {
  const [height, width] = [1 + random.integer(50), 1 + random.integer(50)];
  const scale = random.pick([1, 1, 1, 1, 1, 1, 1e3, 1e9, 1e300]);
  const corner = (side: number): number =>
    orHostile(random, (random.integer(4 * side) / 2 - side / 2) * scale, 0.003);
  const parts = Array.from({ length: 1 + random.integer(3) }, () =>
    Array.from(
      { length: 2 * (3 + random.integer(12) - Number(random.chance(0.02))) + Number(random.chance(0.02)) },
      (_, i) => corner(i % 2 === 0 ? width : height),
    ),
  );
  return {
    what: `runsFromPolygons of ${JSON.stringify(parts)} in ${width} x ${height}`,
    run: () => runsFromPolygons(parts, { width, height }),
  };
}

function boxes(random: Random): Call {
  const format = random.pick(["xyxy", "xywh", "cxcywh"] as const);
  const box = (): number[] => {
    const [x, y, w, h] = [40, 40, 20, 20].map((most) => orHostile(random, random.integer(most), 0.003));
    return (
      format === "xyxy" ? [x, y, Number(x) + Number(w), Number(y) + Number(h)] : [x, y, w, h]
    ) as number[];
  };
  const list = (): number[][] => Array.from({ length: random.integer(6) }, box);
  const [truths, predictions] = [list(), list()];
  const options = {
    format,
    kind: random.pick(["iou", "giou", "diou", "ciou"] as const),
    ...(random.chance(0.2) && { crowd: truths.map(() => random.chance(0.5)) }),
  };
  const turned = (): object[] =>
    list().map(([cx, cy, w, h]) => ({ cx, cy, w, h, angle: orHostile(random, random.integer(360), 0.01) }));
  const [first, second] = [turned(), turned()];
  return random.chance(0.5)
    ? {
        what: `boxIou of ${JSON.stringify([truths, predictions, options])}`,
        run: () => boxIou(truths, predictions, options),
      }
    : {
        what: `rotatedBoxIou of ${JSON.stringify([first, second])}`,
        run: () => rotatedBoxIou(first as never, second as never),
      };
}

/** Masks of other tools, some of them changed: what is read again has the same pixels. */
function dialects(random: Random): Call {
  const size = { width: 1 + random.integer(20), height: 1 + random.integer(20) };
  const mask = maskOf(random, size.width, size.height);
  mask[random.integer(mask.length)] = 1;
  const isWhole = random.chance(0.5);
  const changed = <T extends ArrayLike<unknown>>(values: T): T =>
    isWhole ? values : (Array.from(values, (value) => orHostile(random, value, 0.05)) as never);
  const good = encodeRuns(mask, size);
  const [cvat, brush] = [runsToCvat(good), runsToLabelStudio(good)];
  const [rle, bytes] = [changed(cvat.rle), changed(brush)];
  const tried = [() => runsFromCvat({ ...cvat, rle }, size), () => runsFromLabelStudio(bytes, size)];
  const line = [
    "0",
    ...Array.from({ length: 6 + 2 * random.integer(4) }, () => String(random.integer(100) / 100)),
  ];
  const text = changed(line).join(" ");
  const chosen = random.integer(3);
  const what = `${["cvat", "labelStudio", "yolo"][chosen] as string} of ${JSON.stringify([mask, size, text])}`;
  const read = tried[chosen];
  return {
    what,
    run: () => {
      if (read === undefined) return runsFromYolo(text, size);
      const made = read();
      if (isWhole && !sameBits(decodeRuns(made), mask)) throw finding(`${what}: other pixels come back`);
      return made;
    },
  };
}

function detections(random: Random): Call {
  const categories = [{ id: 1 }, { id: 5, name: "b" }];
  const task = random.pick(["boxes", "masks"] as const);
  const [width, height] = [60, 40];
  const shape = (): object => {
    const box = [random.integer(50), random.integer(30), 1 + random.integer(20), 1 + random.integer(20)];
    const outline = [...box.slice(0, 2), 55, box[1], 55, 35] as number[];
    return task === "boxes"
      ? { bbox: orHostile(random, box, 0.01) }
      : { segmentation: orHostile(random, [outline], 0.01) };
  };
  const images = Array.from({ length: 1 + random.integer(4) }, (_, image) => {
    const truths = Array.from({ length: random.integer(5) }, (__, i) => ({
      id: image * 10 + i,
      category_id: orHostile(random, random.pick([1, 5]), 0.01),
      iscrowd: Number(random.chance(0.1)),
      ...shape(),
      area: orHostile(random, random.integer(2000), 0.01),
    }));
    const found = Array.from({ length: random.integer(8) }, () => ({
      ...shape(),
      ...(random.chance(0.3) && truths[0]),
      category_id: random.pick([1, 5]),
      score: orHostile(random, random.integer(5) / 4, 0.01),
    }));
    return { truths, found };
  });
  return {
    what: `DetectionScorer of ${JSON.stringify([task, images])}`,
    run: () => {
      const scorer = new DetectionScorer({ task, categories });
      images.forEach(({ truths, found }, i) => {
        scorer.update(truths as never, found, { id: String(i), width, height });
      });
      const bytes = scorer.toBytes();
      const again = DetectionScorer.fromBytes(bytes);
      if (!sameBits(again.toBytes(), bytes)) throw finding("a state comes back as other bytes");
      return scorer.compute();
    },
  };
}
