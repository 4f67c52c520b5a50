import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nameOf } from "../../app/pairing/maskNames.js";
import { modelNames } from "../../cli/inputs/modelNames.js";
import { pairFiles, type PairingOptions } from "../../cli/inputs/pairing.js";
import { readPairsFile } from "../../cli/inputs/pairsFile.js";
import { paletteOf } from "../../app/classes/paletteOf.js";
import { readPaletteFile } from "../../cli/inputs/paletteFile.js";
import { readShard, sliceOf, unusedJobIndex } from "../../cli/inputs/shard.js";
import { useWorkspace } from "../helpers/workspace.js";
import type { DatasetError } from "../../app/errors/problem.js";
import { commandWords } from "../../cli/commandWords.js";

const workspace = useWorkspace();

function files(...names: readonly string[]): void {
  for (const name of names) workspace.write(name, "");
}

/** id -> truth, predictions, relative to the workspace. */
async function paired(
  predictions: readonly string[],
  options: PairingOptions = {},
): Promise<Record<string, string[]>> {
  const { folder } = workspace;
  const images = await pairFiles(
    join(folder, "t"),
    predictions.map((name) => join(folder, name)),
    options,
  );
  return Object.fromEntries(
    images.map(({ id, groundTruth, predictions: paths }) => [
      id,
      [groundTruth, ...paths].map((path) => path.slice(folder.length + 1)),
    ]),
  );
}

describe("names of images", () => {
  it.each([
    ["a.png", [], "a"],
    ["city/a.b.PNG", [], "city/a.b"],
    ["scan.nii.gz", [], "scan"],
    ["x_gtFine_labelIds.png", ["_labelIds", "_gtFine_labelIds"], "x"],
    ["x.mask", [], "x"],
    ["folder.d/x", [], "folder.d/x"],
    ["x.png.npy", [".png"], "x"],
    ["a/mask_1_gt.png", ["mask_*", "*_gt"], "a/1"],
    ["gt/a/gt/1.png", ["gt/"], "a/1"],
    ["scene/mask.png", ["/mask"], "scene"],
    ["a/_pred.png", ["_pred"], "a/_pred"],
    ["mask_.png", ["mask_*"], "mask_"],
  ])("%s without %j is %s", (path, strip, name) => {
    expect(nameOf(path, strip)).toBe(name);
  });
});

describe("names of models", () => {
  it.each([
    [["runs/a/preds/"], ["preds"]],
    [
      ["runs/a/preds", "runs/b/preds"],
      ["a/preds", "b/preds"],
    ],
    [
      ["unet", "x/segformer"],
      ["unet", "segformer"],
    ],
    [["."], ["."]],
  ])("%j -> %j", (paths, names) => {
    expect(modelNames(paths)).toEqual(names);
  });
});

