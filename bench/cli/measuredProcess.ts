import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Debian's own Python: the one which Debian's NumPy and Pillow are installed for. */
export const PYTHON = "/usr/bin/python3";

const MEASURED = fileURLToPath(new URL("measured.py", import.meta.url));

/** A command that ran to its end, from before it was started until after it was gone. */
export interface MeasuredProcess {
  readonly seconds: number;
  /** The most memory that it held at one time. */
  readonly maxRssBytes: number;
  readonly stdout: string;
}

/** What is to be installed before this can run, in words; undefined where nothing is missing. */
export function missingPython(): string | undefined {
  const { status } = spawnSync(PYTHON, ["-c", "import numpy, PIL"], { stdio: "ignore" });
  return status === 0
    ? undefined
    : `${PYTHON} cannot import numpy and PIL: apt-get install python3 python3-numpy python3-pil`;
}

/** @throws {Error} the command failed; what it said is on standard error */
export function runMeasured(command: readonly string[]): MeasuredProcess {
  const { status, stdout } = spawnSync(PYTHON, [MEASURED, ...command], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`${MEASURED} ended with ${status ?? "a signal"}`);
  const { status: statusOfCommand, ...ran } = JSON.parse(stdout) as MeasuredProcess & { status: number };
  if (statusOfCommand !== 0) throw new Error(`${command.join(" ")} ended with ${statusOfCommand}`);
  return ran;
}
