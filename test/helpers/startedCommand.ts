import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { environmentOfCommands, PROJECT } from "./project.js";

/** A command that runs beside a test. */
export interface Running {
  readonly child: ChildProcess;
  /** How it ended, and what it said; a run that does not end is a failure of the test. */
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function startCommand(args: readonly string[], cwd: string): Running {
  const child = spawn(process.execPath, [`${PROJECT}dist/cli/main.js`, ...args], {
    cwd,
    env: environmentOfCommands(),
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code) => {
      resolve({ code, stdout, stderr });
    });
  });
  return { child, ended };
}

export async function until(isTrue: () => boolean, { child }: Running): Promise<void> {
  while (!isTrue() && child.exitCode === null && child.signalCode === null) await sleep(3);
}

/** What a process has read. */
export function bytesRead({ child }: Running): number {
  return Number(/^rchar: (\d+)$/m.exec(readFileSync(`/proc/${child.pid}/io`, "utf8"))?.[1]);
}

/** Whether a process has a file open whose path ends so. */
export function hasOpen({ child }: Running, ending: string): boolean {
  const folder = `/proc/${child.pid}/fd`;
  return readdirSync(folder).some((descriptor) => {
    try {
      return readlinkSync(`${folder}/${descriptor}`).endsWith(ending);
    } catch {
      // Closed meanwhile.
      return false;
    }
  });
}

/** Bytes that a process has held at most; 0 when it has ended. */
export function memoryUsed({ child }: Running): number {
  const path = `/proc/${child.pid}/status`;
  const status = existsSync(path) ? readFileSync(path, "utf8") : "";
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

/** Of processors, by all its threads. */
export function secondsUsed({ child }: Running): number {
  const [, fields = ""] = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ");
  const [user, system] = fields.split(" ").slice(11, 13).map(Number) as [number, number];
  return (user + system) / 100;
}
