import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Sides } from "../inputs.js";
import type { Contender, FileJob } from "./contender.js";
import { writeDetectionSet } from "../detectionSet.js";
import { writePanopticSet } from "./panopticSet.js";
import { TABLES } from "./tables.js";

const COMMAND = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** A job from files to numbers, import left out of the rivals' time and start of the process in ours. */
export interface FileCase {
  readonly name: string;
  readonly table: string;
  readonly job: FileJob;
  readonly tolerance: number;
  /** Makes the files in a folder. */
  readonly writeFiles: (folder: string) => Sides<string>;
}

export const FILE_CASES: readonly FileCase[] = [
  {
    name: "200 panoptic pairs of 640 x 480",
    table: TABLES.files,
    job: "panopticFiles",
    tolerance: 1e-12,
    writeFiles: (folder) => writePanopticSet(folder, 200),
  },
  {
    name: "500,000 detections, boxes",
    table: TABLES.files,
    job: "boxDetections",
    tolerance: 1e-12,
    writeFiles: (folder) => writeDetectionSet(folder, 5000, "boxes"),
  },
  {
    name: "50,000 detections, masks",
    table: TABLES.files,
    job: "maskDetections",
    tolerance: 1e-12,
    writeFiles: (folder) => writeDetectionSet(folder, 500, "masks"),
  },
];

/** What the command is told, and which of its numbers are the job's. */
const WORDS: Readonly<Record<FileJob, readonly string[]>> = {
  panopticFiles: ["--task", "panoptic"],
  boxDetections: [],
  maskDetections: [],
};

const detectionNumbers = (scores: unknown): number[] => {
  const { ap, ar100 } = scores as Record<"ap" | "ar100", number>;
  return [ap, ar100];
};

const NUMBERS: Readonly<Record<FileJob, (scores: unknown) => number[]>> = {
  panopticFiles: (scores) => {
    const { pq, sq, rq } = (scores as { all: Record<"pq" | "sq" | "rq", number> }).all;
    return [pq, sq, rq];
  },
  boxDetections: detectionNumbers,
  maskDetections: detectionNumbers,
};

/** The command, on one thread or as many as there are. */
export function commandContender(
  name: string,
  job: FileJob,
  files: Sides<string>,
  threads?: number,
): Contender {
  const words = ["score", files.groundTruth, files.prediction, ...WORDS[job], "--json", "--quiet"];
  if (threads !== undefined) words.push("--threads", String(threads));
  return {
    name,
    prepare: () => undefined,
    sample: () => {
      const start = performance.now();
      const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...words], {
        encoding: "utf8",
        maxBuffer: 2 ** 26,
      });
      const seconds = (performance.now() - start) / 1000;
      if (status !== 0) throw new Error(stderr);
      return { seconds, result: NUMBERS[job](JSON.parse(stdout)) };
    },
  };
}
