// The export list of the fourth binary, and nothing else: records of COCO's JSON. Only the command and the page carry it.
export { heapBase } from "../heapBase";
export { readRecords } from "./readRecords";
