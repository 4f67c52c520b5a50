// The export list of the second binary, and nothing else: what is looked at as a grid of neighbours. It is a binary of its
// own, so that who counts pixels carries none of it.
export { heapBase } from "../heapBase";
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
