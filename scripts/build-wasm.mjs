// assembly/ -> build/: every target of each configuration, by one compiler that is loaded once: of three, two thirds of the
// time went into starting.
import { readFileSync } from "node:fs";
import asc from "assemblyscript/asc";

const CONFIGURATIONS = [
  "asconfig.json",
  "asconfig.volumes.json",
  "asconfig.shapes.json",
  "asconfig.records.json",
];

for (const config of CONFIGURATIONS) {
  const { targets } = JSON.parse(readFileSync(new URL(`../${config}`, import.meta.url), "utf8"));
  for (const target of Object.keys(targets)) {
    const { error } = await asc.main(["--config", config, "--target", target], {
      stdout: process.stdout,
      stderr: process.stderr,
    });
    if (error) {
      console.error(`${config}, ${target}: ${error.message}`);
      process.exit(1);
    }
  }
}
