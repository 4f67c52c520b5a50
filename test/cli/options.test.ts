import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import type { Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const TWO = ["--num-classes", "2"];
const SCORE = ["score", "t", "p", ...TWO];

beforeEach(() => {
  for (let i = 0; i < 3; i++) {
    workspace.write(`t/${i}.png`, png(Uint8Array.of(0, 1, 1, 0), 2));
    workspace.write(`p/${i}.png`, png(Uint8Array.of(0, 1, i % 2, 0), 2));
    workspace.write(`q/${i}.png`, png(Uint8Array.of(0, 1, 0, i % 2), 2));
  }
});

/** Nothing is printed, and one line says why. */
function refused(args: readonly string[], message: RegExp, status = 2): void {
  const ran = run(...args);
  expect({ status: ran.status, stdout: ran.stdout }).toEqual({ status, stdout: "" });
  expect(ran.stderr).toMatch(message);
}

describe("a report's file is joined by =", () => {
  it.each(["--json", "--csv", "--markdown", "--junit"])("%s out.x is told the cure", (option) => {
    refused(
      [...SCORE, option, "out.x"],
      new RegExp(`^maskscore: ${option} out\\.x: .*: ${option}=out\\.x; `),
    );
  });

  it("also where the file is there already", () => {
    workspace.write("out.json", "{}");
    refused(["score", "t", "p", "--json", "out.json", ...TWO], /--json=out\.json/);
    expect(run("score", "--json", "t", "p", ...TWO).status).toBe(0);
  });
});

describe("wrong command lines are found before the work", () => {
  // A damaged mask would be found by the work.
  beforeEach(() => {
    workspace.write("p/0.png", "");
  });

  it("thresholds that name nothing", () => {
    refused(
      [...SCORE, "--fail-under", "bus=0.5"],
      /--fail-under: "bus" is neither iou, dice, accuracy nor a class/,
    );
    refused(["compare", "t", "p", "q", ...TWO, "--fail-under", "bus=0.5"], /--fail-under: "bus"/);
  });

  it.each(["--html", "--json", "--csv", "--markdown", "--junit", "--state", "--resume"])(
    "%s where nothing can be written",
    (option) => {
      refused(
        [...SCORE, `${option}=gone/x`],
        /^maskscore: gone\/x: .*cannot be written: no such file or folder\n$/,
        1,
      );
      refused([...SCORE, `${option}=t`], /^maskscore: t: .*cannot be written: is a folder\n$/, 1);
    },
  );

  it("leaves nothing behind", () => {
    run(...SCORE, "--json=a.json", "--html", "a.html", "--state", "a.state");
    for (const name of ["a.json", "a.html"]) expect(existsSync(join(workspace.folder, name))).toBe(false);
  });
});

describe("options that would be dropped are refused", () => {
  it("of masks, with two states", () => {
    for (const model of ["p", "q"]) run("score", "t", model, ...TWO, "--state", `${model}.state`);
    workspace.write("c.json", "{}");
    for (const option of [
      ["--classes", "c.json"],
      TWO,
      ["--binary"],
      ["--strip", "_x"],
      ["--shard", "1/2"],
    ]) {
      refused(
        ["compare", "p.state", "q.state", ...option],
        new RegExp(`^maskscore: ${option[0] ?? ""} is of masks`),
      );
    }
    expect(run("compare", "p.state", "q.state").status).toBe(0);
  });

  it("a second metric of compare, photos without a page, compare with --pairs", () => {
    refused(
      ["compare", "t", "p", "q", ...TWO, "--metrics", "iou,dice"],
      /compare takes one metric, got iou and dice/,
    );
    refused([...SCORE, "--images", "t"], /--images are photos for the page: pass --html FILE too/);
    refused(["compare", "t", "p", "q", ...TWO, "--pairs", "x.json"], /--pairs names the files of one model/);
  });

  it("what looks for pairs, with --pairs", () => {
    workspace.write("pairs.json", JSON.stringify([["t/0.png", "p/0.png"]]));
    for (const option of [
      ["--truth-glob", "*"],
      ["--prediction-glob", "*"],
      ["--strip", "_x"],
      ["--allow-missing"],
    ]) {
      refused(
        ["score", "--pairs", "pairs.json", ...TWO, ...option],
        new RegExp(`--pairs names every pair: leave ${option[0] ?? ""} out`),
      );
    }
  });

  it.each([
    ["ignoreindex", "ignoreIndex"],
    ["classnames", "classNames"],
    ["num_classes", "numClasses"],
    ["Palette", "palette"],
    ["label-mapping", "labelMapping"],
  ])("the key %s of --classes", (key, meant) => {
    workspace.write("c.json", JSON.stringify({ [key]: 1 }));
    refused(
      ["score", "t", "p", "--classes", "c.json"],
      new RegExp(`c\\.json: unknown key "${key}"; did you mean "${meant}"\\?`),
      1,
    );
  });

  it("--ci of a single image is noted", () => {
    const { status, stderr } = run("score", "t/0.png", "p/0.png", ...TWO, "--ci", "95");
    expect(status).toBe(0);
    expect(stderr).toBe("maskscore: --ci: no intervals: they take at least 2 images\n");
  });
});

describe("compare", () => {
  it("of two folders says what it takes", () => {
    refused(
      ["compare", "t", "p"],
      /compare takes TRUTH A B, three folders, or two states; .* name the truth first/,
    );
  });
});

describe("an array job with more tasks than images", () => {
  it("writes empty states, which merge takes", () => {
    for (let i = 1; i <= 5; i++) {
      const { status, stdout, stderr } = run(...SCORE, "--shard", `${i}/5`, "--resume", `${i}.state`);
      expect(status).toBe(0);
      if (i > 2 && i < 5) {
        expect(stdout).toBe("");
        expect(stderr).toContain(
          `--shard ${i}/5: there are only 3 images, and none for this shard: its state is empty, and there is no report`,
        );
      }
    }
    run(...SCORE, "--state", "whole.state");
    const states = [3, 1, 2, 4, 5].map((i) => `${i}.state`);
    expect(run("merge", ...states, "--state", "merged.state")).toMatchObject({ status: 0, stderr: "" });
    const bytes = (name: string): string => readFileSync(join(workspace.folder, name), "base64");
    expect(bytes("merged.state")).toBe(bytes("whole.state"));
    refused([...SCORE, "--shard", "4/5"], /there are only 3 images, and none for this shard\n$/, 1);
  });
});

describe("states are spoken of as files", () => {
  it("merged twice, damaged, or none at all", () => {
    run(...SCORE, "--state", "a.state");
    refused(["merge", "a.state", "a.state"], /^maskscore: a\.state: .*: 0; merge each shard once\n$/, 1);
    const bytes = readFileSync(join(workspace.folder, "a.state"));
    workspace.write("cut.state", bytes.subarray(0, bytes.length - 9));
    workspace.write("none.state", "{}");
    for (const name of ["cut.state", "none.state"]) {
      const { status, stderr } = run("show", name);
      expect(status).toBe(1);
      expect(stderr).toMatch(new RegExp(`^maskscore: ${name}: is (truncated or damaged|not a state)`));
      expect(stderr).not.toContain('"bytes"');
    }
  });
});