describe("pairing", () => {
  it("is by relative path, where the same name stands in several folders", async () => {
    files("t/x/1.png", "t/y/1.png", "p/x/1.png", "p/y/1.npy");
    expect(await paired(["p"])).toEqual({
      "x/1": ["t/x/1.png", "p/x/1.png"],
      "y/1": ["t/y/1.png", "p/y/1.npy"],
    });
  });

  it("is by stem, where folders differ; the id is the truth's path, whatever the model", async () => {
    files("t/x/1.png", "t/y/2.png", "p/1.png", "p/2.png", "q/x/1.png", "q/y/2.png");
    expect(await paired(["p", "q"])).toEqual({
      "x/1": ["t/x/1.png", "p/1.png", "q/x/1.png"],
      "y/2": ["t/y/2.png", "p/2.png", "q/y/2.png"],
    });
  });

  it("is by what is left of the name, and of files that fit a pattern", async () => {
    files("t/a_gtFine_labelIds.png", "t/a_gtFine_color.png", "p/a_pred.png");
    expect(
      await paired(["p"], { truthGlob: "**/*_labelIds.png", strip: ["_gtFine_labelIds", "_pred"] }),
    ).toEqual({ a: ["t/a_gtFine_labelIds.png", "p/a_pred.png"] });
  });

  it("of files without a known ending takes those that fit the pattern", async () => {
    files("t/a.mask", "p/a.png");
    expect(await paired(["p"], { truthGlob: "*.mask" })).toEqual({ a: ["t/a.mask", "p/a.png"] });
    await expect(paired(["p"], { truthGlob: "*.tif" })).rejects.toThrow(
      /holds no file that fits "\*\.tif"; it has a\.mask$/,
    );
  });

  it("names what has no partner, and the cure that fits", async () => {
    files("t/a_labels.png", "t/b.png", "p/a.png");
    const error = await paired(["p"]).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(commandWords(error as DatasetError)).toMatch(
      /p has no mask for 2 of the 2 in .*t: .*pass --strip _labels --allow-missing, which pairs 1: .*a_labels\.png with .*a\.png$/,
    );
  });

  it("scores what has partners where that is asked for, and of several models what all have", async () => {
    files("t/a.png", "t/b.png", "t/c.png", "p/a.png", "p/b.png", "q/b.png", "q/c.png", "q/d.png");
    expect(Object.keys(await paired(["p"], { allowMissing: true }))).toEqual(["a", "b"]);
    expect(Object.keys(await paired(["p", "q"], { allowMissing: true }))).toEqual(["b"]);
    files("u/z.png");
    await expect(paired(["u"], { allowMissing: true })).rejects.toThrow(/no two files of one name/);
  });

  it("follows links to folders, and not in circles", async () => {
    files("real/a.png", "p/x/a.png");
    mkdirSync(join(workspace.folder, "t"));
    symlinkSync(join(workspace.folder, "real"), join(workspace.folder, "t", "x"));
    expect(await paired(["p"])).toEqual({ "x/a": ["t/x/a.png", "p/x/a.png"] });
    symlinkSync(join(workspace.folder, "t"), join(workspace.folder, "t", "loop"));
    expect(await paired(["p"])).toEqual({ "x/a": ["t/x/a.png", "p/x/a.png"] });
  });
});

