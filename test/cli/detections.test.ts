import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const jsonOf = ({ stdout }: Ran): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;

interface GoldenSet {
  readonly name: string;
  readonly groundTruth: {
    readonly images: readonly { readonly id: number }[];
    readonly annotations: readonly { readonly image_id: number }[];
  };
  readonly detections: readonly { readonly image_id: number; readonly score: number }[];
  readonly expected: readonly {
    readonly type: "bbox" | "segm";
    readonly useCats: number;
    readonly stats: readonly number[];
  }[];
}

const SETS = JSON.parse(
  readFileSync(join(PROJECT, "test/golden/instances/coco_eval.json"), "utf8"),
) as readonly GoldenSet[];

const KEYS = [
  ...["ap", "ap50", "ap75", "apSmall", "apMedium", "apLarge"],
  ...["ar1", "ar10", "ar100", "arSmall", "arMedium", "arLarge"],
];

function writeSet({ groundTruth, detections }: GoldenSet, name: string): [string, string] {
  workspace.write(`${name}/gt.json`, JSON.stringify(groundTruth));
  workspace.write(`${name}/dt.json`, JSON.stringify(detections));
  return [`${name}/gt.json`, `${name}/dt.json`];
}

const setOf = (name: string): GoldenSet => SETS.find((set) => set.name === name) as GoldenSet;

describe.each(["boxes", "masks"] as const)("--task %s", (task) => {
  it.each(SETS)("gives pycocotools' twelve numbers: $name", (set) => {
    const type = task === "boxes" ? "bbox" : "segm";
    const wanted = set.expected.find((one) => one.type === type && one.useCats === 1)?.stats as number[];
    const ran = run("score", ...writeSet(set, "set"), "--task", task, "--json");
    expect(ran.stderr).toBe("");
    const told = jsonOf(ran);
    KEYS.forEach((key, i) => {
      const value = wanted[i] as number;
      if (value === -1) expect(told[key]).toBeNull();
      else expect(told[key]).toBeCloseTo(value, 12);
    });
  });
});

