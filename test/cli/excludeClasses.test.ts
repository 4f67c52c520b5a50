import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: string[]): Ran => maskscore(args, workspace.folder);

/** Of classes 1 and 2; of 0 to 2 it is 0.7566. */
const MEAN = 0.756289;
const OPTIONS = ["t.png", "p.png", "--classes", "names.txt"];

beforeEach(() => {
  for (const name of ["t.png", "p.png"]) {
    copyFileSync(`${PROJECT}test/golden/class-lists/${name}`, join(workspace.folder, name));
  }
  workspace.write("names.txt", "background\nliver\nspleen\n");
});

/** What a run writes, once it has ended well. */
function scored(...args: string[]): string {
  const { status, stdout, stderr } = run(...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

function meanOf(...args: string[]): number {
  return (JSON.parse(scored("score", ...args, "--json")) as { meanIou: number }).meanIou;
}

describe("--exclude-classes leaves classes out of the mean", () => {
  it.each([
    ["by name", "background"],
    ["by label", "0"],
    ["with spaces", " background "],
  ])("%s", (_, value) => {
    expect(meanOf(...OPTIONS, "--exclude-classes", value)).toBeCloseTo(MEAN, 5);
  });

  it("several, in one word or in several, whatever the classes file excludes", () => {
    for (const words of [["background,2"], ["0,spleen"], ["background", "--exclude-classes", "spleen"]]) {
      expect(meanOf(...OPTIONS, "--exclude-classes", ...words)).toBeCloseTo(0.752577, 6);
    }
    workspace.write("c.json", '{"classNames": ["background", "liver", "spleen"], "excludeClasses": [1, 2]}');
    expect(meanOf("t.png", "p.png", "--classes", "c.json")).toBeCloseTo(0.757188, 6);
    expect(meanOf("t.png", "p.png", "--classes", "c.json", "--exclude-classes", "0")).toBeCloseTo(MEAN, 5);
  });

  it("of names that hold commas, and of binary masks", () => {
    workspace.write("names.txt", "wall, painted\nwall\nspleen\n");
    expect(meanOf(...OPTIONS, "--exclude-classes", "wall, painted")).toBeCloseTo(MEAN, 5);
    workspace.write(
      "binary.json",
      '{"numClasses": 3, "labelMapping": {"groundTruth": {"0": 0, "1": 1, "2": 0}, "prediction": {"0": 0, "1": 1, "2": 0}}}',
    );
    expect(meanOf("t.png", "p.png", "--classes", "binary.json", "--exclude-classes", "0")).toBeCloseTo(
      0.752577,
      6,
    );
    expect(meanOf("t.png", "p.png", "--threshold", "1", "--exclude-classes", "background")).toBeCloseTo(
      0.76,
      6,
    );
  });

  it("by the labels of the files, where these have gaps", () => {
    workspace.write(
      "coco.json",
      '[{"id": 0, "name": "a"}, {"id": 1, "name": "b"}, {"id": 2, "name": "c"}, {"id": 90, "name": "d"}]',
    );
    expect(meanOf("t.png", "p.png", "--classes", "coco.json", "--exclude-classes", "0,90")).toBeCloseTo(
      MEAN,
      5,
    );
    expect(
      run("score", "t.png", "p.png", "--classes", "coco.json", "--exclude-classes", "3").stderr,
    ).toContain('got "3"');
  });

  it.each([
    [
      "a stranger",
      "kidney",
      '--exclude-classes expected labels or names of classes ("background", "liver", "spleen"), got "kidney"',
    ],
    ["a label that is none", "7", 'got "7"'],
    ["nothing", "", 'got ""'],
  ])("and %s is refused", (_, value, message) => {
    const { status, stderr } = run("score", ...OPTIONS, "--exclude-classes", value);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("what is left out is told in", () => {
  const WITHOUT = [...OPTIONS, "--exclude-classes", "background"];

  it("the table", () => {
    const text = scored("score", ...WITHOUT);
    expect(text).toContain("mean IoU        0.7563   ratio of dataset sums; left out as asked: background");
    // It is counted all the same.
    expect(text).toMatch(/background\s+0\.7572/);
  });

  it("the leaderboard and the comparison", () => {
    copyFileSync(join(workspace.folder, "p.png"), join(workspace.folder, "q.png"));
    const board = run("score", "t.png", "p.png", "q.png", ...WITHOUT.slice(2)).stdout;
    expect(board).toMatch(/left out +as asked, of every mean: background/);
    for (const folder of ["truth", "one", "other"]) {
      mkdirSync(join(workspace.folder, folder));
      for (const name of ["1.png", "2.png"]) {
        const mask = folder === "one" ? "p.png" : "t.png";
        copyFileSync(join(workspace.folder, mask), join(workspace.folder, folder, name));
      }
    }
    const compared = scored("compare", "truth", "one", "other", ...WITHOUT.slice(2));
    expect(compared).toContain("left out    the mean is without background, as asked");
    expect(compared).toMatch(/mean +0\.7563/);
  });

  it("JSON", () => {
    expect(JSON.parse(scored("score", ...WITHOUT, "--json"))).toMatchObject({
      excludeClasses: ["background"],
    });
  });

  it("CSV, Markdown, JUnit and the page", () => {
    scored("score", ...WITHOUT, "--csv=r.csv", "--markdown=r.md", "--junit=r.xml", "--html=r.html");
    const read = (name: string): string => readFileSync(join(workspace.folder, name), "utf8");
    const [head, background, liver] = read("r.csv").split("\r\n");
    expect(head).toMatch(/,leftOut$/);
    expect(background).toMatch(/^p\.png,background,.*,excluded$|^p\.png,background,.*,true$/);
    expect(liver).toMatch(/,$/);
    expect(read("r.md")).toContain("without background");
    expect(read("r.xml")).toContain("mean IoU without background 0.7563");
    expect(read("r.html")).toContain("without background");
  });
});

describe("a state keeps what is left out", () => {
  it("shows it, goes on with it, and is no state of another choice", () => {
    const options = [...OPTIONS, "--exclude-classes", "background"];
    scored("score", ...options, "--state", "r.state");
    expect(run("show", "r.state").stdout).toContain("left out as asked: background");
    expect(run("score", ...OPTIONS, "--exclude-classes", "0", "--resume", "r.state").status).toBe(0);
    const other = run("score", ...OPTIONS, "--resume", "r.state");
    expect(other.status).toBe(1);
    expect(other.stderr).toContain("r.state");
    scored("score", ...options, "--state", "same.state");
    expect(run("merge", "r.state", "same.state", "--out", "m.state").status).not.toBe(0);
  });
});

describe("groups are told in every report", () => {
  it("overlapping ones, too, and a gate may be of one", () => {
    workspace.write(
      "c.json",
      '{"classNames": ["background", "liver", "spleen"], "groups": {"organs": ["liver", "spleen"], "liver only": [1]}}',
    );
    const options = ["t.png", "p.png", "--classes", "c.json"];
    const text = scored(
      "score",
      ...options,
      "--csv=r.csv",
      "--markdown=r.md",
      "--junit=r.xml",
      "--html=r.html",
      "--json=r.json",
    );
    const read = (name: string): string => readFileSync(join(workspace.folder, name), "utf8");
    const reports = [read("r.csv"), read("r.md"), read("r.xml"), read("r.html"), read("r.json")];
    for (const report of [scored("score", ...options), text, ...reports].filter((report) => report !== "")) {
      expect(report).toContain("organs");
      expect(report).toContain("liver only");
      expect(report).toMatch(/0\.868/);
    }
    expect(run("score", ...options, "--fail-under", "group:organs=0.8").status).toBe(0);
    expect(run("score", ...options, "--fail-under", "group:organs=0.9").status).toBe(4);
    expect(run("score", ...options, "--fail-under", "lungs=0.9").stderr).toContain("group:organs");
  });

  it("groups of what is no class are refused with the name", () => {
    workspace.write(
      "c.json",
      '{"classNames": ["background", "liver", "spleen"], "groups": {"organs": ["liver", "kidney"]}}',
    );
    const { status, stderr } = run("score", "t.png", "p.png", "--classes", "c.json");
    expect(status).not.toBe(0);
    expect(stderr).toContain("kidney");
    expect(stderr).toContain("c.json");
  });
});
