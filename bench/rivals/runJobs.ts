import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setBackend } from "maskscore";
import {
  decodeRuns,
  encodeRuns,
  type Runs,
  runsArea,
  runsBox,
  runsFromPolygons,
  runsIou,
} from "maskscore/instances";
import { MASK_SIZE, polygonsOf } from "../maskSet.js";
import { type Contender, inThisProcess, type RunJob } from "./contender.js";
import { TABLES } from "./tables.js";

/** A job of run-length masks, as pycocotools has them. */
export interface RunJobCase {
  readonly name: string;
  readonly table: string;
  readonly job: RunJob;
  readonly tolerance: number;
}

export const RUN_JOB_CASES: readonly RunJobCase[] = (
  [
    ["polygons to runs, parts merged", "runPolygons"],
    ["encode, column by column", "runEncode"],
    ["decode, column by column", "runDecode"],
    ["area", "runArea"],
    ["box", "runBox"],
    ["IoU of all with all", "runIou"],
  ] as const
).map(([name, job]) => ({ name, table: TABLES.runs, job, tolerance: job === "runIou" ? 1e-12 : 0 }));

const ORDER = "columnMajor";

/** What the contenders in Python read: the polygons of both sides. */
export function writeMaskSet(folder: string): string {
  const path = join(folder, "polygons.json");
  const [truths, predictions] = [polygonsOf(1), polygonsOf(2)];
  writeFileSync(path, JSON.stringify({ ...MASK_SIZE, truths, predictions }));
  return path;
}

/** The package's own ways of doing a job. @param names of the kernels, and of plain TypeScript */
export function runContenders(
  job: RunJob,
  names: Readonly<Record<"simd" | "reference", string>>,
): Contender[] {
  setBackend("simd");
  const polygons = polygonsOf(1);
  const runsOf = (seed: number): Runs[] =>
    polygonsOf(seed).map((parts) => runsFromPolygons(parts, MASK_SIZE));
  const [truths, predictions] = [runsOf(1), job === "runIou" ? runsOf(2) : []];
  const dense = job === "runEncode" ? truths.map((runs) => decodeRuns(runs, { order: ORDER })) : [];
  const into = new Uint8Array(MASK_SIZE.width * MASK_SIZE.height);
  const last = (runs: readonly Runs[]): number[] => [runsArea(runs[runs.length - 1] as Runs)];
  const sum = (numbers: Iterable<number>): number => {
    let total = 0;
    for (const number of numbers) total += number;
    return total;
  };
  const jobs: Readonly<Record<RunJob, () => number[]>> = {
    runPolygons: () => last(polygons.map((parts) => runsFromPolygons(parts, MASK_SIZE))),
    runEncode: () => last(dense.map((mask) => encodeRuns(mask, { ...MASK_SIZE, order: ORDER }))),
    runDecode: () => {
      for (const runs of truths) decodeRuns(runs, { order: ORDER, into });
      return [sum(into)];
    },
    runArea: () => [sum(truths.map(runsArea))],
    runBox: () => [sum(truths.map((runs) => sum(runsBox(runs))))],
    runIou: () => [sum(runsIou(truths, predictions).data)],
  };
  return (["simd", "reference"] as const).map((name) =>
    inThisProcess(
      names[name],
      () => {
        setBackend(name);
      },
      jobs[job],
    ),
  );
}
