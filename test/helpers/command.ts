import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { StandingCommand } from "./standingCommand.js";

export const PROJECT = fileURLToPath(new URL("../../", import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const environment = (): NodeJS.ProcessEnv => ({ ...process.env, NO_COLOR: "1", NODE_OPTIONS: "" });

/** Runs node as a process of its own. */
export function runNode(args: readonly string[], cwd = PROJECT): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    env: environment(),
  });
  return { status, stdout, stderr };
}

/** Runs the built command as a process of its own, as a user does. */
export function startMaskscore(args: readonly string[], cwd?: string): Ran {
  return runNode([`${PROJECT}dist/cli/main.js`, ...args], cwd);
}

let standing: StandingCommand | undefined;

/** Runs the built command; what it says is the same as of a process of its own (standingCommand.test.ts), and said much sooner. */
export function maskscore(args: readonly string[], cwd = PROJECT): Ran {
  // No named pipes there.
  if (process.platform === "win32") return startMaskscore(args, cwd);
  standing ??= new StandingCommand();
  const ran = standing.run(args, cwd, environment());
  if (ran !== undefined) return ran;
  // Whatever ended it is for a process of its own to tell.
  standing.close();
  standing = undefined;
  return startMaskscore(args, cwd);
}