describe("the command of detections", () => {
  it("prints COCO's table in its own words", () => {
    const { stdout, status } = run("score", ...writeSet(setOf("areas"), "set"), "--task", "boxes");
    expect(status).toBe(0);
    expect(stdout).toMatch(/Average Precision \(AP\) +0\.50:0\.95 +all +100 +0\.3137 +ap\b/);
    expect(stdout).toMatch(/Average Recall \(AR\) +0\.50:0\.95 +large +100/);
    expect(stdout).toContain("COCO's leaderboard, boxes");
  });

  it("reads what gzip packed, and says where it is damaged", () => {
    const [truth, found] = writeSet(setOf("ties"), "set");
    const packed = gzipSync(readFileSync(join(workspace.folder, found)));
    workspace.write("dt.json.gz", packed);
    const plain = jsonOf(run("score", truth, found, "--task", "boxes", "--json"));
    const unpacked = jsonOf(run("score", truth, "dt.json.gz", "--task", "boxes", "--json"));
    expect(unpacked.ap).toBe(plain.ap);
    workspace.write("cut.json.gz", packed.subarray(0, packed.length - 20));
    const cut = run("score", truth, "cut.json.gz", "--task", "boxes");
    expect(cut.status).toBe(1);
    expect(cut.stderr).toContain("gzip stream is damaged");
  });

  it("adds shards up to the state of one run", () => {
    const files = writeSet(setOf("many categories"), "set");
    const score = ["score", ...files, "--task", "boxes"];
    expect(run(...score, "--state", "one.state").status).toBe(0);
    for (const shard of ["1/3", "2/3", "3/3"]) {
      expect(run(...score, "--shard", shard, "--state", `${shard[0] ?? ""}.state`).status).toBe(0);
    }
    const merged = jsonOf(run("merge", "3.state", "1.state", "2.state", "--json"));
    const shown = jsonOf(run("show", "one.state", "--json"));
    for (const key of KEYS) expect(merged[key]).toBe(shown[key]);
    expect(merged.categories).toEqual(shown.categories);
  });

  it("goes on from a state, after a look whether it is of these files", () => {
    const set = setOf("many categories");
    const [truth, found] = writeSet(set, "set");
    const images = set.groundTruth.images.slice(0, 3);
    const annotations = set.groundTruth.annotations.filter(({ image_id }) =>
      images.some(({ id }) => id === image_id),
    );
    workspace.write("first.json", JSON.stringify({ ...set.groundTruth, images, annotations }));
    const first = set.detections.filter(({ image_id }) => images.some(({ id }) => id === image_id));
    workspace.write("found.json", JSON.stringify(first));
    const score = (...args: readonly string[]): Ran => run("score", ...args, "--task", "masks", "--json");
    const anew = score(truth, found, "--resume", "kept.state");
    expect(anew.stderr).toContain("kept.state is not there yet");
    score("first.json", "found.json", "--state", "part.state");
    const resumed = score(truth, found, "--resume", "part.state");
    expect(resumed.stderr).toContain("going on from part.state: 3 of 8 images are measured");
    const whole = score(truth, found, "--state", "whole.state");
    for (const key of [...KEYS, "categories"]) expect(jsonOf(resumed)[key]).toEqual(jsonOf(whole)[key]);
    expect(readFileSync(join(workspace.folder, "part.state"))).toEqual(
      readFileSync(join(workspace.folder, "whole.state")),
    );

    workspace.write(
      "other.json",
      JSON.stringify(set.detections.map((one) => ({ ...one, score: one.score / 2 }))),
    );
    const other = score(truth, "other.json", "--resume", "part.state");
    expect(other.status).toBe(1);
    expect(other.stderr).toContain("was measured otherwise");
    expect(score("first.json", "found.json", "--resume", "whole.state").stderr).toContain(
      "5 images that are not among these",
    );
  });

  it("sets models side by side, and holds them to thresholds", () => {
    const set = setOf("few");
    const [truth, found] = writeSet(set, "set");
    workspace.write("none.json", "[]");
    const ran = run("score", truth, found, "none.json", "--task", "boxes", "--json");
    const { models } = jsonOf(ran) as { models: { ap: number }[] };
    expect(models.map(({ ap }) => ap > 0)).toEqual([true, false]);
    expect(run("score", truth, found, "--task", "boxes", "--fail-under", "ap=0.05,ap50=0.2").status).toBe(0);
    const under = run("score", truth, found, "--task", "boxes", "--fail-under", "ap50=0.6");
    expect(under.status).not.toBe(0);
    expect(under.stdout).toContain("ap50");
    expect(run("score", truth, found, "--task", "boxes", "--fail-under", "iou=0.6").stderr).toContain(
      "apSmall",
    );
  });

  it("tells intervals, worst images and comparisons", () => {
    const set = setOf("many categories");
    const [truth, found] = writeSet(set, "set");
    workspace.write("half.json", JSON.stringify(set.detections.filter((_, i) => i % 2 === 0)));
    const draws = ["--ci", "90", "--resamples", "50"];
    const told = run("score", truth, found, "--task", "boxes", ...draws, "--worst", "2");
    expect(told.stdout).toMatch(/AP +90 % interval of the mean/);
    const compared = jsonOf(run("compare", truth, "half.json", found, "--resamples", "50", "--json"));
    expect(compared.comparison).toMatchObject({ metric: "ap", imageCount: 8 });
    const images = jsonOf(run("score", truth, found, "--task", "boxes", "--worst", "2", "--json"));
    expect((images.worst as { images: unknown[] }).images).toHaveLength(2);
  });

  it("takes thresholds and limits, and says that no board has them", () => {
    const [truth, found] = writeSet(setOf("few"), "set");
    const options = ["--iou-thresholds", "0.5", "--max-detections", "5", "--json"];
    const told = jsonOf(run("score", truth, found, "--task", "boxes", ...options));
    expect(told.settings).toMatchObject({ iouThresholds: [0.5], maxDetections: [5] });
    expect(told.origin).not.toHaveProperty("comparableWith");
  });

  it.each([
    [["gt.json", "gt.json"], "no score"],
    [["dt.json", "dt.json"], "is a list of results"],
    [["gt.json", "strangers.json"], "image_id 4711"],
    [["gt.json", "no.json"], "no such file"],
    [["gt.json", "."], "is a folder"],
    [["gt.json", "negative.json"], 'negative.json: image 13: "detections.boxes'],
    [["area.json", "dt.json"], 'area.json: image 11: "groundTruths.areas[0]"'],
  ])("says what is wrong with files: %j", (names, reason) => {
    const set = setOf("few");
    writeSet(set, ".");
    workspace.write("strangers.json", JSON.stringify([{ ...set.detections[0], image_id: 4711 }]));
    workspace.write("negative.json", JSON.stringify([{ ...set.detections[0], bbox: [5, 5, -3, 2] }]));
    const annotations = set.groundTruth.annotations.map((one) => ({ ...one, area: -1 }));
    workspace.write("area.json", JSON.stringify({ ...set.groundTruth, annotations }));
    const ran = run("score", ...names, "--task", "boxes");
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain(reason);
  });

  it("takes rules by name, and no other task's", () => {
    const [truth, found] = writeSet(setOf("few"), "set");
    const score = ["score", truth, found, "--task", "boxes"];
    const voc = jsonOf(run(...score, "--convention", "voc2007", "--state", "voc.state", "--json"));
    expect(voc.settings).toMatchObject({ convention: "voc2007", iouThresholds: [0.5] });
    expect(run(...score, "--convention", "cityscapes").stderr).toContain("no rule of --task boxes");
    expect(run("show", "voc.state", "--convention", "coco").stderr).toContain("--convention is nothing");
    expect(jsonOf(run("show", "voc.state", "--json")).ap50).toBe(voc.ap50);
    expect(run(...score, "--metrics", "ap50", "--worst", "1").stdout).toContain("AP50");
  });

  it("knows COCO's files by what is in them", () => {
    const set = setOf("few");
    const [truth, found] = writeSet(set, "set");
    const boxes = run("score", truth, found, "--json");
    expect(boxes.stderr).toContain("scoring boxes; --task masks scores the masks");
    expect(jsonOf(boxes)).toMatchObject({ task: "boxes" });
    const masksOnly = set.detections.map((one) => ({ ...one, bbox: undefined }));
    workspace.write("masks.json", JSON.stringify(masksOnly));
    const masks = run("score", truth, "masks.json", "--json");
    expect(masks.stderr).toBe("");
    expect(jsonOf(masks)).toMatchObject({ task: "masks" });
    workspace.write("none.json", "[]");
    expect(jsonOf(run("score", truth, "none.json", "--json"))).toMatchObject({ task: "boxes" });
  });

  it("refuses options that it does not have", () => {
    const ran = run("score", ...writeSet(setOf("few"), "set"), "--task", "boxes", "--num-classes", "3");
    expect(ran.stderr).toContain("--num-classes is nothing that --task boxes knows");
    expect(run("score", "a", "b", "--iou-thresholds", "0.5").stderr).toContain(
      "goes with --task boxes or masks",
    );
  });
});

