// Counts a 32,768 x 32,768 pair that arrives in strips, and prints how far the process's memory grew above the strips.
import console from "node:console";
import process from "node:process";
import { ConfusionCounter } from "maskscore";

const SIDE = 32768;
const STRIP_ROWS = 64;
const NUM_CLASSES = 19;

const truth = new Uint8Array(SIDE * STRIP_ROWS);
const prediction = new Uint8Array(SIDE * STRIP_ROWS);

/** The strip with its first row at y: classes in squares of 256; the prediction is one class off in each 16th row. */
function fill(y) {
  for (let row = 0; row < STRIP_ROWS; row++) {
    const first = row * SIDE;
    for (let x = 0; x < SIDE; x += 256) {
      const label = ((x >> 8) + ((y + row) >> 8)) % NUM_CLASSES;
      truth.fill(label, first + x, first + x + 256);
      prediction.fill((y + row) % 16 === 0 ? (label + 1) % NUM_CLASSES : label, first + x, first + x + 256);
    }
  }
}

async function* strips() {
  for (let y = 0; y < SIDE; y += STRIP_ROWS) {
    fill(y);
    yield [truth, prediction];
  }
}

fill(0);
const before = process.resourceUsage().maxRSS;
const counter = await new ConfusionCounter({ numClasses: NUM_CLASSES }).updateAll(strips());
const grownKiB = process.resourceUsage().maxRSS - before;
const { counts } = counter.result();
let agreeing = 0;
for (let label = 0; label < NUM_CLASSES; label++) agreeing += counts[label * NUM_CLASSES + label];
console.log(JSON.stringify({ pixelCount: counter.pixelCount, agreeing, grownMiB: grownKiB / 1024 }));
