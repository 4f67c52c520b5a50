// Runs the built command again and again in one process, for standingCommand.ts. Lines of JSON with a folder, an environment
// and the words of a command line come on standard input; what the command prints goes to this process's own streams, and
// the exit code, a line of its own, to descriptor 3.
import { readdirSync, writeSync } from "node:fs";
import process from "node:process";
import { createInterface } from "node:readline";
import { URL } from "node:url";

const ANSWERS = 3;
const folder = new URL("../../dist/cli/", import.meta.url);
const name = readdirSync(folder).find((file) => /^program-\w+\.js$/.test(file));
const { runCommand } = await import(new URL(name, folder).href);
const [node] = process.argv;
const main = new URL("main.js", folder).pathname;

for await (const line of createInterface({ input: process.stdin })) {
  const { cwd, environment, args } = JSON.parse(line);
  process.chdir(cwd);
  process.env = environment;
  process.argv = [node, main, ...args];
  writeSync(ANSWERS, `${await runCommand(process.argv)}\n`);
}
