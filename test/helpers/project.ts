import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const PROJECT = fileURLToPath(new URL("../../", import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** As commands are run by tests: in this process's environment, in plain text. */
export function environmentOfCommands(): NodeJS.ProcessEnv {
  return { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "" };
}

/** Runs node as a process of its own. */
export function runNode(args: readonly string[], cwd = PROJECT): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    env: environmentOfCommands(),
  });
  return { status, stdout, stderr };
}
