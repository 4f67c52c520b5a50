import { environmentOfCommands, PROJECT, type Ran, runNode } from "./project.js";
import { StandingCommand } from "./standingCommand.js";

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
  const ran = standing.run(args, cwd, environmentOfCommands());
  if (ran !== undefined) return ran;
  // Whatever ended it is for a process of its own to tell.
  standing.close();
  standing = undefined;
  return startMaskscore(args, cwd);
}
