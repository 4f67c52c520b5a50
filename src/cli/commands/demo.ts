import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { binaryOverlap } from "../../functional.js";
import { mean_iou } from "../../metricsNp.js";
import { circlesFigure, type ScoredCircles } from "../../report/circlesFigure.js";
import { CIRCLE_PAIRS, type CirclePair, circleMask, GRID_SIZE } from "../../samples/circles.js";
import { DataError } from "../exitCodes.js";
import { score } from "./score.js";
import type { Terminal } from "../terminal.js";

// Relative to the bundle, dist/cli/.
const SAMPLES = fileURLToPath(new URL("../../samples/street/", import.meta.url));

/** maskscore demo: the tutorial's circles, scored and drawn, and the street scene that ships with the package. */
export async function demo(figurePath: string, terminal: Terminal): Promise<void> {
  terminal.print(`The tutorial's circles, ${GRID_SIZE} x ${GRID_SIZE} pixels\n\n`);
  const scored = CIRCLE_PAIRS.map((pair) => scoreCircles(pair, terminal));
  try {
    await writeFile(figurePath, circlesFigure(scored));
  } catch (cause) {
    throw new DataError(`${figurePath}: cannot be written: ${(cause as Error).message}`, { cause });
  }
  terminal.print(
    `\ndrawn in ${figurePath}\n\nA street scene, 512 x 256 pixels, truth against prediction\n\n`,
  );
  await score(`${SAMPLES}truth`, [`${SAMPLES}prediction`], { classes: `${SAMPLES}classes.json` }, terminal);
}

function scoreCircles(pair: CirclePair, terminal: Terminal): ScoredCircles {
  const truth = circleMask(pair.groundTruth);
  const prediction = circleMask(pair.prediction);
  const shape = [GRID_SIZE, GRID_SIZE, 1];
  const iou = mean_iou({ data: truth, shape }, { data: prediction, shape });
  const { intersection, union } = binaryOverlap(truth, prediction);
  const { x, y, radius } = pair.prediction;
  terminal.print(
    `  circle at (${x}, ${y}), radius ${radius}, against (0, 0), radius 4:  IoU = ${intersection}/${union} = ${iou.toFixed(4)}\n`,
  );
  return { ...pair, iou };
}
