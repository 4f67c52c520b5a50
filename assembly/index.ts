// The binary's export list, and nothing else.
export { heapBase } from "./heapBase";
export { argmaxF32, argmaxF64 } from "./argmax";
export { thresholdF32, thresholdF64 } from "./threshold";
export { labelOverlap } from "./labelOverlap";
export { jointHistogramU8, jointHistogramI32 } from "./jointHistogram";
export { softSumsF32, softSumsF64 } from "./softSums";
