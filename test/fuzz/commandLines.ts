import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeNpy } from "../../bench/npy.js";
import { PROJECT } from "../helpers/project.js";
import { png } from "../helpers/workspace.js";
import { finding, type FuzzTarget } from "./fuzzTarget.js";
import { requireGoodText } from "./goodText.js";
import type { Random } from "./random.js";

/** With a folder of its own around it, since ".." is among the paths. */
const FOLDER = join(mkdtempSync(join(tmpdir(), "maskscore-fuzz-")), "data");
const OUTPUTS = join(FOLDER, "out");
const COMMANDS = ["score", "score", "score", "compare", "inspect", "merge", "show", "completion", "nothing"];
const PATHS = [
  "t",
  "p",
  "q",
  "t/a.png",
  "p/a.png",
  "scores",
  "state.json",
  "none",
  "",
  "classes.json",
  "-",
  "..",
];

/** Each with words that may follow it. */
const OPTIONS: readonly (readonly [string, readonly string[]])[] = [
  ["--num-classes", ["3", "2", "0", "70000", "x", "1e3"]],
  ["--ignore-index", ["255", "-1", "0", "1.5"]],
  ["--classes", ["classes.json", "none.json", "t/a.png"]],
  ["--dataset", ["voc", "cityscapes", "imagenet"]],
  ["--train-ids", []],
  ["--binary", []],
  ["--rgb-ids", []],
  ["--palette", ["classes.json", "none"]],
  ["--layout", ["channelsFirst", "rows"]],
  ["--nodata", ["label", "ignore", "what"]],
  ["--low-bits", ["raw", "scaled", "truth=scaled,prediction=raw", "what"]],
  ["--void-predictions", ["miss", "error", "what"]],
  ["--placement", ["ignore", "check", "what"]],
  ["--pairs", ["pairs.json", "classes.json"]],
  ["--truth-glob", ["*.png", "[", "**/*"]],
  ["--prediction-glob", ["*.png", "{"]],
  ["--strip", ["_pred", "", ","]],
  ["--allow-missing", []],
  ["--keep-going", []],
  ["--shard", ["1/2", "0/2", "3/2", "a/b"]],
  ["--metrics", ["iou,dice", "none", ""]],
  ["--convention", ["cityscapes", "dataset", "what"]],
  ["--spread", []],
  ["--per-image", []],
  ["--worst", ["3", "0", "-1"]],
  ["--fail-under", ["iou=0.5", "iou=2", "what=1", "iou"]],
  ["--ci", ["95", "0", "100", "x"]],
  ["--resamples", ["10", "0", "1e9"]],
  ["--seed", ["1", "-1", "4294967296"]],
  ["--threads", ["1", "2", "0", "9999"]],
  ["--quiet", []],
  ["--state", ["out/state.json", "no/state.json", "t"]],
  ["--resume", ["out/state.json", "state.json", "classes.json"]],
  ["--json", []],
  ["--json=out/report.json", []],
  ["--csv=out/report.csv", []],
  ["--markdown=out/report.md", []],
  ["--junit=out/report.xml", []],
  ["--html=out/report.html", []],
  ["--images", ["t", "none"]],
  ["--unknown", []],
  ["--help", []],
  ["--", []],
];

/** What a run may take on a busy machine. */
const TIMEOUT_MS = 60_000;

/** Any words on the command line end with an exit code of the documentation, and say on one line what is wrong. An input is the words, as JSON. */
export const commandLines: FuzzTarget = {
  name: "options",
  make(random) {
    return new TextEncoder().encode(JSON.stringify(wordsOf(random)));
  },
  check(input) {
    const words = JSON.parse(new TextDecoder().decode(input)) as string[];
    prepare();
    const { status, signal, stdout, stderr } = spawnSync(
      process.execPath,
      [`${PROJECT}dist/cli/main.js`, ...words],
      {
        cwd: FOLDER,
        encoding: "utf8",
        env: { PATH: process.env.PATH, NO_COLOR: "1" },
        timeout: TIMEOUT_MS,
        input: "",
      },
    );
    if (status === null) throw finding(`ended by ${String(signal)}`);
    if (status > 4) throw finding(`exit code ${status}: ${stderr}`);
    if (status !== 0 && stderr.trim() === "" && status !== 4)
      throw finding(`exit code ${status} without a word`);
    for (const line of stderr.split("\n")) if (line !== "") requireGoodText(line);
    if (status === 0 && words.includes("--json") && !words.includes("--help") && words[0] !== "inspect") {
      requireJson(stdout, stderr);
    }
  },
};

function wordsOf(random: Random): string[] {
  const words = [random.pick(COMMANDS)];
  for (let i = random.integer(4); i > 0; i--) words.push(random.pick(PATHS));
  if (random.chance(0.6)) words.splice(1, words.length, "t", random.pick(["p", "q", "scores"]));
  if (random.chance(0.6)) words.push("--num-classes", "3");
  for (let i = random.integer(5); i > 0; i--) {
    const [option, values] = random.pick(OPTIONS);
    words.push(option);
    if (values.length > 0 && random.chance(0.95)) words.push(random.pick(values));
  }
  return words;
}

function requireJson(stdout: string, stderr: string): void {
  try {
    JSON.parse(stdout);
  } catch (cause) {
    throw finding(`--json printed ${JSON.stringify(stdout.slice(0, 100))}, and said ${stderr}`, cause);
  }
}

/** The same small folders for every case; what a case wrote is gone. */
function prepare(): void {
  rmSync(OUTPUTS, { recursive: true, force: true });
  mkdirSync(OUTPUTS, { recursive: true });
  if (existsSync(join(FOLDER, "t"))) return;
  for (const name of ["t", "p", "q", "scores"]) mkdirSync(join(FOLDER, name), { recursive: true });
  for (const [image, first] of [
    ["a", 0],
    ["b", 1],
  ] as const) {
    const labels = (step: number): Uint8Array =>
      Uint8Array.from({ length: 12 }, (_, i) => (first + i * step) % 3);
    writeFileSync(join(FOLDER, "t", `${image}.png`), png(labels(1), 4));
    writeFileSync(join(FOLDER, "p", `${image}.png`), png(labels(2), 4));
    writeFileSync(join(FOLDER, "q", `${image}_pred.png`), png(labels(4), 4));
    const scores = Float32Array.from({ length: 36 }, (_, i) => ((i * 7) % 5) / 4);
    writeFileSync(join(FOLDER, "scores", `${image}.npy`), encodeNpy("<f4", [3, 4, 3], scores));
  }
  writeFileSync(
    join(FOLDER, "classes.json"),
    '{"numClasses":3,"classNames":["road","car","sky"],"ignoreIndex":255}',
  );
  writeFileSync(join(FOLDER, "pairs.json"), '[["t/a.png","p/a.png"]]');
  spawnSync(
    process.execPath,
    [`${PROJECT}dist/cli/main.js`, "score", "t", "p", "--num-classes", "3", "--state", "state.json"],
    { cwd: FOLDER },
  );
}
