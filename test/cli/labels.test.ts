import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: string[]): Ran => maskscore(args, workspace.folder);
const golden = (name: string): string => `${PROJECT}test/golden/nodata/${name}`;

interface Told {
  readonly meanIou: number;
  readonly pixelCount: number;
  readonly ignoredCount: number;
  readonly pixelAccuracy: number;
  readonly voidPredictions?: readonly number[];
  readonly classes: readonly { readonly iou: number }[];
}

function told(...args: string[]): Told {
  const { status, stdout, stderr } = run("score", ...args, "--json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as Told;
}

describe("no data", () => {
  it("is a label of the file, not of the classes that labels are mapped to", () => {
    for (const truth of ["t.tif", "t_nd.tif"]) {
      const { meanIou, pixelCount, ignoredCount } = told(
        golden(truth),
        golden("p.tif"),
        "--classes",
        golden("c.json"),
      );
      expect(meanIou).toBeCloseTo(0.633333333333, 12);
      expect([pixelCount, ignoredCount]).toEqual([9, 3]);
    }
  });

  it("that is a class asks for a decision, by option or by file, and takes it", () => {
    const masks = [golden("burned.tif"), golden("burned.png"), "--binary"];
    const asked = run("score", ...masks);
    expect(asked.status).toBe(1);
    expect(asked.stderr).toMatch(
      /burned\.tif: label 0 at pixel \d+ \(x \d+, y \d+\) is no data by the file, and "background" by the classes; pass --nodata label .*--nodata ignore/,
    );
    workspace.write("labels.json", JSON.stringify({ nodata: "label" }));
    for (const decision of [
      ["--nodata", "label"],
      ["--classes", "labels.json"],
    ]) {
      const { meanIou, classes } = told(...masks, ...decision);
      expect(meanIou).toBeCloseTo(0.815987152256126, 12);
      expect(classes.map(({ iou }) => iou.toFixed(8))).toEqual(["0.87939698", "0.75257732"]);
    }
    expect(told(...masks, "--nodata", "ignore", "--classes", "labels.json").ignoredCount).toBe(560);
    const inspected = run("inspect", golden("burned.tif"), "--num-classes", "256");
    expect(inspected.stdout).toContain("as truth it is refused; pass --nodata label");
    expect(
      run("inspect", golden("burned.tif"), "--num-classes", "256", "--nodata", "label").stdout,
    ).toContain("such pixels are counted as labelled");
  });

  it("is refused in a classes file that says neither", () => {
    workspace.write("wrong.json", JSON.stringify({ numClasses: 2, nodata: "void" }));
    expect(run("score", golden("t.tif"), golden("p.tif"), "--classes", "wrong.json").stderr).toContain(
      'wrong.json: nodata expected "ignore" or "label", got "void"',
    );
  });
});

describe("void predictions", () => {
  it("are refused, or missed where that was said", () => {
    workspace.write("t.png", png(Uint8Array.of(0, 0, 1, 1, 255, 1), 6));
    workspace.write("p.png", png(Uint8Array.of(0, 255, 1, 255, 255, 0), 6));
    const masks = ["t.png", "p.png", "--num-classes", "2", "--ignore-index", "255"];
    const refused = run("score", ...masks);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("pass --void-predictions miss to count it as missed");
    const missed = told(...masks, "--void-predictions", "miss");
    expect(missed).toMatchObject({
      pixelCount: 5,
      ignoredCount: 1,
      voidPredictions: [1, 1],
      pixelAccuracy: 0.4,
    });
    expect(missed.classes.map(({ iou }) => iou)).toEqual([1 / 3, 1 / 3]);
    const { stdout } = run(
      "score",
      ...masks,
      "--void-predictions",
      "miss",
      "--state",
      "s.state",
      "--html",
      "r.html",
    );
    expect(stdout).toContain("5 pixels scored, of which 2 are predicted void and missed");
    expect(readFileSync(`${workspace.folder}/r.html`, "utf8")).toContain("What is predicted void is missed");
    const shown = run("show", "s.state", "--json");
    expect((JSON.parse(shown.stdout) as Told).voidPredictions).toEqual([1, 1]);
  });

  it("of a mapping are missed where the user wrote null, and refused where a data set's table says void", () => {
    workspace.write("t.png", png(Uint8Array.of(7, 7, 8), 3));
    workspace.write("p.png", png(Uint8Array.of(7, 0, 8), 3));
    workspace.write(
      "c.json",
      JSON.stringify({
        numClasses: 2,
        labelMapping: { groundTruth: { 7: 0, 8: 1 }, prediction: { 7: 0, 8: 1, 0: null } },
      }),
    );
    expect(told("t.png", "p.png", "--classes", "c.json").voidPredictions).toEqual([1, 0]);
    const explicit = run("score", "t.png", "p.png", "--classes", "c.json", "--void-predictions", "error");
    expect(explicit.stderr).toBe(
      "maskscore: p.png: label 0 at pixel 1 (x 1, y 0) is void, and is predicted where the truth has a class; pass --void-predictions miss to count it as missed\n",
    );
    const refused = run("score", "t.png", "p.png", "--dataset", "cityscapes");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(
      /^maskscore: p\.png: label 0 at pixel 1 .*, pass --train-ids, or pass --void-predictions miss to count it as missed\n$/,
    );
    const missed = told("t.png", "p.png", "--dataset", "cityscapes", "--void-predictions", "miss");
    expect(missed.voidPredictions?.slice(0, 2)).toEqual([1, 0]);
    // A label that no table has is void for nobody.
    workspace.write("p.png", png(Uint8Array.of(7, 40, 8), 3));
    expect(run("score", "t.png", "p.png", "--dataset", "cityscapes").stderr).toMatch(
      /label 40 at .* pass --train-ids\n$/,
    );
  });
});
