import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { SegmentationScorer } from "../../src/index.js";
import { maskscore } from "../helpers/command.js";
import type { Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const CLASSES = ["--num-classes", "2"];
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const textOf = (name: string): string => readFileSync(join(workspace.folder, name), "utf8");

const IMAGES = 7;

const TASKS = [
  ["overlap", []],
  ["components", ["--task", "components"]],
] as const;

function writeMasks(): void {
  for (let i = 0; i < IMAGES; i++) {
    const truth = Uint8Array.from({ length: 16 }, (_, p) => Number(p % 4 < 2 + (i % 2)));
    workspace.write(`t/${i}.png`, png(truth, 4));
    workspace.write(`fine/${i}.png`, png(truth.fill(0, 0, 5), 4));
    workspace.write(`coarse/${i}.png`, png(truth.fill(0, 0, 9), 4));
  }
}

describe.each(TASKS)("states of %s are merged", (_, task) => {
  const score = (model: string, ...args: readonly string[]): Ran =>
    run("score", "t", model, ...CLASSES, ...task, "--threads", "1", ...args);
  const shard = (index: number, count: number, name = `${index}.state`, model = "fine"): Ran =>
    score(model, "--shard", `${index}/${count}`, "--state", name);

  beforeEach(() => {
    writeMasks();
  });

  it("where all shards are there, to the bytes of one run", () => {
    for (const index of [0, 1, 2]) shard(index, 3);
    score("fine", "--state", "whole.state");
    expect(run("merge", "2.state", "0.state", "1.state", "--state", "m.state")).toMatchObject({
      status: 0,
      stderr: "",
    });
    expect(textOf("m.state")).toBe(textOf("whole.state"));
    expect(run("show", "m.state", "--json").stdout).not.toContain("warnings");
  });

  it("and not where some are missing, which are named", () => {
    for (const index of [0, 2, 5]) shard(index, 6);
    const ran = run("merge", "0.state", "2.state", "5.state", "--state", "m.state", "--json");
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain("shards 1/6, 3/6, 4/6 of fine are missing");
    expect(ran.stderr).toContain("--allow-missing");
    expect(() => textOf("m.state")).toThrow("ENOENT");
  });

  it("with --allow-missing, and every output says how much is there", () => {
    for (const index of [0, 2]) shard(index, 3);
    const words = "5 of 7 images (shards 0/3, 2/3): these scores are not the whole data set's";
    const outputs = ["--json=o.json", "--csv=o.csv", "--markdown=o.md", "--junit=o.xml", "--html=o.html"];
    for (const command of [
      ["merge", "0.state", "2.state", "--allow-missing", "--state", "m.state"],
      ["show", "m.state"],
    ]) {
      const ran = run(...command, ...outputs);
      expect(ran.status).toBe(0);
      expect(ran.stdout.replaceAll(/\s+/g, " ")).toContain(words);
      for (const name of ["o.json", "o.csv", "o.md", "o.xml", "o.html"]) {
        const plain = textOf(name)
          .replaceAll(/&#39;|&apos;|&#x27;/g, "'")
          .replaceAll("\\", "");
        expect(plain, name).toContain(words);
      }
      expect(JSON.parse(textOf("o.json"))).toMatchObject({ warnings: [words] });
    }
    // What was missing can still be added, and then nothing is.
    shard(1, 3);
    expect(run("merge", "m.state", "1.state", "--json").stdout).not.toContain("warnings");
  });

  it("and a shard's own report says that it is one", () => {
    const told = shard(1, 3);
    expect(told.stdout).toContain("2 of 7 images (shard 1/3)");
    const printed = score("fine", "--shard", "1/3", "--json");
    expect(JSON.parse(printed.stdout)).toMatchObject({
      warnings: ["2 of 7 images (shard 1/3): these scores are not the whole data set's"],
    });
    expect(score("fine", "--json").stdout).not.toContain("warnings");
  });

  it("not twice, nor where a shard was run again: both files are named", () => {
    shard(0, 2);
    shard(1, 2);
    shard(1, 2, "again.state");
    for (const other of ["1.state", "again.state"]) {
      const ran = run("merge", "0.state", "1.state", other);
      expect(ran.status).toBe(1);
      expect(ran.stderr).toContain(
        `${other}: shard 1/2 of fine is in 1.state already; merge each shard once`,
      );
    }
    // Nor is that a thing that is missing.
    expect(run("merge", "0.state", "1.state", "again.state", "--allow-missing").status).toBe(1);
    expect(run("merge", "0.state", "again.state").status).toBe(0);
  });

  it("not of several models", () => {
    shard(0, 2);
    shard(1, 2, "1.state", "coarse");
    const ran = run("merge", "0.state", "1.state");
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain("1.state: predictions of coarse, and 0.state has those of fine");
    const allowed = run("merge", "0.state", "1.state", "--allow-missing", "--state", "m.state", "--json");
    expect(allowed.stdout).toContain("predictions of 2 models: coarse, fine");
    // What was allowed once is asked for again.
    expect(run("merge", "m.state").stderr).toContain("predictions of fine, and m.state has those of coarse");
  });

  it("not of several data sets", () => {
    shard(0, 2);
    workspace.write("t/more.png", png(new Uint8Array(16), 4));
    workspace.write("fine/more.png", png(new Uint8Array(16), 4));
    shard(1, 2);
    expect(run("merge", "0.state", "1.state").stderr).toContain(
      "1.state: a share of a data set of 8 images, and 0.state is of another one of 7",
    );
  });

  it("not of a run that stopped, or left files out", () => {
    shard(0, 2);
    const good = readFileSync(join(workspace.folder, "fine/5.png"));
    workspace.write("fine/5.png", "");
    shard(1, 2);
    const stopped = run("merge", "0.state", "1.state");
    expect(stopped.status).toBe(1);
    expect(stopped.stderr).toContain(
      "1.state is of a run that did not come to its end: --resume 1.state does",
    );
    expect(score("fine", "--shard", "1/2", "--state", "1.state", "--keep-going").status).toBe(3);
    const left = run("merge", "0.state", "1.state");
    expect(left.status).toBe(1);
    expect(left.stderr).toContain("in 1.state 1 failed: 5");
    const allowed = run("merge", "0.state", "1.state", "--allow-missing", "--json");
    expect(allowed.stdout).toContain("6 of 7 images (1 failed)");
    workspace.write("fine/5.png", good);
    expect(score("fine", "--shard", "1/2", "--resume", "1.state").status).toBe(0);
    expect(run("merge", "0.state", "1.state")).toMatchObject({ status: 0, stderr: "" });
  });
});

it("states whose images are not those of their runs are refused, whatever they say of themselves", () => {
  writeMasks();
  for (const index of [0, 1]) {
    run("score", "t", "fine", ...CLASSES, "--shard", `${index}/2`, "--state", `${index}.state`);
  }
  const bytes = readFileSync(join(workspace.folder, "1.state"));
  const { provenance } = SegmentationScorer.fromBytes(bytes);
  const forged = new SegmentationScorer({ numClasses: 2 });
  for (const id of ["1", "3", "x"]) forged.update(new Uint8Array(16), new Uint8Array(16), { id });
  forged.provenance = provenance;
  workspace.write("1.state", forged.toBytes());
  const ran = run("merge", "0.state", "1.state", "--allow-missing");
  expect(ran.status).toBe(1);
  expect(ran.stderr).toContain("they are not the 7 that their runs were to score");
});
