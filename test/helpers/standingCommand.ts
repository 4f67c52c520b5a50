import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentOfCommands, type Ran } from "./project.js";

/**
 * The built command in a process that has started already, and stays: of a run on a few small masks, starting Node and
 * loading the program take nine tenths. It is asked and answers by named pipes, which a test can wait for without an `await`.
 */
export class StandingCommand {
  readonly #requests: number;
  readonly #answers: number;
  readonly #stdout: number;
  readonly #stderr: number;

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), "maskscore-command-"));
    const path = (name: string): string => join(folder, name);
    const made = spawnSync("mkfifo", [path("requests"), path("answers")]);
    if (made.status !== 0) throw new Error(`no named pipes can be made: ${made.stderr.toString()}`);
    // Opening one end of a pipe waits for the other, opening both does not. Of each pipe the two processes have an end of
    // their own: when one process ends, the other hears of it, and Node reads without waiting from what it takes for its input.
    const both = ["requests", "answers"].map((name) => openSync(path(name), "r+")) as [number, number];
    const asked = openSync(path("requests"), "r");
    const answering = openSync(path("answers"), "w");
    this.#requests = openSync(path("requests"), "w");
    this.#answers = openSync(path("answers"), "r");
    // Appending: what is cut off here begins anew at 0 there.
    this.#stdout = openSync(path("stdout"), "a+");
    this.#stderr = openSync(path("stderr"), "a+");
    const server = fileURLToPath(new URL("commandServer.mjs", import.meta.url));
    const child = spawn(process.execPath, [server], {
      env: environmentOfCommands(),
      stdio: [asked, this.#stdout, this.#stderr, answering],
    });
    child.unref();
    for (const descriptor of [...both, asked, answering]) closeSync(descriptor);
    // What is open stays; when this process ends, however it does, nothing is left.
    rmSync(folder, { recursive: true });
  }

  /** What a run printed, and its exit code; undefined where the process ended without one. */
  run(args: readonly string[], cwd: string, environment: NodeJS.ProcessEnv): Ran | undefined {
    ftruncateSync(this.#stdout);
    ftruncateSync(this.#stderr);
    writeSync(this.#requests, `${JSON.stringify({ cwd, environment, args })}\n`);
    const answer = this.#answer();
    if (answer === "") return undefined;
    return { status: Number(answer), stdout: textOf(this.#stdout), stderr: textOf(this.#stderr) };
  }

  close(): void {
    for (const descriptor of [this.#requests, this.#answers, this.#stdout, this.#stderr])
      closeSync(descriptor);
  }

  #answer(): string {
    const byte = Buffer.alloc(1);
    let text = "";
    while (readSync(this.#answers, byte) === 1 && byte.toString() !== "\n") text += byte.toString();
    return text;
  }
}

function textOf(descriptor: number): string {
  const bytes = Buffer.alloc(fstatSync(descriptor).size);
  readSync(descriptor, bytes, 0, bytes.length, 0);
  return bytes.toString();
}
