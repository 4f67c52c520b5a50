import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const PROJECT = fileURLToPath(new URL("../../", import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs node as a process of its own. */
export function runNode(args: readonly string[], cwd = PROJECT): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    env: { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "" },
  });
  return { status, stdout, stderr };
}

/** Runs the built command, as a user would. */
export function maskscore(args: readonly string[], cwd?: string): Ran {
  return runNode([`${PROJECT}dist/cli/main.js`, ...args], cwd);
}
