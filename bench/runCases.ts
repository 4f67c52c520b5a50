import { setBackend } from "maskscore";
import {
  decodeRuns,
  encodeRuns,
  type Runs,
  runsArea,
  runsBox,
  runsFromPolygons,
  runsFromString,
  runsIou,
  runsToString,
} from "maskscore/instances";
import { type Case, onBackends } from "./benchCase.js";
import { MASK_COUNT, MASK_SIZE, polygonsOf } from "./maskSet.js";

const { width: WIDTH, height: HEIGHT } = MASK_SIZE;

type RunCase = Omit<Case, "name">;

function runsOf(seed: number): Runs[] {
  return polygonsOf(seed).map((parts) => runsFromPolygons(parts, MASK_SIZE));
}

function sumOf(numbers: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += (numbers[i] as number) * ((i % 7) + 1);
  return sum;
}

/** Cases of run-length masks, by name. */
export const RUN_CASES: readonly (readonly [name: string, make: () => RunCase])[] = [
  ["runs / polygons, parts merged / 320 objects of 640 x 480", polygonsCase],
  ["runs / encode, row by row / 640 x 480", (): RunCase => encodeCase("rowMajor")],
  ["runs / encode, column by column / 640 x 480", (): RunCase => encodeCase("columnMajor")],
  ["runs / decode, row by row / 640 x 480", (): RunCase => decodeCase("rowMajor")],
  ["runs / decode, column by column / 640 x 480", (): RunCase => decodeCase("columnMajor")],
  ["runs / area / 320 masks of 640 x 480", (): RunCase => figureCase((runs) => runsArea(runs))],
  ["runs / box / 320 masks of 640 x 480", (): RunCase => figureCase((runs) => sumOf(runsBox(runs)))],
  [
    "runs / to strings / 320 masks of 640 x 480",
    (): RunCase => figureCase((runs) => runsToString(runs).length),
  ],
  ["runs / from strings / 320 masks of 640 x 480", stringsCase],
  ["runs / IoU / 320 x 320 masks of 640 x 480", iouCase],
];

const PIXELS = MASK_COUNT * WIDTH * HEIGHT;

function polygonsCase(): RunCase {
  const polygons = polygonsOf(1);
  return {
    pixels: PIXELS,
    bytes: polygons.flat(2).length * 8,
    digest: (result) => result as number,
    tolerance: 0,
    contenders: onBackends(setBackend, () =>
      sumOf(polygons.map((parts) => sumOf(runsFromPolygons(parts, MASK_SIZE).counts))),
    ),
  };
}

function encodeCase(order: "rowMajor" | "columnMajor"): RunCase {
  const masks = runsOf(1).map((runs) => decodeRuns(runs, { order }));
  const options = { width: WIDTH, height: HEIGHT, order };
  return {
    pixels: PIXELS,
    bytes: PIXELS,
    digest: (result) => result as number,
    tolerance: 0,
    contenders: onBackends(setBackend, () =>
      sumOf(masks.map((mask) => sumOf(encodeRuns(mask, options).counts))),
    ),
  };
}

/** Into one array: to make one for each mask takes longer than to write it. */
function decodeCase(order: "rowMajor" | "columnMajor"): RunCase {
  const masks = runsOf(1);
  const into = new Uint8Array(WIDTH * HEIGHT);
  return {
    pixels: PIXELS,
    bytes: PIXELS,
    digest: (result) => result as number,
    tolerance: 0,
    contenders: onBackends(setBackend, () =>
      sumOf(masks.map((runs, i) => decodeRuns(runs, { order, into })[(i * 7919) % into.length] as number)),
    ),
  };
}

/** A number a mask, of its runs. */
function figureCase(figure: (runs: Runs) => number): RunCase {
  const masks = runsOf(1);
  return {
    pixels: PIXELS,
    bytes: masks.reduce((sum, { counts }) => sum + counts.length * 4, 0),
    digest: (result) => result as number,
    tolerance: 0,
    contenders: onBackends(setBackend, () => sumOf(masks.map(figure))),
  };
}

function stringsCase(): RunCase {
  const texts = runsOf(1).map(runsToString);
  return {
    pixels: PIXELS,
    bytes: texts.join("").length,
    digest: (result) => result as number,
    tolerance: 0,
    contenders: onBackends(setBackend, () =>
      sumOf(texts.map((text) => sumOf(runsFromString(text, [HEIGHT, WIDTH]).counts))),
    ),
  };
}

function iouCase(): RunCase {
  const [truths, predictions] = [runsOf(1), runsOf(2)];
  return {
    pixels: PIXELS * 2,
    bytes: [...truths, ...predictions].reduce((sum, { counts }) => sum + counts.length * 4, 0),
    digest: (result) => sumOf((result as ReturnType<typeof runsIou>).data),
    tolerance: 0,
    contenders: onBackends(setBackend, () => runsIou(truths, predictions)),
  };
}