describe("--pairs", () => {
  it("reads objects and lists, relative to the file", async () => {
    workspace.write(
      "lists/pairs.json",
      JSON.stringify([{ truth: "t/1.png", prediction: "/p/1.png", id: "one" }, ["t/2.png", "p/2.png"]]),
    );
    const lists = join(workspace.folder, "lists");
    expect(await readPairsFile(join(lists, "pairs.json"))).toEqual([
      { id: "one", groundTruth: join(lists, "t/1.png"), predictions: ["/p/1.png"] },
      { id: "t/2", groundTruth: join(lists, "t/2.png"), predictions: [join(lists, "p/2.png")] },
    ]);
  });

  it.each([
    ["{}", /pairs\.json: line 1 expected \{ "truth": path.*got \{\}/],
    ['\ufeff\n{"truth": "a", "prediction": "b", "id": 3}', /line 2 expected/],
    [
      '{"truth": "a", "prediction": "b"}\n{"truth": "a", "prediction": "c"}',
      /line 1 and line 2 have one id, "a"/,
    ],
    ['{"truth": "a",\n "prediction": "b"}', /line 1: not JSON: .*each line is one pair/],
    ['{"truth": "a", "truth": "c", "prediction": "b"}', /line 1: it has the key "truth" twice/],
    [
      '{"truth": "a", "prediction": "b", "group": "x"}',
      /line 1: unknown key "group"; did you mean "cluster"/,
    ],
    [
      '[{"truth": "a", "prediction": "b", "cluster": "x"}, ["c", "d"]]',
      /pair 1 has no cluster, and the one before has one/,
    ],
    ['{"truth": "a", "prediction": "b", "cluster": ""}', /line 1 expected/],
    ["[]", /the list of pairs is empty/],
    ["[1]", /pair 0 expected \{ "truth": path.*got 1/],
    ['[["a.png"]]', /pair 0 expected/],
    ['[{"truth": "a", "prediction": "b", "id": 3}]', /pair 0 expected/],
    ['[["a.png", "b.png", "x", 4]]', /pair 0 expected/],
    [
      '[["a.png", "b.png"], ["a.npy", "c.png"]]',
      /pair 0 and pair 1 have one id, "a": give each an id of its own/,
    ],
    ["", /the list of pairs is empty/],
    ["[", /not JSON/],
  ])("%s is refused", async (content, message) => {
    workspace.write("pairs.json", content);
    await expect(readPairsFile(join(workspace.folder, "pairs.json"))).rejects.toThrow(message);
  });
});

describe("--palette", () => {
  const read = async (content: string): Promise<[number, number][]> => {
    workspace.write("palette", content);
    const { colours, source } = await readPaletteFile(join(workspace.folder, "palette"));
    return [...paletteOf(colours, source)];
  };

  it.each([
    ["a list", '["#000000", "#FF8000"]'],
    ["an object", '{"#000000": 0, "#ff8000": 1}'],
    ["a classes file", '{"palette": ["#000000", "#ff8000"], "numClasses": 2}'],
    ["lines", "# R G B name\n0 0 0 void\n\n255, 128, 0\n"],
  ])("reads %s", async (_, content) => {
    expect(await read(content)).toEqual([
      [0, 0],
      [0xff8000, 1],
    ]);
  });

  it.each([
    ["{", /not JSON/],
    ["[]", /the list is empty/],
    ['["red"]', /the palette is empty: it names classes, but none of their colours/],
    ['["#000000", "red"]', /expected colours as "#rrggbb" or \[red, green, blue\].*got "red" at place 1/],
    ['{"#000000": -1}', /got "#000000": -1/],
    ['["#000000", "#000000"]', /colour #000000 stands for labels 0 and 1/],
    ["1 2\n", /line 1 expected "R G B"/],
    ["1 2 256\n", /line 1 expected "R G B" with 0\.\.255 each/],
  ])("refuses %s", async (content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });
});

describe("--shard", () => {
  it("covers every image once, whether counted from 0 or from 1", () => {
    const items = Array.from({ length: 11 }, (_, i) => i);
    for (const first of [0, 1]) {
      const slices = [0, 1, 2].map((i) => sliceOf(items, readShard(`${first + i}/3`, {})));
      expect(slices.flat().sort((a, b) => a - b)).toEqual(items);
    }
  });

  it.each(["4/3", "-1/3", "1/0", "1", "a/b", "1/3/5", ""])("%j is refused", (text) => {
    expect(() => readShard(text, {})).toThrow(/--shard expected i\/n/);
  });

  it.each([
    [
      {
        SLURM_ARRAY_TASK_ID: "7",
        SLURM_ARRAY_TASK_MIN: "1",
        SLURM_ARRAY_TASK_STEP: "2",
        SLURM_ARRAY_TASK_COUNT: "4",
      },
      0,
      4,
    ],
    [{ SLURM_ARRAY_TASK_ID: "2", SLURM_ARRAY_TASK_COUNT: "4" }, 2, 4],
    [{ JOB_COMPLETION_INDEX: "0", JOB_COMPLETIONS: "5" }, 0, 5],
    [{ AWS_BATCH_JOB_ARRAY_INDEX: "4", AWS_BATCH_JOB_ARRAY_SIZE: "5" }, 4, 5],
  ])("auto with %j is shard %i of %i", (environment, index, count) => {
    expect(readShard("auto", environment)).toEqual({ index, count });
  });

  it.each([
    [{}, /expected one of SLURM_ARRAY_TASK_ID, .* to be set, and none is/],
    [
      { JOB_COMPLETION_INDEX: "0" },
      /JOB_COMPLETIONS expected a whole number, got nothing; pass --shard auto\/n, or --shard "\$JOB_COMPLETION_INDEX\/n"/,
    ],
    [{ AWS_BATCH_JOB_ARRAY_INDEX: "5", AWS_BATCH_JOB_ARRAY_SIZE: "5" }, /is no task of 5/],
    [
      { SLURM_ARRAY_TASK_ID: "x", SLURM_ARRAY_TASK_COUNT: "4" },
      /SLURM_ARRAY_TASK_ID expected a whole number, got "x"/,
    ],
  ])("auto with %j is refused", (environment, message) => {
    expect(() => readShard("auto", environment)).toThrow(message);
  });

  const slurm = (id: number, min: number, max: number, count: number, step = 1): Record<string, string> => ({
    SLURM_ARRAY_TASK_ID: String(id),
    SLURM_ARRAY_TASK_MIN: String(min),
    SLURM_ARRAY_TASK_MAX: String(max),
    SLURM_ARRAY_TASK_COUNT: String(count),
    SLURM_ARRAY_TASK_STEP: String(step),
  });

  it.each([
    ["0-7", [0, 1, 2, 3, 4, 5, 6, 7], 0, 7, 1],
    ["1-8", [1, 2, 3, 4, 5, 6, 7, 8], 1, 8, 1],
    ["0-14:2", [0, 2, 4, 6, 8, 10, 12, 14], 0, 14, 2],
    ["1-15:2", [1, 3, 5, 7, 9, 11, 13, 15], 1, 15, 2],
  ])("every task of --array=%s has a shard of its own", (_, tasks, min, max, step) => {
    const shards = tasks.map((task) => readShard("auto", slurm(task, min, max, 8, step)));
    expect(shards.map(({ index }) => index).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(shards.map(({ count }) => count))).toEqual(new Set([8]));
  });

  it("a task that is run again has the shard that it had", () => {
    for (const [min, max] of [
      [0, 7],
      [1, 8],
    ] as const) {
      for (let task = min; task <= max; task++) {
        const before = readShard("auto", slurm(task, min, max, 8));
        expect(readShard("auto/8", slurm(task, task, task, 1))).toEqual(before);
        expect(readShard("auto/8", slurm(task, min, max, 8))).toEqual(before);
      }
    }
  });

  it.each([
    ["3", slurm(3, 3, 3, 1), "has task 3 only"],
    ["1", slurm(1, 1, 1, 1), "has task 1 only"],
    ["1,3,7", slurm(3, 1, 7, 3), "has 3 tasks from 1 to 7"],
    ["5-8", slurm(6, 5, 8, 4), "has 4 tasks from 5 to 8"],
  ])("auto refuses --array=%s, which may be a part of a larger one", (_, environment, words) => {
    expect(() => readShard("auto", environment)).toThrow(words);
    expect(() => readShard("auto", environment)).toThrow("pass --shard auto/n");
    expect(readShard("auto/8", environment).count).toBe(8);
  });

  it.each([
    ["auto/8", { JOB_COMPLETION_INDEX: "7" }, 7],
    ["auto/8", { AWS_BATCH_JOB_ARRAY_INDEX: "0", AWS_BATCH_JOB_ARRAY_SIZE: "8" }, 0],
    ["auto/8", { PARALLEL_SEQ: "8", PARALLEL_JOBSLOT: "2" }, 0],
    ["auto/8", { PARALLEL_SEQ: "3", PARALLEL_JOBSLOT: "2" }, 3],
  ])("%s with %j is shard %i", (text, environment, index) => {
    expect(readShard(text, environment)).toEqual({ index, count: 8 });
  });

  it.each([
    ["auto", { PARALLEL_SEQ: "3" }, "nothing says of how many; pass --shard auto/n"],
    ["auto/8", { PARALLEL_SEQ: "9" }, "PARALLEL_SEQ=9 is no task of 8"],
    ["auto/8", { JOB_COMPLETION_INDEX: "8" }, "JOB_COMPLETION_INDEX=8 is no task of 8, which are 0 to 7;"],
    ["auto/4", { AWS_BATCH_JOB_ARRAY_INDEX: "1", AWS_BATCH_JOB_ARRAY_SIZE: "8" }, "pass --shard auto/8"],
    ["auto/4", slurm(2, 1, 8, 8), "SLURM_ARRAY_TASK_COUNT is 8"],
    ["auto/8", slurm(12, 10, 17, 8), "SLURM_ARRAY_TASK_ID=12 is no task of 8"],
    [
      "auto",
      { ...slurm(2, 1, 8, 8), PARALLEL_SEQ: "3" },
      'both set, and either may be meant; pass --shard "$PARALLEL_SEQ/n"',
    ],
    ["auto/8", { NXF_TASK_WORKDIR: "/w" }, "Channel.of(1..n)"],
    ["auto/8", {}, "none is; pass --shard i/n"],
    ["auto/0", slurm(2, 1, 8, 8), "--shard expected i/n"],
  ])("%s with %j is refused, with the words to use", (text, environment, words) => {
    expect(() => readShard(text, environment)).toThrow(words);
  });

  it("knows a job array whose index is not used", () => {
    expect(unusedJobIndex({ SLURM_ARRAY_TASK_ID: "1" })).toBe("SLURM_ARRAY_TASK_ID");
    expect(unusedJobIndex({})).toBeUndefined();
  });
});
