import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Runs a script in a process of its own, with the flags of this one, and reads the JSON that it prints.
 *
 * Measuring again in the same process says nothing new: which shapes a function has seen, how V8 happened to compile it
 * and where pages of memory happen to lie stay as they are, and change a time by a fifth and more.
 */
export function jsonFrom(script: URL, args: readonly string[]): unknown {
  const output = execFileSync(
    process.execPath,
    [...process.execArgv, fileURLToPath(script), ...args],
    // Complaints go where the reader of a failed run looks.
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 26 },
  );
  return JSON.parse(output);
}
