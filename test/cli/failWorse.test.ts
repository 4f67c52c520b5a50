import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { Gate } from "../../app/view/runView.js";
import { npy } from "../app/formats/makeFiles.js";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);

interface Compared {
  readonly comparison: {
    readonly first: string;
    readonly second: string;
    readonly verdict: string;
    readonly isLowerBetter: boolean;
    readonly moved: Readonly<Record<"better" | "worse" | "equal" | "unscored", number>>;
    readonly imageCount: number;
    readonly mean: { readonly difference: number; readonly bounds: { low: number; high: number } };
  };
  /** Of overlap. */
  readonly thresholds?: readonly Gate[];
  /** Of tasks. */
  readonly gates?: readonly Gate[];
}

const compared = ({ stdout }: Ran): Compared => JSON.parse(stdout) as Compared;
const sample = (name: string): string => join(PROJECT, "samples", name);

/** A square of 9 of 36 pixels, moved to the right by so many; none where that is NaN. */
function square(moved: number): Uint8Array {
  const labels = new Uint8Array(36);
  for (let y = 1; y < 4 && !Number.isNaN(moved); y++) labels.fill(1, 6 * y + 1 + moved, 6 * y + 4 + moved);
  return labels;
}

/** Of each model by how much its square is off, image by image. */
function writeModels(models: Readonly<Record<string, readonly number[]>>): void {
  for (const [model, moved] of Object.entries(models)) {
    moved.forEach((by, i) => {
      workspace.write(`${model}/${i}.npy`, npy("|u1", "(6, 6)", square(by)));
    });
  }
}

const TWO = ["--num-classes", "2"];
const CROWDS = ["truth.json", "prediction.json"].map((name) => sample(`panoptic/${name}`));
const MEADOW = sample("detections/truth.json");

/** Seven of eight boxes are lost. */
function writeBoxes(): void {
  const found = readFileSync(sample("detections/results.json"), "utf8");
  workspace.write("better.json", found);
  workspace.write(
    "worse.json",
    JSON.stringify((JSON.parse(found) as unknown[]).filter((_, i) => i % 8 === 0)),
  );
}

function writeMasks(): void {
  writeModels({ t: [0, 0, 0, 0, 0, 0], worse: [2, 1, 2, 2, 1, 2], better: [1, 0, 0, 0, 0, 0] });
}

const MASKS = ["t", "worse", "better"] as const;

/** What writes the files; the truth, the worse model, the better one; options. */
const TASKS: readonly (readonly [
  string,
  () => void,
  readonly [string, string, string],
  readonly string[],
])[] = [
  ["overlap", writeMasks, MASKS, TWO],
  ["components", writeMasks, MASKS, [...TWO, "--task", "components"]],
  ["boundary", writeMasks, MASKS, [...TWO, "--task", "boundary"]],
  ["surfaces", writeMasks, MASKS, [...TWO, "--task", "surfaces"]],
  ["panoptic", () => undefined, [CROWDS[0], CROWDS[1], CROWDS[0]] as [string, string, string], []],
  ["boxes", writeBoxes, [MEADOW, "worse.json", "better.json"], ["--task", "boxes"]],
];

