// Loaded before a program (node --import): what it does with files, from the first temporary file that it makes, fails at a
// moment that is chosen. MASKSCORE_FAULT is
//   kill CALL N     the process is gone, as by kill -9, when it is about to make the N-th of these calls
//   CODE CALL N     the N-th of these calls and all after it fail so, as ENOSPC does; of writeSync, a half is written first
// where CALL is a name of node:fs, or * for all of CHANGING. MASKSCORE_CALLS names a file that takes the names of the calls.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import process from "node:process";

const CHANGING = ["openSync", "writeSync", "fsyncSync", "fchmodSync", "closeSync", "renameSync"];
const { MASKSCORE_FAULT: told = "", MASKSCORE_CALLS: log } = process.env;
const [fault, wanted, number] = told.split(" ");
const calls = [];
let seen = 0;

for (const name of CHANGING) {
  const own = fs[name];
  fs[name] = (...args) => {
    if (calls.length === 0 && !(name === "openSync" && args[1] === "wx")) return own(...args);
    calls.push(name);
    if ((wanted !== "*" && wanted !== name) || ++seen < Number(number)) return own(...args);
    if (fault === "kill") process.kill(process.pid, "SIGKILL");
    if (name === "writeSync") own(args[0], args[1].subarray(0, Math.floor(args[1].length / 2)));
    throw Object.assign(new Error(`${fault}, as the test told`), { code: fault });
  };
}
const { writeFileSync } = fs;
if (log !== undefined) process.on("exit", () => writeFileSync(log, calls.slice().join("\n")));
syncBuiltinESMExports();
