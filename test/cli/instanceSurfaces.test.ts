import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ComponentScorer } from "../../src/scorers/componentScorer.js";
import { nifti } from "../app/formats/makeFiles.js";
import { maskscore } from "../helpers/command.js";
import { parseDocument } from "../helpers/documents.js";
import type { Ran } from "../helpers/project.js";
import { useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const jsonOf = ({ stdout }: Ran): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;
const saved = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const COMPONENTS = ["--task", "components", "--num-classes", "2"];
const MEASURED = [...COMPONENTS, "--instance-surfaces"];
const [WIDTH, HEIGHT, DEPTH] = [8, 6, 4];
const GRID = [3, WIDTH, HEIGHT, DEPTH];
const COUNT = 3;

/** A box in every image, and a second one that only some have; the prediction's first is wider. */
function boxes(i: number, isPredicted: boolean): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: WIDTH * HEIGHT * DEPTH }, (_, voxel) => {
    const [x, y, z] = [
      voxel % WIDTH,
      Math.floor(voxel / WIDTH) % HEIGHT,
      Math.floor(voxel / (WIDTH * HEIGHT)),
    ];
    if (y < 3 && z < 3 && x <= (isPredicted ? 3 : 2)) return 1;
    return Number(i !== 1 && y > 3 && z < 2 && x > 5);
  });
}

/** @param unit NIfTI's code: 2 is mm; undefined: it says no lengths */
function writeVolumes(unit: number | undefined): void {
  for (const side of ["t", "p"]) rmSync(join(workspace.folder, side), { recursive: true, force: true });
  for (let i = 0; i < COUNT; i++) {
    for (const [folder, isPredicted] of [
      ["t", false],
      ["p", true],
    ] as const) {
      const voxels = boxes(i, isPredicted);
      const bytes = nifti(GRID, 2, voxels);
      const view = new DataView(bytes.buffer);
      if (unit !== undefined) {
        [1, 0.5, 1.5, 3].forEach((length, axis) => {
          view.setFloat32(76 + 4 * axis, length, true);
        });
        view.setUint8(123, unit);
      }
      workspace.write(`${folder}/${i}.nii`, bytes);
    }
  }
}

function scorerOf(spacing: readonly number[] | undefined, surfaces: object): ComponentScorer {
  const scorer = new ComponentScorer({ surfaces });
  for (let i = 0; i < COUNT; i++) {
    const shape = [DEPTH, HEIGHT, WIDTH];
    scorer.update(boxes(i, false), boxes(i, true), { shape, spacing, id: String(i) });
  }
  return scorer;
}

describe("--instance-surfaces", () => {
  it.each([
    ["millimetres of the files", 2, [], [3, 1.5, 0.5], "mm"],
    ["lengths that are told", undefined, ["--spacing", "0.5,1.5,3"], [3, 1.5, 0.5], undefined],
    ["pixels", undefined, [], undefined, "pixels"],
  ])("measures in %s what the library does", (_, unit, args, spacing, told) => {
    writeVolumes(unit);
    const rules = ["--tolerance", "0.5,1", "--percentile", "90", "--edges", "surfels"];
    const ran = run("score", "t", "p", ...MEASURED, ...rules, ...args, "--json");
    expect(ran.stderr).toBe("");
    const scorer = scorerOf(spacing, { tolerances: [0.5, 1], percentile: 90, edges: "surfels" });
    const { classes, mean } = scorer.compute();
    expect(classes[0]?.surfaces).toMatchObject({ instances: 5 });
    const json = jsonOf(ran) as { settings: { unit?: string } };
    expect(json).toMatchObject(saved({ classes, mean }) as object);
    expect(json.settings.unit).toBe(told);
  });

  it("has a table, columns, metrics, intervals and the page", () => {
    writeVolumes(2);
    const text = run("score", "t", "p", ...MEASURED, "--tolerance", "0.25", "--html", "page.html").stdout;
    expect(text).toContain("Surfaces of matched components");
    expect(text).toMatch(/class +Hausdorff +Hausdorff 95 % +ASSD +MASD +surface Dice at 0\.25 +matched\n/);
    expect(text).toMatch(/lengths +mm\n/);
    const page = parseDocument(readFileSync(join(workspace.folder, "page.html"), "utf8"), "text/html");
    expect(page.body.textContent).toContain("Surfaces of matched components");
    const csv = run("score", "t", "p", ...MEASURED, "--csv").stdout.split("\r\n");
    expect(csv[0]).toMatch(/,hausdorff,hausdorff95,assd,masd,measured$/);
    const scorer = scorerOf([3, 1.5, 0.5], { tolerances: [0.25] });
    for (const [metric, own] of [
      ["robustHausdorff", "hausdorff95"],
      ["masd", "masd"],
      ["nsd", "nsd"],
    ] as const) {
      const told = ["--metrics", metric, "--worst", "2", "--ci", "95", "--seed", "1"];
      const json = jsonOf(run("score", "t", "p", ...MEASURED, "--tolerance", "0.25", ...told, "--json"));
      const { mean, images } = scorer.contributions({ metric: own });
      expect(json.worst).toEqual(saved({ metric, mean, images: images.slice(0, 2) }));
      const interval = scorer.confidenceIntervals({ metric: "assd", seed: 1 }).mean.bounds;
      expect(json.intervals).toMatchObject({ assd: { mean: { bounds: saved(interval) } } });
    }
  });

  it("is kept in states, which know of it", () => {
    writeVolumes(2);
    run("score", "t", "p", ...MEASURED, "--state", "a.state");
    const shown = run("show", "a.state", "--metrics", "assd", "--worst", "1");
    expect(shown.stdout).toContain("images that raise ASSD most");
    run("score", "t", "p", ...COMPONENTS, "--state", "b.state");
    expect(run("show", "b.state", "--metrics", "assd").stderr).toContain('"assd" is none of components');
    const { stderr } = run("score", "t", "p", ...COMPONENTS, "--resume", "a.state");
    expect(stderr).toContain('the setting "surfaces" is');
  });

  it("refuses images of other lengths, and rules that measure nothing", () => {
    writeVolumes(2);
    const empty = nifti(GRID, 2, new Uint8Array(WIDTH * HEIGHT * DEPTH));
    for (const side of ["t", "p"]) workspace.write(`${side}/3.nii`, empty);
    expect(run("score", "t", "p", ...MEASURED).stderr).toMatch(/t\/3\.nii: is measured in pixels.* in mm/);
    expect(run("score", "t", "p", ...COMPONENTS).status).toBe(0);
    expect(run("score", "t", "p", ...COMPONENTS, "--edges", "surfels").stderr).toBe(
      "maskscore: --edges is of surfaces, which components have with --instance-surfaces; add that, or leave it out\n",
    );
    const both = run("score", "t", "p", "--num-classes", "2", "--measures", "iou,components");
    expect(both.status).toBe(0);
    expect(
      run("score", "t", "p", "--num-classes", "2", "--measures", "iou,components", "--tolerance", "1").stderr,
    ).toContain("--instance-surfaces");
    expect(run("score", "t", "p", "--task", "surfaces", "--instance-surfaces").stderr).toContain(
      "--instance-surfaces is nothing that --task surfaces knows",
    );
  });
});
