import type { ClassChoice } from "../../../app/classes/scoredClasses.js";
import type { Sides } from "../../../app/job/runDecode.js";

/** What the user says of pixels that have no label by their file's own word; undefined where nothing. */
export interface PixelChoices {
  /** On which sides pixels of alpha 0 are unlabelled. */
  readonly alpha: "both" | "groundTruth" | "prediction" | undefined;
  readonly nearestColour: number | undefined;
  readonly unlistedColours: "void" | undefined;
  /** Labels are ids of instances, divided by this; 1: they are classes. */
  readonly divide: number | undefined;
  /** The same of predictions, where it is another. */
  readonly predictionDivide: number | undefined;
  /** A prediction of another size is brought to the truth's. */
  readonly resize: ClassChoice["resize"];
}

export const NO_PIXEL_CHOICES: PixelChoices = {
  alpha: undefined,
  nearestColour: undefined,
  unlistedColours: undefined,
  divide: undefined,
  predictionDivide: undefined,
  resize: undefined,
};

/** The same, as it is said of the two sides. */
export function declarationsOf({
  alpha,
  nearestColour,
  unlistedColours,
  divide,
  predictionDivide = divide,
  resize,
}: PixelChoices): Pick<ClassChoice, "alpha" | "nearestColour" | "unlistedColours" | "divide" | "resize"> {
  return {
    alpha: alpha === undefined ? undefined : alpha === "both" ? BOTH_VOID : { [alpha]: "void" as const },
    nearestColour,
    unlistedColours,
    resize,
    divide: dividing(divide, predictionDivide),
  };
}

const BOTH_VOID = { groundTruth: "void", prediction: "void" } as const;

function dividing(truth: number | undefined, prediction: number | undefined): Sides<number> | undefined {
  const isDivisor = (divisor: number | undefined): divisor is number =>
    Number.isInteger(divisor) && (divisor as number) > 1;
  if (!isDivisor(truth) && !isDivisor(prediction)) return undefined;
  return {
    ...(isDivisor(truth) ? { groundTruth: truth } : {}),
    ...(isDivisor(prediction) ? { prediction } : {}),
  };
}
