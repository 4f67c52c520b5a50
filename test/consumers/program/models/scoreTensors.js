import { confusionMatrix } from "maskscore";
import { DIMS, outputsOf, TRUTH } from "./tinyModel.js";

const OPTIONS = { numClasses: 3, layout: "channelsFirst" };

/** Tensors of a runtime, as its model puts them out and as one makes them. */
export async function scoreTensors(runtime) {
  const { probabilities } = await outputsOf(runtime);
  // 1 and 2 in float16.
  const halves = Uint16Array.of(0x3c00, 0, 0, 0, 0, 0x3c00, 0, 0x4000, 0, 0, 0x3c00, 0x3c00);
  return {
    probabilities: countsOf(probabilities),
    float16: countsOf(new runtime.Tensor("float16", halves, DIMS)),
  };
}

export function countsOf(tensor) {
  return [...confusionMatrix(TRUTH, tensor, OPTIONS).counts];
}
