import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { binaryOverlap } from "../../src/counting/countFunctions.js";
import { mean_iou } from "../../src/measures/tutorial/tutorialFunctions.js";
import { circlesFigure, type ScoredCircles } from "../../app/report/circlesFigure.js";
import { CIRCLE_PAIRS, type CirclePair, circleMask, GRID_SIZE } from "../../app/samples/circles.js";
import { onInterruption } from "../interruption.js";
import { requireOutputs } from "../outputs.js";
import { writeOutput } from "../writeOutput.js";
import { compare } from "./compare.js";
import { score } from "./score.js";
import type { Terminal } from "../terminal.js";

// Relative to the bundle, dist/cli/.
const SAMPLES = fileURLToPath(new URL("../../samples/", import.meta.url));

/** Where the demo's pictures go. */
export interface DemoOptions {
  readonly figure: string;
  readonly report: string;
}

/** maskscore demo: the tutorial's circles, scored and drawn; a street scene; two models on eight of them, as a page. */
export async function demo({ figure, report }: DemoOptions, terminal: Terminal): Promise<void> {
  onInterruption(() => "interrupted before the demonstration was over");
  for (const html of [figure, report]) await requireOutputs({ html });
  terminal.print(`The tutorial's circles, ${GRID_SIZE} x ${GRID_SIZE} pixels\n\n`);
  const scored = CIRCLE_PAIRS.map((pair) => scoreCircles(pair, terminal));
  await writeOutput(figure, circlesFigure(scored));
  terminal.print(`\ndrawn in ${figure}\n\nA street scene, 512 x 256 pixels, truth against prediction\n\n`);
  const street = join(SAMPLES, "street");
  await score(
    join(street, "truth"),
    [join(street, "prediction")],
    { classes: join(street, "classes.json") },
    terminal,
  );
  terminal.print("\nTwo models on eight street scenes: is the second one better?\n\n");
  const streets = join(SAMPLES, "streets");
  await compare(
    ["truth", "coarse", "fine"].map((folder) => join(streets, folder)),
    { classes: join(streets, "classes.json"), html: report },
    terminal,
  );
  terminal.print(`\nthe page with plots and pictures is ${report}: open it in a browser\n`);
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
