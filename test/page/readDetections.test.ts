import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSides } from "../../page/src/tasks/readDetections.js";
import type { DroppedFile } from "../../page/src/score/droppedFiles.js";
import { writeYoloSample } from "../../scripts/page/yoloSample.js";
import { PROJECT } from "../helpers/project.js";

const folder = mkdtempSync(join(tmpdir(), "maskscore-"));
writeYoloSample(join(PROJECT, "samples"), folder);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** All files of a folder, as a drop of it holds them. */
function dropped(name: string, changed: Readonly<Record<string, string>> = {}): DroppedFile[] {
  return readdirSync(join(folder, name), { recursive: true, encoding: "utf8" })
    .map((path) => `${name}/${path.split(sep).join("/")}`)
    .filter((path) => /\.[a-z]+$/.test(path))
    .map((path) => ({
      path,
      file: new File([changed[path] ?? readFileSync(join(folder, path))], path),
    }));
}

const yaml = (val: string): Readonly<Record<string, string>> => ({
  "data/data.yaml": `${val}names: [ball, kite, crate]\n`,
});

describe("dropped folders of YOLO's labels", () => {
  it("are scored as far as data.yaml's val lists them", async () => {
    const { truth, found, notes } = await readSides("boxes", dropped("data"), dropped("predict"));
    expect(truth.images.map(({ id, width, height }) => [id, width, height])).toEqual([
      ...["13", "14", "15"].map((seed) => [`day/meadow-${seed}`, 240, 160]),
      ...["16", "17", "18"].map((seed) => [`night/meadow-${seed}`, 240, 160]),
    ]);
    expect(truth.categories.map(({ name }) => name)).toEqual(["ball", "kite", "crate"]);
    expect(found.records.length).toBeGreaterThan(10);
    expect(notes).toEqual(["Scored is images/day, night.txt, which is val of data/data.yaml."]);
  });

  it.each([
    ["val: images/night\n", 3],
    ["val: ./images/day/\n", 3],
    ["val: [images/day, images/train]\n", 5],
    ["val: ./night.txt\n", 3],
    ["", 8],
  ])("of %j", async (val, count) => {
    const ofPart = val.includes("day") ? /meadow-1[345]/ : /meadow-1[678]/;
    const found = dropped("predict").filter(({ path }) => ofPart.test(path));
    const truth = dropped("data", yaml(val)).filter(({ path }) => val !== "" || !path.endsWith("night.txt"));
    expect((await readSides("boxes", truth, found)).truth.images).toHaveLength(count);
  });

  it("refuse predictions of images that are not scored", async () => {
    const truth = dropped("data", yaml("val: images/night\n"));
    await expect(readSides("boxes", truth, dropped("predict"))).rejects.toThrow(
      "has labels of images that the ground truth does not have: predict/labels/meadow-13.txt",
    );
    await expect(readSides("boxes", truth, [])).rejects.toThrow("expected YOLO's labels (*.txt)");
  });
});
