// The export list of the third binary, and nothing else: masks as runs. It is a binary of its own, so that who counts pixels
// carries none of it.
export { heapBase } from "../heapBase";
export { commonPixels } from "./commonPixels";
export { byteChanges, rowChanges } from "./changes";
export { paintColumns } from "./paint";
export { runTexts } from "./runTexts";
