// The binary's export list, and nothing else.
export { heapBase } from "./heapBase";
export { argmaxF32, argmaxF64 } from "./argmax";
export { argmaxPlanesF32, argmaxPlanesF64 } from "./argmaxPlanes";
export { thresholdF32, thresholdF64 } from "./threshold";
export { labelOverlap } from "./labelOverlap";
export { jointHistogramU8, jointHistogramU16, jointHistogramU32 } from "./jointHistogram";
export { sparseHistogramU32 } from "./sparseHistogram";
export { softSumsF32, softSumsF64 } from "./softSums";
export { binaryOverlapU8, binaryOverlapPacked } from "./binaryOverlap";
export { narrowLabelsI64, narrowLabelsU16, widenLabelsU16, widenScoresF16, widenScoresU8 } from "./convert";
