// npm run fuzz [-- --minutes N] [--seed S] [--target NAME] [--case I]
// Tries changed files, calls, states, JSON and command lines, each target in a process of its own, all at the same time. What
// breaks a promise of docs/security.md is printed and kept in test/fuzz/corpus, which the tests try from then on.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError } from "commander";
import { runTarget } from "../test/fuzz/runTarget.js";
import { TARGETS } from "../test/fuzz/targets.js";

interface FuzzOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly target?: string;
  readonly case?: number;
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0)) throw new InvalidArgumentError("expected a number");
  return value;
}

const options = new Command("fuzz")
  .option("--minutes <N>", "how long", number, 1)
  .option("--seed <S>", "other seeds, other cases", number, 1)
  .option("--target <NAME>", `only one of ${TARGETS.map(({ name }) => name).join(", ")}`)
  .option("--case <I>", "only one case, of the target", number)
  .parse()
  .opts<FuzzOptions>();

const held =
  options.target === undefined
    ? (await Promise.all(TARGETS.map(({ name }) => runProcess(name)))).every(Boolean)
    : await runTarget({ ...options, target: options.target, only: options.case });
process.exitCode = held ? 0 : 1;

function runProcess(target: string): Promise<boolean> {
  const words = [...process.execArgv, fileURLToPath(import.meta.url), "--target", target];
  const more = ["--minutes", String(options.minutes), "--seed", String(options.seed)];
  const child = spawn(process.execPath, [...words, ...more], { stdio: "inherit" });
  return new Promise((resolve) => {
    child.on("exit", (code) => {
      resolve(code === 0);
    });
  });
}
