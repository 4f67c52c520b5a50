// The export list of the second binary, and nothing else: what is looked at as a grid of neighbours. It is a binary of its
// own, so that who counts pixels carries none of it.
export { heapBase } from "../heapBase";
export { labelBoxesU32, labelBoxesU8 } from "./labelBoxes";
export { commonBits, packMask } from "./packMask";
export { edgePoints, surfelCodes, surfelPoints } from "./edges";
export { pointDistances } from "./distanceTransform";
export { countBoundary, squareHeights } from "./boundary";
export {
  componentRunsU8,
  componentRunsU16,
  componentRunsU32,
  componentTable,
  joinRuns,
  numberRuns,
  paintRuns,
} from "./components";
export { segmentPairs } from "./segmentPairs";
