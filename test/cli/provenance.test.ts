import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SegmentationScorer } from "../../src/index.js";
import { imageSetOf } from "../../src/run/imageSet.js";
import { maskscore } from "../helpers/command.js";
import type { Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const CLASSES = ["--num-classes", "2"];

const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);

function pairs(count: number): void {
  for (let i = 0; i < count; i++) {
    const truth = Uint8Array.from({ length: 16 }, (_, p) => (p + i) % 2);
    workspace.write(`t/${i}.png`, png(truth, 4));
    workspace.write(`model/${i}.png`, png(truth.fill(0, 0, 5), 4));
  }
}

const stateOf = (name: string): SegmentationScorer =>
  SegmentationScorer.fromBytes(readFileSync(join(workspace.folder, name)));

describe("a state", () => {
  it("says of which model, shard and how many images it is", () => {
    pairs(5);
    const whole = {
      model: "model",
      shard: null,
      expected: 5,
      isComplete: true,
      failureCount: 0,
      failures: [],
      dataset: imageSetOf(["0", "1", "2", "3", "4"]),
    };
    run("score", "t", "model", ...CLASSES, "--state", "one.state");
    expect(stateOf("one.state").provenance).toEqual([whole]);
    expect(run("show", "one.state").stderr).toBe(
      "maskscore: one.state: predictions of model, 5 images to score, complete\n",
    );
    for (const i of [1, 2])
      run("score", "t", "model", ...CLASSES, "--shard", `${i}/2`, "--state", `${i}.state`);
    expect(stateOf("2.state").provenance).toEqual([{ ...whole, shard: { index: 0, count: 2 }, expected: 3 }]);
    expect(run("show", "2.state").stderr).toBe(
      "maskscore: 2.state: predictions of model, shard 0/2, 3 images to score, complete\n",
    );
    // A share of the run is told; the whole run needs no word.
    expect(run("merge", "2.state", "--allow-missing").stderr).toBe(
      "maskscore: merged: predictions of model, shard 0/2, 3 images to score, complete\n",
    );
    expect(run("merge", "1.state", "2.state").stderr).toBe("");
  });

  it("keeps what failed, also when merged", () => {
    pairs(6);
    workspace.write("model/1.png", "");
    workspace.write("t/4.png", "GIF89a");
    for (const i of [1, 2, 3]) {
      const args = ["--shard", `${i}/3`, "--state", `${i}.state`, "--keep-going"];
      run("score", "t", "model", ...CLASSES, ...args);
    }
    const states = ["1.state", "2.state", "3.state"];
    expect(run("merge", ...states)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("not a whole run: in 1.state 2 failed: 1, 4; ") as string,
    });
    const { stderr } = run("merge", ...states, "--allow-missing", "--state", "merged.state");
    expect(stderr).toMatch(
      /^maskscore: merged: predictions of model, 6 images to score, complete, 2 failed: 1 \([\w-]+\), 4 \([\w-]+\)\n$/,
    );
    const [part] = stateOf("merged.state").provenance;
    expect(part?.failures.map(({ image, file }) => [image, file])).toEqual([
      ["1", join("model", "1.png")],
      ["4", join("t", "4.png")],
    ]);
    expect(stateOf("merged.state").imageCount).toBe(4);
  });

  it("of a run that stopped at a wrong file is not complete, and once resumed it is", () => {
    pairs(6);
    const good = readFileSync(join(workspace.folder, "model/5.png"));
    workspace.write("model/5.png", "");
    const args = ["score", "t", "model", ...CLASSES, "--threads", "1"];
    expect(run(...args, "--state", "run.state").status).toBe(1);
    expect(stateOf("run.state").provenance).toMatchObject([
      { expected: 6, isComplete: false, failureCount: 1, failures: [{ image: "5" }] },
    ]);
    expect(run("show", "run.state").stderr).toMatch(/6 images to score, not complete, 1 failed: 5 /);
    workspace.write("model/5.png", good);
    expect(run(...args, "--resume", "run.state").status).toBe(0);
    expect(stateOf("run.state").provenance).toMatchObject([
      { expected: 6, isComplete: true, failureCount: 0 },
    ]);
  });

  it("of version 1 is shown and merged, and is said to be unproven", () => {
    const golden = new URL("../golden/states/named.v1.state", import.meta.url);
    workspace.write("old.state", readFileSync(golden));
    const shown = run("show", "old.state", "--json");
    expect(shown).toMatchObject({ status: 0, stderr: "" });
    const merged = run("merge", "old.state", "--state", "new.state", "--json");
    expect(merged).toMatchObject({
      status: 0,
      stderr:
        "maskscore: old.state: nothing in it says which images it was to have: whether any is missing is not known\n",
    });
    expect(stateOf("new.state").digest()).toBe(stateOf("old.state").digest());
  });
});
