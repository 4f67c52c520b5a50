import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { SegmentationScorer } from "../../src/index.js";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const at = (name: string): string => join(workspace.folder, name);

const SHARDS = ["0.state", "1.state", "2.state"];
const WHOLE = "whole.state";

beforeEach(() => {
  const scorers = SHARDS.map(() => new SegmentationScorer({ numClasses: 3, ignoreIndex: 255 }));
  const whole = new SegmentationScorer({ numClasses: 3, ignoreIndex: 255 });
  for (let i = 0; i < 30; i++) {
    const truth = Uint8Array.from({ length: 50 }, (_, p) => (p % 9 === 0 ? 255 : (p * (i + 1)) % 3));
    const prediction = truth.map((label, p) => (p % (i + 2) === 0 ? 1 : label % 3));
    for (const scorer of [scorers[i % 3] as SegmentationScorer, whole]) {
      scorer.update(truth, prediction, { id: `image ${i}` });
    }
  }
  scorers.forEach((scorer, i) => {
    workspace.write(SHARDS[i] as string, scorer.toBytes());
  });
  workspace.write(WHOLE, whole.toBytes());
});

/** Without the times, and where the states are from. */
const told = (ran: Ran): string =>
  ran.stdout.replaceAll(/"(elapsedMs|name)": .*|time: .*|time(stamp)?="[^"]*"/g, "");

it("a merge that holds no image tells what one tells that holds all", () => {
  const streamed = run("merge", ...SHARDS, "--state", "streamed.state", "--json");
  expect(streamed.status).toBe(0);
  expect(readFileSync(at("streamed.state"))).toEqual(readFileSync(at(WHOLE)));
  // Intervals take all images; and JSON has them beside what both tell.
  expect(run("merge", ...SHARDS, "--state", "held.state", "--ci", "95", "--json").status).toBe(0);
  expect(readFileSync(at("held.state"))).toEqual(readFileSync(at(WHOLE)));
  expect(told(streamed)).toBe(told(run("show", WHOLE, "--json")));
  for (const form of ["--csv", "--markdown", "--junit"]) {
    const [merged, shown] = [
      run("merge", ...SHARDS, "--state", "same.state", form),
      run("show", "same.state", form),
    ];
    expect(told(merged)).toBe(told(shown));
  }
});

it("conventions, images and clusters that need images have them", () => {
  const options = [
    ["--worst", "2"],
    ["--per-image"],
    ["--convention", "monai"],
    ["--spread"],
    ["--cluster", "(.)$", "--ci", "95"],
  ];
  for (const asked of options) {
    const ran = run("merge", ...SHARDS, "--state", "m.state", "--json", ...asked);
    expect(ran.status, ran.stderr).toBe(0);
    const shown = run("show", asked[0] === "--cluster" ? "m.state" : WHOLE, "--json", ...asked);
    expect(told(ran), asked[0]).toBe(told(shown));
  }
});

it("what comes through a pipe is merged, too", () => {
  const ran = spawnSync(
    "sh",
    [
      "-c",
      `cat 0.state | '${process.execPath}' '${PROJECT}dist/cli/main.js' merge /dev/stdin 1.state 2.state --state m.state`,
    ],
    {
      cwd: workspace.folder,
      encoding: "utf8",
    },
  );
  expect(ran.status, ran.stderr).toBe(0);
  expect(readFileSync(at("m.state"))).toEqual(readFileSync(at(WHOLE)));
});

it("a shard that is damaged, of other settings or there twice is named, and nothing is written", () => {
  const bytes = readFileSync(at("1.state"));
  const other = new SegmentationScorer({ numClasses: 4, ignoreIndex: 255 });
  const cases = [
    [bytes.map((byte, i) => (i === bytes.length - 50 ? byte ^ 1 : byte)), "is truncated or damaged"],
    [bytes.subarray(0, -1), "is truncated or damaged"],
    [other.toBytes(), "the states cannot be added up: the number of classes is 3 here and 4 there"],
    [readFileSync(at("2.state")), "there is an image of this id already: image 11; merge each shard once"],
    [bytes.subarray(0, 9), "is not a state of maskscore, or is cut short"],
  ] as const;
  for (const [written, words] of cases) {
    writeFileSync(at("1.state"), written);
    const ran = run("merge", ...SHARDS, "--state", "m.state");
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain(`${words.startsWith("there") ? "2" : "1"}.state: ${words}`);
    expect(existsSync(at("m.state"))).toBe(false);
  }
  expect(readdirSync(workspace.folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

it("a state that no memory holds is refused with what to do", () => {
  const file = openSync(at("large.state"), "w");
  ftruncateSync(file, 2 ** 31 + 100);
  closeSync(file);
  const shown = run("show", "large.state");
  expect(shown.status).toBe(1);
  expect(shown.stderr).toContain(
    "large.state: is larger than 2 GiB, and is not held in memory: maskscore merge",
  );
  // Zeros are no state; but its first bytes were read.
  expect(run("merge", "large.state").stderr).toContain("large.state: is not a state of maskscore");
});