describe.each(TASKS)("compare of %s", (task, write, [truth, worse, better], options) => {
  const few = [...options, "--resamples", "200"];
  beforeEach(write);

  it("begins with the verdict, and on how many images the second model is better", () => {
    const ran = run("compare", truth, worse, better, ...few, "--fail-worse", "--markdown=c.md");
    expect(ran.status, ran.stderr).toBe(0);
    const { comparison } = compared(run("compare", truth, worse, better, ...few, "--json"));
    const { moved, imageCount, verdict, isLowerBetter, second } = comparison;
    const [first, counts] = ran.stdout.split("\n");
    expect(first).toBe(`verdict  ${verdict}`);
    expect(counts).toContain(`${second} is better on ${moved.better} of ${imageCount} images`);
    expect(moved.better).toBeGreaterThan(moved.worse);
    expect(moved.better + moved.worse + moved.equal + moved.unscored).toBe(imageCount);
    expect(verdict).toContain(isLowerBetter ? "below" : "above");
    expect(isLowerBetter).toBe(task === "surfaces");
    const markdown = readFileSync(join(workspace.folder, "c.md"), "utf8");
    expect(markdown).toContain("- verdict: ");
    expect(markdown).toContain(`better on ${moved.better} of ${imageCount} images`);
  });

  it("--fail-worse fails of a model that is worse by more than the interval allows, and says so everywhere", () => {
    const words = ["compare", truth, better, worse, ...few, "--fail-worse"];
    const ran = run(...words, "--json", "--junit=c.xml", "--markdown=c.md");
    expect(ran.status).toBe(4);
    const { comparison, thresholds, gates } = compared(ran);
    const { difference, bounds } = comparison.mean;
    const highest = comparison.isLowerBetter ? -bounds.low : bounds.high;
    expect(comparison.isLowerBetter ? -difference : difference).toBeLessThan(0);
    expect(highest).toBeLessThan(0);
    expect(thresholds ?? gates).toMatchObject([
      { model: comparison.second, key: "worse", threshold: 0, score: highest, isMet: false },
    ]);
    const missed = `missed by ${(-highest).toFixed(4)}`;
    expect(readFileSync(join(workspace.folder, "c.xml"), "utf8")).toMatch(
      new RegExp(`<failure message="upper end of the 95 % interval of .* at least 0 was asked: ${missed}"/>`),
    );
    expect(readFileSync(join(workspace.folder, "c.md"), "utf8")).toContain(missed);
    expect(run(...words).stdout).toContain(missed);
    expect(run(...words.slice(0, -1)).status).toBe(0);
  });
});

describe("--fail-worse", () => {
  const failing = [...TWO, "--fail-worse"];

  it("passes where the loss may be chance, and where nothing has changed", () => {
    writeModels({ t: [0, 0, 0, 0], p: [1, 0, 1, 0], q: [0, 1, 1, 1], same: [1, 0, 1, 0] });
    const ran = run("compare", "t", "p", "q", ...failing, "--json");
    expect(ran.status).toBe(0);
    const { comparison, thresholds } = compared(ran);
    expect(comparison.mean.difference).toBeLessThan(0);
    expect(comparison.mean.bounds.high).toBeGreaterThan(0);
    expect(thresholds).toMatchObject([{ isMet: true }]);
    expect(run("compare", "t", "p", "same", ...failing).status).toBe(0);
  });

  it("holds states as it holds masks, and stands beside --fail-under", () => {
    writeModels({ t: [0, 0, 0, 0], p: [1, 0, 0, 0], q: [2, 2, 2, 2] });
    for (const model of ["p", "q"]) {
      run("score", "t", model, ...TWO, "--state", `${model}.state`);
    }
    expect(run("compare", "p.state", "q.state", "--fail-worse").status).toBe(4);
    expect(run("compare", "q.state", "p.state", "--fail-worse").status).toBe(0);
    const both = run("compare", "p.state", "q.state", "--fail-worse", "--fail-under", "iou=0.1", "--json");
    expect(both.status).toBe(4);
    expect(compared(both).thresholds?.map(({ key, isMet }) => [key, isMet])).toEqual([
      ["iou", true],
      ["iou", true],
      ["worse", false],
    ]);
  });

  it("lets no infinite distance pass for no loss", () => {
    const surfaces = [...failing, "--task", "surfaces"];
    writeModels({ t: [0, 0, 0], p: [0, 1, 0], q: [0, NaN, 0], r: [NaN, 0, 0] });
    const lost = run("compare", "t", "p", "q", ...surfaces);
    expect(lost.status).toBe(4);
    expect(lost.stdout).toContain("verdict  q is inf, p 0.");
    expect(lost.stdout).toContain("worse on 1, equal on 2");
    expect(lost.stdout).toContain("missed: infinitely far");
    expect(run("compare", "t", "q", "p", ...surfaces).status).toBe(0);
    const both = run("compare", "t", "q", "r", ...surfaces);
    expect(both.status).toBe(4);
    expect(both.stdout).toContain("r and q are both infinite: nothing tells them apart.");
    expect(both.stdout).toContain("missed: the score is undefined");
  });

  it("is of compare alone", () => {
    writeModels({ t: [0], p: [1] });
    const ran = run("score", "t", "p", ...failing);
    expect(ran).toMatchObject({ status: 2 });
    expect(ran.stderr).toContain("unknown option '--fail-worse'");
  });
});
