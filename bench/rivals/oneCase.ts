// One case in a process of its own: node --expose-gc --import tsx bench/rivals/oneCase.ts CASE [PYTHON]
// Prints a CaseRun as JSON.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeNpy } from "../npy.js";
import {
  CASES,
  JAVASCRIPT_NAMES,
  javascriptContenders,
  MASKSCORE,
  MASKSCORE_ONE_THREAD,
  MASKSCORE_REFERENCE,
  type RivalCase,
} from "./cases.js";
import type { Contender, Outcome, ShapedArray } from "./contender.js";
import { commandContender, FILE_CASES, type FileCase } from "./fileCases.js";
import { measure } from "./measure.js";
import { PythonRivals } from "./python.js";
import type { RivalRecord, RivalRun } from "./report.js";
import { RUN_JOB_CASES, runContenders, type RunJobCase, writeMaskSet } from "./runJobs.js";

export interface CaseRun {
  /** Versions of Python and its packages; null: not installed. */
  readonly pythonVersions: RivalRun["versions"];
  readonly contenders: RivalRun["contenders"];
  readonly records: readonly RivalRecord[];
}

function writeNpy(folder: string, name: string, { data, shape }: ShapedArray): string {
  const path = join(folder, `${name}.npy`);
  writeFileSync(path, encodeNpy(data instanceof Float32Array ? "<f4" : "|u1", shape, data));
  return path;
}

/** All contenders on the same inputs: the Python ones get them as files. */
async function outcomesOf(
  { job, tolerance, makeInputs }: RivalCase,
  python: PythonRivals | undefined,
): Promise<Outcome[]> {
  const inputs = makeInputs();
  if (python !== undefined) {
    const folder = mkdtempSync(join(tmpdir(), "maskscore-rivals-"));
    try {
      await python.load({
        groundTruth: writeNpy(folder, "groundTruth", inputs.groundTruth),
        prediction: writeNpy(folder, "prediction", inputs.prediction),
        numClasses: inputs.numClasses,
        classAxis: inputs.channelsFirst ? 1 : 3,
        spacing: inputs.spacing ?? [],
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  const contenders = [...javascriptContenders(job, inputs), ...(python?.contenders(job) ?? [])];
  const reference = contenders.find(({ name }) => name === MASKSCORE_REFERENCE) as Contender;
  return measure(contenders, reference, tolerance);
}

/** The same of files, which all contenders read for themselves. */
async function fileOutcomesOf(
  { job, tolerance, writeFiles }: FileCase,
  python: PythonRivals | undefined,
): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), "maskscore-rivals-"));
  try {
    const files = writeFiles(folder);
    await python?.load({ truth: files.groundTruth, prediction: files.prediction });
    const reference = commandContender(MASKSCORE_ONE_THREAD, job, files, 1);
    const contenders = [
      commandContender(MASKSCORE, job, files),
      reference,
      ...(python?.contenders(job) ?? []),
    ];
    return await measure(contenders, reference, tolerance);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Masks, which the Python contenders make of the same polygons before they are timed. */
async function runOutcomesOf(
  { job, tolerance }: RunJobCase,
  python: PythonRivals | undefined,
): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), "maskscore-rivals-"));
  try {
    await python?.load({ polygons: writeMaskSet(folder) });
  } finally {
    rmSync(folder, { recursive: true });
  }
  const own = runContenders(job, { simd: MASKSCORE, reference: MASKSCORE_REFERENCE });
  const reference = own.find(({ name }) => name === MASKSCORE_REFERENCE) as Contender;
  return measure([...own, ...(python?.contenders(job) ?? [])], reference, tolerance);
}

function withRatios(
  { name, table }: RivalCase | FileCase | RunJobCase,
  outcomes: readonly Outcome[],
): RivalRecord[] {
  const maskscore = outcomes.find((outcome) => outcome.name === MASKSCORE) as Outcome;
  if ("failure" in maskscore) throw new Error(`${name}: maskscore fails: ${maskscore.failure}`);
  return outcomes.map((outcome) => ({
    case: name,
    table,
    ...outcome,
    ratioToMaskscore: "failure" in outcome ? undefined : outcome.seconds.median / maskscore.seconds.median,
  }));
}

const [name, interpreter] = process.argv.slice(2);
const rivalCase = CASES.find((one) => one.name === name);
const fileCase = FILE_CASES.find((one) => one.name === name);
const runCase = RUN_JOB_CASES.find((one) => one.name === name);
const python = await PythonRivals.start(interpreter);
try {
  const records =
    rivalCase !== undefined
      ? withRatios(rivalCase, await outcomesOf(rivalCase, python))
      : fileCase !== undefined
        ? withRatios(fileCase, await fileOutcomesOf(fileCase, python))
        : runCase !== undefined
          ? withRatios(runCase, await runOutcomesOf(runCase, python))
          : undefined;
  if (records === undefined) throw new Error(`there is no case "${name ?? ""}"`);
  const run: CaseRun = {
    pythonVersions: python?.versions ?? { Python: null },
    contenders: [...JAVASCRIPT_NAMES, ...(python?.names ?? [])],
    records,
  };
  console.log(JSON.stringify(run));
} finally {
  python?.stop();
}