describe("inspect of COCO's files", () => {
  it("tells what they hold and what looks wrong, in words or as JSON", () => {
    const [truth, found] = writeSet(setOf("few"), "set");
    const { stdout, status } = run("inspect", truth, found);
    expect(status).toBe(0);
    expect(stdout).toContain("COCO annotations");
    expect(stdout).toContain("COCO results");
    const told = JSON.parse(run("inspect", truth, found, "--json").stdout) as { records: number }[];
    expect(told.map(({ records }) => records)).toEqual([11, 12]);
    expect(run("inspect", found).stderr).toContain("takes their truth, too");
  });

  describe("of LVIS", () => {
    const box = [10, 10, 20, 20];
    /** What is found in image 1 of category 2 is wrong, or nobody knows, by what the image says. */
    const writeLvis = (ofImage: object): void => {
      const image = { width: 64, height: 64 };
      workspace.write(
        "lvis.json",
        JSON.stringify({
          images: [
            { id: 1, ...image, neg_category_ids: [], not_exhaustive_category_ids: [], ...ofImage },
            { id: 2, ...image, neg_category_ids: [1], not_exhaustive_category_ids: [] },
          ],
          annotations: [
            { id: 1, image_id: 1, category_id: 1, bbox: box, area: 400 },
            { id: 2, image_id: 2, category_id: 2, bbox: box, area: 400 },
          ],
          categories: [
            { id: 1, name: "abacus", frequency: "r" },
            { id: 2, name: "yak", frequency: "f" },
          ],
        }),
      );
      const found = [
        { image_id: 1, category_id: 1, bbox: box, score: 0.5 },
        { image_id: 1, category_id: 2, bbox: box, score: 0.9 },
        { image_id: 2, category_id: 2, bbox: box, score: 0.5 },
      ];
      workspace.write("found.json", JSON.stringify(found));
    };
    const score = (...more: readonly string[]): Ran =>
      run("score", "lvis.json", "found.json", "--json", ...more);
    const one: unknown = expect.closeTo(1, 12);
    const half: unknown = expect.closeTo(0.5, 12);

    it("leaves out by LVIS's rules what an image does not tell of, and says so", () => {
      writeLvis({});
      const ran = score();
      expect(ran.stderr).toContain("scoring by LVIS's rules; --convention coco scores by COCO's");
      expect(jsonOf(ran)).toMatchObject({ ap: one, apRare: one, apFrequent: one });
      const table = run("score", "lvis.json", "found.json").stdout;
      expect(table).toContain("LVIS's leaderboard, boxes");
      expect(table).toMatch(/AP of rare categories +0\.50:0\.95 +all +300 +1\.0000 +apRare/);
      const asked = score("--convention", "lvis");
      expect(asked.stderr).toBe("");
      expect(jsonOf(asked).ap).toEqual(jsonOf(ran).ap);
      const coco = score("--convention", "coco");
      expect(coco.stderr).toBe("");
      expect(jsonOf(coco)).toMatchObject({ ap: expect.closeTo(0.75, 12) as number });
      expect(jsonOf(score("--convention", "voc2010"))).toMatchObject({
        ap: expect.closeTo(0.75, 12) as number,
      });
    });

    it("holds its kinds of categories to --fail-under; by other rules they have no score, which reaches nothing", () => {
      writeLvis({ neg_category_ids: [2] });
      const gated = score("--fail-under", "apRare=0.99,apFrequent=0.4,yak=0.4,ap=0.5");
      expect([gated.status, (jsonOf(gated).gates as { isMet: boolean }[]).map(({ isMet }) => isMet)]).toEqual(
        [0, [true, true, true, true]],
      );
      expect(score("--fail-under", "apFrequent=0.6").status).toBe(4);
      expect(score("--fail-under", "apRare=0", "--convention", "coco").status).toBe(4);
      expect(score("--fail-under", "apUsual=0").stderr).toContain("apRare, apCommon, apFrequent");
      workspace.write("other.json", "[]");
      const board = run("score", "lvis.json", "found.json", "other.json").stdout;
      expect(board.split("\n").find((line) => line.startsWith("model"))).not.toContain("apRare");
    });

    it("counts as wrong what an image is known not to have", () => {
      writeLvis({ neg_category_ids: [2] });
      expect(jsonOf(score())).toMatchObject({ apRare: one, apFrequent: half });
      writeLvis({ neg_category_ids: [2], not_exhaustive_category_ids: [2] });
      expect(jsonOf(score())).toMatchObject({ apRare: one, apFrequent: one });
    });
  });
});
