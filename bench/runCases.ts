import { setBackend } from "maskscore";
import { decodeRuns, encodeRuns, type Runs, runsFromPolygons, runsIou } from "maskscore/instances";
import { seededRandom } from "../app/samples/seededRandom.js";
import type { Case, Contender } from "./benchCase.js";

// Masks as COCO has them: one object an image of 640 x 480, outlines of 8 to 60 corners.

const [WIDTH, HEIGHT] = [640, 480];
const OBJECTS = 320;

type RunCase = Omit<Case, "name">;

function polygonsOf(seed: number): number[][] {
  const random = seededRandom(seed);
  return Array.from({ length: OBJECTS }, () => {
    const [cx, cy] = [random() * WIDTH, random() * HEIGHT];
    const radius = 10 + random() ** 3 * 200;
    const corners = 8 + Math.floor(random() * 52);
    return Array.from({ length: corners }, (_, i) => {
      const [angle, far] = [(i / corners) * 2 * Math.PI, radius * (0.7 + random() * 0.3)];
      const at = [cx + far * Math.cos(angle), cy + far * Math.sin(angle)];
      return at.map((coordinate) => Math.round(coordinate * 100) / 100);
    }).flat();
  });
}

function runsOf(seed: number): Runs[] {
  return polygonsOf(seed).map((polygon) => runsFromPolygons([polygon], { width: WIDTH, height: HEIGHT }));
}

function onBackends(run: () => unknown): Contender[] {
  return (["simd", "scalar", "reference"] as const).map((name) => ({
    name,
    prepare: () => {
      setBackend(name);
    },
    run,
  }));
}

function sumOf(numbers: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += (numbers[i] as number) * ((i % 7) + 1);
  return sum;
}

/** Cases of run-length masks, by name. */
export const RUN_CASES: readonly (readonly [name: string, make: () => RunCase])[] = [
  ["runs / polygons / 320 objects of 640 x 480", polygonsCase],
  ["runs / encode, row by row / 640 x 480", (): RunCase => encodeCase("rowMajor")],
  ["runs / encode, column by column / 640 x 480", (): RunCase => encodeCase("columnMajor")],
  ["runs / decode, row by row / 640 x 480", (): RunCase => decodeCase("rowMajor")],
  ["runs / decode, column by column / 640 x 480", (): RunCase => decodeCase("columnMajor")],
  ["runs / IoU / 320 x 320 masks of 640 x 480", iouCase],
];

const PIXELS = OBJECTS * WIDTH * HEIGHT;

function polygonsCase(): RunCase {
  const polygons = polygonsOf(1);
  return {
    pixels: PIXELS,
    bytes: polygons.flat().length * 8,
    digest: (result) => result as number,
    tolerance: 0,
    contenders: onBackends(() =>
      sumOf(
        polygons.map((polygon) =>
          sumOf(runsFromPolygons([polygon], { width: WIDTH, height: HEIGHT }).counts),
        ),
      ),
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
    contenders: onBackends(() => sumOf(masks.map((mask) => sumOf(encodeRuns(mask, options).counts)))),
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
    contenders: onBackends(() =>
      sumOf(masks.map((runs, i) => decodeRuns(runs, { order, into })[(i * 7919) % into.length] as number)),
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
    contenders: onBackends(() => runsIou(truths, predictions)),
  };
}
