// assembly/ -> build/: every target of asconfig.json, by one compiler that is loaded once: of three, two thirds of the time
// went into starting.
import { readFileSync } from "node:fs";
import asc from "assemblyscript/asc";

const { targets } = JSON.parse(readFileSync(new URL("../asconfig.json", import.meta.url), "utf8"));
for (const target of Object.keys(targets)) {
  const { error } = await asc.main(["--target", target], { stdout: process.stdout, stderr: process.stderr });
  if (error) {
    console.error(`${target}: ${error.message}`);
    process.exit(1);
  }
}
