import { spawnSync } from "node:child_process";
import { environmentOfCommands, PROJECT, type Ran } from "./project.js";

/** Runs a script by bash, in which "maskscore" is the built command. */
export function shellCommand(script: string, cwd: string, environment: NodeJS.ProcessEnv = {}): Ran {
  const command = `maskscore() { "${process.execPath}" "${PROJECT}dist/cli/main.js" "$@"; }; ${script}`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], {
    cwd,
    encoding: "utf8",
    env: { ...environmentOfCommands(), ...environment },
  });
  return { status, stdout, stderr };
}
