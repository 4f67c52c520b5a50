// The export list of the second binary, and nothing else: what is looked at as a grid of neighbours. It is a binary of its
// own, so that who counts pixels carries none of it.
export { heapBase } from "../heapBase";
export { segmentPairs } from "./segmentPairs";
