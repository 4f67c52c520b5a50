import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { PanopticConventionName } from "../../src/measures/panoptic/panopticConventions.js";
import type { PanopticImage, PanopticSegment } from "../../src/measures/panoptic/panopticSide.js";
import { PanopticScorer } from "../../src/scorers/panopticScorer.js";
import { maskscore } from "../helpers/command.js";
import { rawPng } from "../helpers/maskFiles.js";
import type { Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const jsonOf = ({ stdout }: Ran): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;
const saved = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const score = (...args: readonly string[]): Ran => run("score", ...args, "--task", "panoptic");

const WIDTH = 6;
const CATEGORIES = [
  { id: 7, name: "road", isthing: 0 },
  { id: 26, name: "car", isthing: 1 },
] as const;

/** Cityscapes' ids: road, two cars, cars nobody told apart, and what is not evaluated (4 is static). */
const TRUTH = [7, 7, 7, 26_001, 26_001, 26_002, 7, 7, 4, 26_001, 26_001, 26_002, 7, 7, 4, 26, 26, 26_002];
const PREDICTIONS = {
  p: [7, 7, 7, 26_000, 26_000, 7, 7, 7, 7, 26_000, 26_000, 26_005, 7, 7, 7, 26_007, 26_007, 26_005],
  q: [7, 7, 26_000, 26_000, 26_000, 7, 7, 7, 7, 26_000, 26_000, 7, 7, 7, 7, 7, 7, 7],
} as const;

function segmentsOf(ids: readonly number[]): PanopticSegment[] {
  return [...new Set(ids)]
    .filter((id) => id !== 4)
    .map((id) => ({
      id,
      category_id: id < 1000 ? id : Math.floor(id / 1000),
      iscrowd: id === 26 ? 1 : 0,
    }));
}

function sideOf(ids: readonly number[]): PanopticImage {
  const map = Uint32Array.from(ids, (id) => (id === 4 ? 0 : id));
  return { map, width: WIDTH, height: ids.length / WIDTH, segments: segmentsOf(ids) };
}

function expected(model: keyof typeof PREDICTIONS = "p"): PanopticScorer {
  const scorer = new PanopticScorer({ categories: CATEGORIES });
  for (const id of ["a_000000_000001", "a_000000_000002"]) {
    scorer.update(sideOf(TRUTH), sideOf(PREDICTIONS[model]), { id });
  }
  return scorer;
}

/** COCO's form: JSON and PNGs of R + 256 G + 65536 B, in `folder`, whose JSON is `json`. */
function writeCoco(
  json: string,
  folder: string,
  ids: readonly number[],
  categories?: readonly object[],
): void {
  const names = ["a_000000_000001", "a_000000_000002"];
  const annotations = names.map((name) => ({
    image_id: name,
    file_name: `${name}_panoptic.png`,
    segments_info: segmentsOf(ids),
  }));
  workspace.write(json, JSON.stringify({ annotations, categories }));
  const rgb = ids.flatMap((id) => (id === 4 ? [0, 0, 0] : [id & 255, id >> 8, 0]));
  for (const name of names) {
    workspace.write(`${folder}/${name}_panoptic.png`, rawPng(rgb, WIDTH, { colourType: 2 }));
  }
}

/** Cityscapes' own: 16 bits a pixel. */
function writeInstances(folder: string, ids: readonly number[], ending = "_gtFine_instanceIds.png"): void {
  for (const name of ["a_000000_000001", "a_000000_000002"]) {
    workspace.write(`${folder}/${name}${ending}`, png(Uint16Array.from(ids), WIDTH));
  }
}

const figures = (ran: Ran): unknown => {
  const { all, things, stuff, imageCount } = jsonOf(ran);
  return { all, things, stuff, imageCount };
};

const figuresOf = (scorer: PanopticScorer, convention?: PanopticConventionName): unknown => {
  const { all, things, stuff } = scorer.compute({ convention });
  return saved({ all, things, stuff, imageCount: scorer.imageCount });
};

describe("panoptic segments", () => {
  it.each(["panopticapi", "cityscapes", "torchmetrics", "torchmetrics-standard"] as const)(
    "are scored by the rules of %s, from one state",
    (convention) => {
      writeCoco("t.json", "t", TRUTH, CATEGORIES);
      writeCoco("p.json", "p", PREDICTIONS.p);
      const ran = score("t.json", "p.json", "--convention", convention, "--state", "a.state", "--json");
      expect(ran.stderr).toBe("");
      expect(jsonOf(ran).convention).toBe(convention);
      expect(figures(ran)).toEqual(figuresOf(expected(), convention));
      const shown = run("show", "a.state", "--convention", convention, "--json", "--worst", "1");
      expect(figures(shown)).toEqual(figures(ran));
      expect(jsonOf(shown).worst).toMatchObject({ mean: expected().contributions({ convention }).mean });
    },
  );

  it("are of several models, each with its PNGs", () => {
    writeCoco("t.json", "t", TRUTH, CATEGORIES);
    writeCoco("p.json", "pngs/p", PREDICTIONS.p);
    writeCoco("q.json", "pngs/q", PREDICTIONS.q);
    const both = ["t.json", "p.json", "q.json", "--prediction-pngs", "pngs/p"];
    expect(score(...both).stderr).toContain(
      "--prediction-pngs: expected one folder a prediction, 2, each with a --prediction-pngs of its own, got 1",
    );
    const { models } = jsonOf(score(...both, "--prediction-pngs", "pngs/q", "--json")) as {
      models: unknown[];
    };
    expect(models).toMatchObject([
      saved(expected("p").compute()) as object,
      saved(expected("q").compute()) as object,
    ]);
    const folders = ["--prediction-pngs", "pngs/p", "--prediction-pngs", "pngs/q"];
    const compared = run("compare", ...both.slice(0, 3), "--task", "panoptic", ...folders);
    expect(compared.stdout).toContain("q.json beside p.json");
    expect(
      score("t.json", "p.json", "--prediction-pngs", "pngs/p", "--fail-under", "things=0.99,road=0.1").status,
    ).toBe(4);
  });
});

describe("folders of Cityscapes", () => {
  const cityscapes = (...args: readonly string[]): Ran => score(...args, "--dataset", "cityscapes", "--json");

  it("are instance ids on both sides, as its own script makes segments of them", () => {
    writeInstances("gtFine/val/a", TRUTH);
    // What lies beside them.
    workspace.write("gtFine/val/a/a_000000_000001_gtFine_labelIds.png", png(new Uint8Array(18), WIDTH));
    writeInstances("p", PREDICTIONS.p, "_pred.png");
    const ran = cityscapes("gtFine/val", "p");
    expect(ran.stderr).toBe("");
    expect(figures(ran)).toEqual(figuresOf(expected()));
    expect((jsonOf(ran).categories as unknown[]).length).toBe(19);
  });

  it("are panoptic PNGs with their JSON in the folder, beside it, or named itself", () => {
    const wanted = figuresOf(expected());
    writeCoco("in/cityscapes_panoptic_val.json", "in/cityscapes_panoptic_val", TRUTH, CATEGORIES);
    writeCoco("flat/panoptic.json", "flat", TRUTH, CATEGORIES);
    writeCoco("beside.json", "beside", TRUTH, CATEGORIES);
    writeInstances("p", PREDICTIONS.p);
    writeCoco("q.json", "q", PREDICTIONS.p);
    for (const truth of [
      "in",
      "flat",
      "beside",
      "beside/",
      "beside.json",
      "in/cityscapes_panoptic_val.json",
    ]) {
      for (const prediction of ["p", "q", "q.json"]) {
        const ran = cityscapes(truth, prediction);
        expect(ran.stderr, `${truth} ${prediction}`).toBe("");
        expect(figures(ran)).toEqual(wanted);
      }
    }
  });

  it("that do not fit are refused by name", () => {
    writeInstances("t", TRUTH);
    writeInstances("p", [...TRUTH.slice(1), 40_001]);
    expect(cityscapes("t", "p").stderr).toContain(
      "p/a_000000_000001_gtFine_instanceIds.png: expected ids of Cityscapes, label * 1000 + instance with labels of 0 to 33, got 40001",
    );
    writeCoco("trainIds.json", "trainIds", TRUTH, [{ id: 0, name: "road", isthing: 0 }]);
    expect(cityscapes("trainIds", "p").stderr).toContain(
      'trainIds.json: category 0 is "road", which is no label id of Cityscapes, and p holds label ids; make the JSON without --use-train-id',
    );
    workspace.write("lone/x_panoptic.png", png(new Uint8Array(6), 6));
    expect(cityscapes("lone", "p").stderr).toContain("lone: holds panoptic PNGs, and the JSON that says");
    workspace.write("empty/readme.txt", "");
    expect(cityscapes("empty", "p").stderr).toContain("empty: expected *_instanceIds.png");
    writeInstances("twice/a", TRUTH);
    writeInstances("twice/b", TRUTH);
    expect(cityscapes("twice", "p").stderr).toContain("are both of image");
    expect(cityscapes("t", "p", "--truth-pngs", "t").stderr).toContain("leave --truth-pngs out");
    writeInstances("half", TRUTH.slice(0, 6));
    expect(cityscapes("t", "half").status).toBe(1);
    expect(score("t", "p").stderr).toContain("or folders of Cityscapes with --dataset cityscapes");
    expect(score("t", "p", "--dataset", "ade20k").stderr).toContain("knows the folders of cityscapes only");
  });

  it("go on from a state of theirs", () => {
    writeInstances("t", TRUTH);
    writeInstances("p", PREDICTIONS.p);
    cityscapes("t", "p", "--state", "a.state");
    expect(cityscapes("t", "p", "--resume", "a.state").stderr).toContain("2 of 2 images are measured");
    expect(existsSync(join(workspace.folder, "a.state"))).toBe(true);
    const { settings } = PanopticScorer.fromBytes(
      Uint8Array.from(readFileSync(join(workspace.folder, "a.state"))),
    );
    expect(settings.categories).toHaveLength(19);
  });
});

describe("--boundary-ratio", () => {
  it("is the library's, in runs and states", () => {
    writeCoco("t.json", "t", TRUTH, CATEGORIES);
    writeCoco("p.json", "p", PREDICTIONS.p);
    const scorer = new PanopticScorer({ categories: CATEGORIES, boundaryRatio: 0.02 });
    scorer.update(sideOf(TRUTH), sideOf(PREDICTIONS.p), { id: "1" });
    const ran = score("t.json", "p.json", "--boundary-ratio", "0.02", "--state", "b.state", "--json");
    expect(jsonOf(ran)).toMatchObject({ all: saved(scorer.compute().all) });
    expect(jsonOf(run("show", "b.state", "--json"))).toMatchObject({ all: saved(scorer.compute().all) });
    const refused = run("show", "b.state", "--convention", "torchmetrics");
    expect(refused.stderr).toContain("--convention torchmetrics knows no boundaries");
  });
});
