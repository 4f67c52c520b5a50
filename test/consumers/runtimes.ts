import { existsSync } from "node:fs";
import { type Consumer, POOLED, SCORED, scoringWithPool, SHOW, Unavailable } from "./consumer.js";
import { makeProject, run, tool } from "./project.js";

const IMPORTED = `${SHOW}${scoringWithPool("maskscore", "maskscore/pool")} show(scoredAndPooled);`;

const REQUIRED = `
  const maskscore = require("maskscore");
  const { score, scoreInPool } = require("./score.js");
  const { createScoringPool } = require("maskscore/pool");
  const { show } = require("./show.js");
  show(async () => ({ ...score(maskscore), ...(await scoreInPool(createScoringPool)) }));`;

/** JavaScript outside of browsers. */
export const RUNTIMES: readonly Consumer[] = [
  runtime("Node, import", process.execPath, ["src/main.js"]),
  runtime("Node, require", process.execPath, ["src/main.cjs"]),
  // The binaries are packages of their own: nothing has to be run or downloaded at installation.
  runtime("Deno", tool(`@deno/linux-${process.arch}-glibc/deno`), [
    "run",
    "--no-prompt",
    "--allow-read",
    "src/main.js",
  ]),
  runtime("Bun", tool(`@oven/bun-linux-${process.arch === "arm64" ? "aarch64" : process.arch}/bin/bun`), [
    "run",
    "src/main.js",
  ]),
];

function runtime(name: string, program: string, args: readonly string[]): Consumer {
  return {
    name,
    expected: { ...SCORED, ...POOLED },
    async run(tarball) {
      if (!existsSync(program)) throw new Unavailable(`no file ${program}`);
      const folder = await makeProject(tarball, { "src/main.js": IMPORTED, "src/main.cjs": REQUIRED });
      return JSON.parse(await run(program, args, folder));
    },
  };
}
