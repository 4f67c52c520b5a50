import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ComponentScorer } from "../../src/scorers/componentScorer.js";
import { PanopticScorer } from "../../src/scorers/panopticScorer.js";
import { surfaceDistances } from "../../src/measures/surfaces/surfaceDistances.js";
import { nifti, npy } from "../app/formats/makeFiles.js";
import { maskscore } from "../helpers/command.js";
import { parseDocument } from "../helpers/documents.js";
import type { Ran } from "../helpers/project.js";
import { rawPng } from "../helpers/maskFiles.js";
import { useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const jsonOf = ({ stdout }: Ran): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;

const TWO = ["--num-classes", "2"];

// Height 4, width 6.
const TRUTH = "110010 110000 000000 000011";
const PREDICTED = "110000 100000 000000 010011";

function labels(drawn: string): Uint8Array {
  return Uint8Array.from(drawn.replaceAll(" ", ""), Number);
}

function writeMasks(): void {
  for (const [name, drawn] of [
    ["t/a", TRUTH],
    ["p/a", PREDICTED],
    ["t/b", "000010 000000 000000 000011"],
    ["p/b", "000000 000000 000000 000011"],
  ] as const) {
    workspace.write(`${name}.npy`, npy("|u1", "(4, 6)", labels(drawn)));
  }
}

describe("--task components", () => {
  it("is what the library's scorer says", () => {
    writeMasks();
    const scorer = new ComponentScorer({ match: "overlap", connectivity: 4 });
    scorer.update(labels(TRUTH), labels(PREDICTED), { shape: [4, 6], id: "a" });
    const options = ["--match-by", "overlap", "--connectivity", "4", "--json"];
    const ran = run("score", "t/a.npy", "p/a.npy", "--task", "components", ...TWO, ...options);
    expect(ran.stderr).toBe("");
    const { mean, classes } = JSON.parse(JSON.stringify(scorer.compute())) as Record<string, unknown>;
    expect(jsonOf(ran)).toMatchObject({ mean, classes, imageCount: 1 });
  });

  it("is a page with pictures, of a state without", () => {
    writeMasks();
    const score = ["score", "t", "p", "--task", "components", ...TWO, "--state", "a.state", "--json"];
    const { mean } = jsonOf(run(...score, "--html", "a.html")) as { mean: { panopticQuality: number } };
    const pages = ["a.html", "b.html"];
    expect(run("show", "a.state", "--html", "b.html").status).toBe(0);
    const [scored, shown] = pages.map((name) =>
      parseDocument(readFileSync(join(workspace.folder, name), "utf8"), "text/html"),
    );
    for (const page of [scored, shown]) {
      const big = page?.querySelector(".headline .big")?.textContent.trim();
      expect(big).toBe(mean.panopticQuality.toFixed(4));
    }
    expect(scored?.querySelectorAll("article.of-task")).toHaveLength(2);
    expect(shown?.querySelectorAll("article.of-task")).toHaveLength(0);
  });

  it("leaves out what is void, on both sides", () => {
    workspace.write("v/a.npy", npy("|u1", "(1, 5)", Uint8Array.of(1, 0, 255, 255, 0)));
    workspace.write("w/a.npy", npy("|u1", "(1, 5)", Uint8Array.of(1, 0, 1, 1, 0)));
    const ran = run("score", "v", "w", "--task", "components", ...TWO, "--ignore-index", "255", "--json");
    expect(jsonOf(ran)).toMatchObject({ mean: { f1: 1 } });
  });

  it("adds shards up to the state of one run", () => {
    writeMasks();
    const score = ["score", "t", "p", "--task", "components", ...TWO];
    expect(run(...score, "--state", "one.state").status).toBe(0);
    for (const shard of ["1", "2"]) run(...score, "--shard", `${shard}/2`, "--state", `${shard}.state`);
    const merged = run("merge", "1.state", "2.state", "--state", "all.state", "--json", "--ci", "90");
    expect(merged.stderr).toBe("");
    const shown = run("show", "one.state", "--json", "--ci", "90");
    expect({ ...jsonOf(merged), model: "" }).toEqual({ ...jsonOf(shown), model: "" });
    expect(run("merge", "1.state", "1.state").stderr).toContain("merge each shard once");
  });

  it("does not add up states whose labels were read otherwise", () => {
    writeMasks();
    const score = ["score", "t", "p", "--task", "components", ...TWO];
    run(...score, "--shard", "1/2", "--state", "1.state");
    run(...score, "--shard", "2/2", "--ignore-index", "255", "--state", "2.state");
    expect(run("merge", "1.state", "2.state")).toMatchObject({
      status: 1,
      stderr:
        "maskscore: 2.state: its files were read otherwise than those of 1.state: ignored labels 255, and not as they are stored\n",
    });
  });

  it("takes a volume only of pixels whose size is known", () => {
    writeMasks();
    const score = ["score", "t", "p", "--task", "components", ...TWO, "--min-volume", "2"];
    expect(run(...score).stderr).toContain("does not say how far pixels are apart, which --min-volume takes");
    expect(jsonOf(run(...score, "--spacing", "1,1", "--json"))).toMatchObject({ mean: { f1: 1 } });
  });

  it("goes on where a file is wrong, if it is told to", () => {
    writeMasks();
    workspace.write("t/c.npy", npy("|u1", "(1, 1)", Uint8Array.of(7)));
    workspace.write("p/c.npy", npy("|u1", "(1, 1)", Uint8Array.of(0)));
    const score = ["score", "t", "p", "--task", "components", ...TWO];
    expect(run(...score).status).toBe(1);
    const ran = run(...score, "--keep-going", "--json");
    expect(ran.status).toBe(3);
    expect(jsonOf(ran)).toMatchObject({
      imageCount: 2,
      failures: [{ file: "t/c.npy", code: "label-out-of-range" }],
    });
  });
});

/** 6 x 4 x 2 voxels, 0.5 x 1 x 3 mm apart. */
const SIZE = [3, 6, 4, 2] as const;
const VOXELS = labels(`${TRUTH} ${TRUTH}`);
const PREDICTED_VOXELS = labels(`${PREDICTED} ${TRUTH}`);

/** @param pixdim along x, y and z; [0, 0, 0] says nothing */
function volume(
  name: string,
  voxels: Uint8Array,
  pixdim: readonly number[],
  { unit = 2, sform = [] as readonly number[] } = {},
): void {
  const bytes = nifti([...SIZE], 2, new Uint8Array(voxels), { sform });
  const view = new DataView(bytes.buffer);
  pixdim.forEach((length, axis) => {
    view.setFloat32(80 + 4 * axis, length, true);
  });
  bytes[123] = unit;
  workspace.write(name, bytes);
}

describe("--task surfaces", () => {
  const surfaces = (...more: readonly string[]): Ran =>
    run("score", "vt", "vp", "--task", "surfaces", ...TWO, "--tolerance", "1,2", ...more);
  const expected = surfaceDistances(VOXELS, PREDICTED_VOXELS, {
    shape: [2, 4, 6],
    spacing: [3, 1, 0.5],
    tolerances: [1, 2],
  });

  it("is what the library says of volumes, in the unit of their files", () => {
    volume("vt/a.nii", VOXELS, [0.5, 1, 3]);
    volume("vp/a.nii", PREDICTED_VOXELS, [0.5, 1, 3], { unit: 0 });
    const ran = surfaces("--json");
    expect(ran.stderr).toBe("");
    const { empty, ...scores } = expected;
    expect(empty).toBeUndefined();
    expect(jsonOf(ran)).toMatchObject({
      unit: "mm",
      cases: [{ id: "a", spacing: [3, 1, 0.5], scores }],
      meanOverCases: [{ hausdorff: { mean: expected.hausdorff, cases: 1 } }],
    });
  });

  it("brings volumes that are stored mirrored to the truth's grid", () => {
    const mirrored = Uint8Array.from(
      PREDICTED_VOXELS,
      (_, i) => PREDICTED_VOXELS[i - (i % 6) + 5 - (i % 6)] as number,
    );
    // Without pixdim: lengths are those of the affine.
    volume("vt/a.nii", VOXELS, [0, 0, 0], { sform: [0.5, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0] });
    volume("vp/a.nii", mirrored, [0, 0, 0], { sform: [-0.5, 0, 0, 2.5, 0, 1, 0, 0, 0, 0, 3, 0] });
    expect(jsonOf(surfaces("--json"))).toMatchObject({ cases: [{ scores: { assd: expected.assd } }] });
  });

  it("refuses a file whose pixdim and affine are different lengths, until the user says them", () => {
    const places = (x: number): readonly number[] => [x, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0];
    // float32 rounds; a turn keeps lengths.
    volume("vt/a.nii", VOXELS, [0.5, 1, 3], { sform: places(-0.500_01) });
    volume("vp/a.nii", PREDICTED_VOXELS, [0.5, 1, 3], { sform: places(-0.500_01) });
    expect(surfaces().status).toBe(0);
    volume("vt/a.nii", VOXELS, [1, 1, 3], { sform: places(0.5) });
    volume("vp/a.nii", PREDICTED_VOXELS, [1, 1, 3], { sform: places(0.5) });
    expect(surfaces()).toMatchObject({ status: 1, stdout: "" });
    expect(surfaces().stderr).toContain(
      "vt/a.nii: says that voxels are 1 x 1 x 3 mm apart (pixdim), and places them 0.5 x 1 x 3 mm apart (its affine); pass --spacing",
    );
    expect(surfaces("--spacing", "0.5,1,3").status).toBe(0);
  });

  it("refuses sides of different spacing, until the user says it", () => {
    volume("vt/a.nii", VOXELS, [0.5, 1, 3]);
    volume("vp/a.nii", PREDICTED_VOXELS, [0.5, 1, 2]);
    expect(surfaces()).toMatchObject({ status: 1 });
    expect(surfaces().stderr).toContain("vp/a.nii: pixels are 0.5 x 1 x 2 mm apart, and 0.5 x 1 x 3 mm in");
    expect(jsonOf(surfaces("--spacing", "0.5,1,3", "--json"))).toMatchObject({
      cases: [{ scores: { assd: expected.assd } }],
    });
    expect(surfaces("--spacing", "1,1").stderr).toContain("is a volume: pass lengths along x, y and z");
  });

  it("does not mix pixels and millimetres", () => {
    volume("mt/a.nii", VOXELS, [0.5, 1, 3]);
    volume("mp/a.nii", PREDICTED_VOXELS, [0.5, 1, 3]);
    volume("mt/b.nii", VOXELS, [0, 0, 0]);
    volume("mp/b.nii", PREDICTED_VOXELS, [0, 0, 0]);
    const ran = run("score", "mt", "mp", "--task", "surfaces", ...TWO);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain("is measured in pixels, for it does not say how far they are apart, and ");
  });

  it("does not merge components left out by volumes in other units", () => {
    for (const [name, unit] of [
      ["mm", 2],
      ["um", 3],
    ] as const) {
      for (const side of ["t", "p"]) volume(`c${name}${side}/${name}.nii`, VOXELS, [0.5, 1, 3], { unit });
      const scored = ["score", `c${name}t`, `c${name}p`, "--task", "components", ...TWO, "--min-volume", "2"];
      expect(run(...scored, "--state", `${name}.state`).stderr).toBe("");
    }
    expect(run("merge", "mm.state", "um.state", "--allow-missing").stderr).toContain(
      '"unit" is "mm" here and "um" there',
    );
  });

  it("keep a state, which is shown, merged and compared by what empty sides are then", () => {
    for (const id of ["a", "b"]) {
      volume(`vt/${id}.nii`, VOXELS, [0.5, 1, 3]);
      volume(`vp/${id}.nii`, id === "a" ? PREDICTED_VOXELS : new Uint8Array(48), [0.5, 1, 3]);
    }
    const whole = surfaces("--state", "one.state", "--json");
    expect(whole.stderr).toBe("");
    for (const shard of ["1", "2"]) surfaces("--shard", `${shard}/2`, "--state", `${shard}.state`);
    const merged = run("merge", "1.state", "2.state", "--state", "all.state", "--json");
    expect(merged.stderr).toBe("");
    expect(jsonOf(merged).mean).toEqual(jsonOf(whole).mean);
    expect(jsonOf(run("show", "all.state", "--json"))).toMatchObject({ unit: "mm" });
    const shown = run("show", "all.state", "--empty-side", "leaveOut");
    expect(shown.stdout).toContain("left out  1 cases have no distances, and are in no mean of them");
    expect(run("show", "all.state", "--empty-side", "worst", "--worst", "1").stdout).toContain(
      "images that raise robust Hausdorff most\nimage  robust Hausdorff  without it\nb ",
    );
    expect(run("show", "all.state", "--fail-under", "dice=0.9").status).toBe(4);
    const compared = run("compare", "one.state", "all.state", "--empty-side", "worst", "--metrics", "nsd");
    expect(compared.stderr).toBe("");
    expect(compared.stdout).toContain("all.state beside one.state\nsurface Dice");
    // Without a spacing lengths are in pixels, which do not add up with these.
    for (const folder of ["vt", "vp"]) volume(`${folder}/c.nii`, VOXELS, [0, 0, 0]);
    expect(surfaces("--resume", "one.state").stderr).toContain("vt/c.nii: is measured in pixels");
    surfaces("--spacing", "0.5,1,3", "--state", "given.state");
    expect(run("merge", "one.state", "given.state").status).toBe(1);
  });

  it("says that distances to nothing are infinite", () => {
    writeMasks();
    workspace.write("p/b.npy", npy("|u1", "(4, 6)", new Uint8Array(24)));
    const score = ["score", "t", "p", "--task", "surfaces", ...TWO];
    expect(run(...score).stdout).toContain("of 1 cases one side is empty, and distances are infinite");
    expect(jsonOf(run(...score, "--json"))).toMatchObject({
      meanOverCases: [{ hausdorff: { mean: "Infinity", cases: 2 }, empty: { prediction: 1 } }],
    });
    expect(jsonOf(run(...score, "--empty-side", "leaveOut", "--json"))).toMatchObject({
      meanOverCases: [{ hausdorff: { mean: 3, cases: 1 } }],
    });
  });
});

describe("--task panoptic", () => {
  const categories = [
    { id: 1, name: "car", isthing: 1 as const },
    { id: 5, name: "sky", isthing: 0 as const },
    { id: 9, name: "boat", isthing: 1 as const },
  ];
  /** ids as R + 256 G + 65536 B */
  const rgb = (ids: readonly number[]): number[] =>
    ids.flatMap((id) => [id & 255, (id >> 8) & 255, id >> 16]);
  const IDS = { truth: [300, 300, 70_000, 70_000, 0, 70_000], prediction: [300, 300, 2, 2, 2, 300] };
  const SEGMENTS = {
    truth: [
      { id: 300, category_id: 1, area: 2, iscrowd: 0 as const },
      { id: 70_000, category_id: 5, area: 3, iscrowd: 0 as const },
    ],
    prediction: [
      { id: 300, category_id: 1 },
      { id: 2, category_id: 5 },
    ],
  };
  const write = (side: "truth" | "prediction", ids: readonly number[] = IDS[side], images = [7]): void => {
    const annotations = images.map((id) => ({
      image_id: id,
      file_name: `${id}.png`,
      segments_info: SEGMENTS[side],
    }));
    workspace.write(
      `${side}.json`,
      JSON.stringify({ annotations, ...(side === "truth" ? { categories } : {}) }),
    );
    mkdirSync(join(workspace.folder, side), { recursive: true });
    for (const id of images) workspace.write(`${side}/${id}.png`, rawPng(rgb(ids), 3, { colourType: 2 }));
  };
  const score = (...more: readonly string[]): Ran =>
    run("score", "truth.json", "prediction.json", "--task", "panoptic", ...more);

  it("is what the library's scorer says", () => {
    write("truth");
    write("prediction");
    const scorer = new PanopticScorer({ categories });
    const side = (name: "truth" | "prediction"): Parameters<PanopticScorer["update"]>[0] => ({
      map: Uint32Array.from(IDS[name]),
      width: 3,
      height: 2,
      segments: SEGMENTS[name],
    });
    scorer.update(side("truth"), side("prediction"), { id: "7" });
    const { all, things, categories: own } = scorer.compute();
    const ran = score("--json", "--state", "p.state");
    expect(ran.stderr).toBe("");
    // JSON has no NaN.
    const saved = JSON.parse(JSON.stringify(own)) as unknown;
    expect(jsonOf(ran)).toMatchObject({ all, things, categories: saved, imageCount: 1 });
    const shown = run("show", "p.state").stdout;
    expect(shown).toContain("sky");
    // Which JSON and CSV list, too.
    expect(shown).not.toContain("boat");
    expect(shown).toContain("no segment  in 1 categories more");
  });

  it("names what is missing and wrong", () => {
    write("truth", undefined, [7, 8]);
    write("prediction");
    expect(score().stderr).toContain(
      "prediction.json: has no annotation of 1 of the 2 images: 8; pass --allow-missing",
    );
    expect(score("--allow-missing").status).toBe(0);
    workspace.write("prediction/7.png", rawPng(rgb([300, 300, 9, 9, 9, 300]), 3, { colourType: 2 }));
    expect(score("--allow-missing")).toMatchObject({ status: 1, stdout: "" });
    expect(score("--allow-missing").stderr).toContain("prediction/7.png: ");
    expect(score("--prediction-pngs", "nowhere").stderr).toContain("--prediction-pngs nowhere: is not there");
    workspace.write("empty/x", "");
    expect(score("--allow-missing", "--prediction-pngs", "empty").stderr).toContain("empty/7.png");
    workspace.write("prediction.json", '{"images": []}');
    expect(score().stderr).toContain("prediction.json: is no panoptic JSON of COCO");
  });
});

describe("options of tasks", () => {
  it.each([
    [
      ["--task", "boundary", "--spacing", "1,1"],
      "--spacing is nothing that --task boundary knows; leave it out",
    ],
    [
      ["--task", "components", ...TWO, "--fail-under", "iou=0.5"],
      '--fail-under: "iou" is neither a score of this task nor a class; the scores are pq, f1, sq, dice, lesion-dice, the classes class 1',
    ],
    [["--task", "surfaces", "--convention", "keras"], "--convention is nothing that --task surfaces knows"],
    [["--task", "panoptic", "--connectivity", "4"], "--connectivity is nothing that --task panoptic knows"],
    [["--tolerance", "1"], "--tolerance goes with --task components or surfaces"],
    [["--per", "image"], "--per goes with --task components"],
    [["--task", "components", ...TWO, "--background", "2"], "--background 2 is no class"],
  ])("%j is refused by name", (options, words) => {
    writeMasks();
    const ran = run("score", "t", "p", ...options);
    expect(ran).toMatchObject({ status: 2, stdout: "" });
    expect(ran.stderr).toContain(words);
  });
});
