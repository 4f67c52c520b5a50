import { backend } from "../backend.js";
import { scoreDataset } from "../dataset/scoreDataset.js";
import { jsonReport } from "../report/jsonReport.js";
import type { ReportedRun } from "../report/reportedRun.js";
import { textReport } from "../report/textReport.js";
import { readClassesFile } from "./classesFile.js";
import { pairFiles, readPairs } from "./files.js";
import type { Terminal } from "./terminal.js";

export interface ScoreOptions {
  readonly numClasses?: number;
  readonly ignoreIndex?: number;
  /** Path of a JSON file; what is given by option goes before what it says. */
  readonly classes?: string;
  readonly json?: boolean;
}

/** maskscore score TRUTH PREDICTION */
export async function score(
  truthPath: string,
  predictionPath: string,
  options: ScoreOptions,
  terminal: Terminal,
): Promise<void> {
  const start = performance.now();
  const classesFile = options.classes === undefined ? undefined : await readClassesFile(options.classes);
  const { pairs, notes } = await pairFiles(truthPath, predictionPath);
  for (const note of notes) terminal.note(note);
  const run = await scoreDataset(readPairs(pairs), {
    numClasses: options.numClasses ?? classesFile?.numClasses,
    ignoreIndex: options.ignoreIndex ?? classesFile?.ignoreIndex,
  });
  const reported: ReportedRun = {
    ...run,
    classNames: run.scores.classes.map((_, c) => classesFile?.classNames?.[c] ?? `class ${c}`),
    elapsedMs: performance.now() - start,
    backend: backend(),
  };
  terminal.print(options.json === true ? jsonReport(reported) : textReport(reported));
}
