import { metrics_np, setBackend, type BackendName } from "maskscore";
import { seededRandom } from "../src/samples/random.js";
import { streetScene } from "../src/samples/streetScene.js";
import { tutorialMeanIou } from "./baselines/tutorial.js";

/** One way of doing a case's job. */
export interface Contender {
  readonly name: string;
  /** Called once before a round of timing. */
  readonly prepare: () => void;
  readonly run: () => number;
}

export interface Case {
  /** group / function / value */
  readonly name: string;
  readonly pixels: number;
  /** Bytes of the input, both sides. */
  readonly bytes: number;
  /** How far a contender's result may be from the reference's, relatively; 0: equal to the last bit. */
  readonly tolerance: number;
  readonly contenders: readonly Contender[];
}

const BACKENDS: readonly BackendName[] = ["simd", "scalar", "reference"];

const SIZES = [
  { side: 1024, numClasses: 21 },
  { side: 512, numClasses: 2 },
] as const;

/** Every case, by name; inputs are made when a case is asked for, since they are large. */
export function allCases(): ReadonlyMap<string, () => Case> {
  const cases = new Map<string, () => Case>();
  for (const { side, numClasses } of SIZES) {
    for (const metricType of ["standard", "soft"] as const) {
      const name = `metrics_np / ${metricType} / 1 x ${side} x ${side} x ${numClasses}, one-hot vs softmax, 2 % noise`;
      cases.set(name, () => metricsCase(name, side, numClasses, metricType));
    }
  }
  return cases;
}

function metricsCase(name: string, side: number, numClasses: number, metricType: "standard" | "soft"): Case {
  const shape = [1, side, side, numClasses] as const;
  const { groundTruth, prediction } = oneHotAndSoftmax(side, numClasses);
  const yTrue = { data: groundTruth, shape };
  const yPred = { data: prediction, shape };
  return {
    name,
    pixels: side * side,
    bytes: groundTruth.byteLength + prediction.byteLength,
    // The tutorial's products are float32.
    tolerance: metricType === "soft" ? 1e-6 : 0,
    contenders: [
      ...BACKENDS.map((backendName) => ({
        name: backendName,
        prepare: () => {
          setBackend(backendName);
        },
        run: () => metrics_np(yTrue, yPred, "iou", metricType),
      })),
      {
        name: "tutorial",
        prepare: () => undefined,
        run: () => tutorialMeanIou(yTrue, yPred, metricType),
      },
    ],
  };
}

/** A street scene as one-hot truth, and as what a good model's softmax gives: 2 % of its pixels peak elsewhere. */
function oneHotAndSoftmax(
  side: number,
  numClasses: number,
): { groundTruth: Float32Array; prediction: Float32Array } {
  const scene = streetScene({ width: side, height: side, seed: 7 });
  const random = seededRandom(11);
  const groundTruth = new Float32Array(side * side * numClasses);
  const prediction = new Float32Array(side * side * numClasses);
  for (let pixel = 0; pixel < side * side; pixel++) {
    const first = pixel * numClasses;
    groundTruth[first + ((scene.groundTruth[pixel] as number) % numClasses)] = 1;
    const peak =
      random() < 0.02 ? Math.floor(random() * numClasses) : (scene.prediction[pixel] as number) % numClasses;
    let sum = 0;
    for (let c = 0; c < numClasses; c++) {
      const score = c === peak ? 2 + random() : random() / numClasses;
      prediction[first + c] = score;
      sum += score;
    }
    for (let c = 0; c < numClasses; c++) prediction[first + c] = (prediction[first + c] as number) / sum;
  }
  return { groundTruth, prediction };
}
