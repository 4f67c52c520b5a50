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
  const numClasses = options.numClasses ?? classesFile?.numClasses;
  const names = classesFile?.classNames;
  const scorer = await scoreDataset(readPairs(pairs), {
    numClasses,
    ignoreIndex: options.ignoreIndex ?? classesFile?.ignoreIndex,
    classNames:
      names === undefined
        ? undefined
        : Array.from({ length: numClasses as number }, (_, c) => names[c] ?? `class ${c}`),
  });
  const reported: ReportedRun = {
    scores: scorer.compute(),
    confusionMatrix: scorer.confusionMatrix(),
    ignoreIndex: scorer.settings.ignoreIndex ?? undefined,
    imageCount: scorer.imageCount,
    elapsedMs: performance.now() - start,
    backend: backend(),
  };
  terminal.print(options.json === true ? jsonReport(reported) : textReport(reported));
}
