import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compareModels } from "../../src/scorers/compareModels.js";
import { ComponentScorer } from "../../src/scorers/componentScorer.js";
import { npy } from "../app/formats/makeFiles.js";
import { maskscore } from "../helpers/command.js";
import type { Ran } from "../helpers/project.js";
import { useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const jsonOf = ({ stdout }: Ran): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;
const bytesOf = (name: string): Buffer => readFileSync(join(workspace.folder, name));

const [HEIGHT, WIDTH] = [8, 12];
const COUNT = 9;
const COMPONENTS = ["--task", "components", "--num-classes", "3"];

/** A few squares of classes 1 and 2, of image i; moved aside by so many pixels. */
function squares(i: number, moved: number): Uint8Array {
  const labels = new Uint8Array(HEIGHT * WIDTH);
  for (let k = 0; k < 3; k++) {
    const [top, left] = [(i + 3 * k) % 6, ((5 * k + i) % 9) + moved];
    for (let y = top; y < top + 2; y++) {
      for (let x = left; x < left + 3 && x < WIDTH; x++) labels[y * WIDTH + x] = 1 + (k % 2);
    }
  }
  return labels;
}

/** Image 4 of model "p" is two pixels off, of "q" all are one. */
const MOVED = { t: () => 0, p: (i: number) => (i === 4 ? 2 : 0), q: () => 1 } as const;

function writeImages(): void {
  for (const [folder, moved] of Object.entries(MOVED)) {
    for (let i = 0; i < COUNT; i++) {
      workspace.write(`${folder}/${i}.npy`, npy("|u1", `(${HEIGHT}, ${WIDTH})`, squares(i, moved(i))));
    }
  }
}

function scorerOf(model: "p" | "q"): ComponentScorer {
  const scorer = new ComponentScorer({ numClasses: 3 });
  for (let i = 0; i < COUNT; i++) {
    scorer.update(squares(i, 0), squares(i, MOVED[model](i)), { shape: [HEIGHT, WIDTH], id: String(i) });
  }
  return scorer;
}

/** As JSON has it, without NaN. */
const saved = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("the images of a task", () => {
  it("come to the same state on any number of threads, which is the library's", () => {
    writeImages();
    const states = [1, 2, 4].map((threads) => {
      const ran = run(
        "score",
        "t",
        "p",
        ...COMPONENTS,
        "--threads",
        `${threads}`,
        "--state",
        `${threads}.state`,
      );
      expect(ran.stderr).toBe("");
      return bytesOf(`${threads}.state`);
    });
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
    expect(ComponentScorer.fromBytes(Uint8Array.from(states[0] as Buffer)).digest()).toBe(
      scorerOf("p").digest(),
    );
  });

  it("fail in their order, whichever thread has them", () => {
    writeImages();
    for (const i of [3, 7]) workspace.write(`p/${i}.npy`, npy("|u1", "(1, 1)", Uint8Array.of(0)));
    for (const threads of ["1", "3"]) {
      const ran = run("score", "t", "p", ...COMPONENTS, "--threads", threads, "--state", `${threads}.state`);
      expect(ran.status).toBe(1);
      expect(ran.stderr).toMatch(/^maskscore: [^\n]*p\/3\.npy[^\n]*\n$/);
      const kept = ComponentScorer.fromBytes(Uint8Array.from(bytesOf(`${threads}.state`)));
      expect(kept.imageCount).toBe(3);
      expect(kept.provenance).toMatchObject([{ expected: COUNT, isComplete: false, failureCount: 1 }]);
    }
    const kept = jsonOf(run("score", "t", "p", ...COMPONENTS, "--keep-going", "--json"));
    expect(kept).toMatchObject({
      imageCount: COUNT - 2,
      failures: [{ file: "p/3.npy" }, { file: "p/7.npy" }],
    });
  });

  it("go on from a state, and come to that of one run", () => {
    writeImages();
    run("score", "t", "p", ...COMPONENTS, "--state", "whole.state");
    const broken = bytesOf("p/6.npy");
    workspace.write("p/6.npy", "no mask");
    expect(run("score", "t", "p", ...COMPONENTS, "--resume", "a.state").stderr).toContain(
      "a.state is not there yet: starting with the first image",
    );
    writeFileSync(join(workspace.folder, "p/6.npy"), broken);
    const ran = run("score", "t", "p", ...COMPONENTS, "--resume", "a.state", "--json");
    expect(ran.stderr).toBe("maskscore: going on from a.state: 6 of 9 images are measured\n");
    expect(bytesOf("a.state")).toEqual(bytesOf("whole.state"));
    expect(jsonOf(ran)).toMatchObject({ imageCount: COUNT });
  });

  it.each([
    ["other predictions", ["q"], [], 'image "0" was measured otherwise'],
    ["other settings", ["p"], ["--connectivity", "4"], 'the setting "connectivity" is 4 here'],
    [
      "labels that were read otherwise",
      ["p"],
      ["--ignore-index", "255"],
      "and this run reads them by ignored labels 255",
    ],
    ["other images", ["p"], ["--shard", "1/3"], "it holds 6 images that are not among these"],
  ])("do not go on from a state of %s", (_, [model], more, words) => {
    writeImages();
    run("score", "t", "p", ...COMPONENTS, "--state", "a.state");
    const before = bytesOf("a.state");
    const ran = run("score", "t", model as string, ...COMPONENTS, ...more, "--resume", "a.state");
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain("a.state: ");
    expect(ran.stderr).toContain(words);
    expect(bytesOf("a.state")).toEqual(before);
  });
});

describe("several models of a task", () => {
  it("stand side by side, each as it is by itself", () => {
    writeImages();
    const both = jsonOf(run("score", "t", "p", "q", ...COMPONENTS, "--json"));
    const own = ["p", "q"].map((model) => jsonOf(run("score", "t", model, ...COMPONENTS, "--json")));
    for (const one of own) delete one.failures;
    expect(both).toEqual({ task: "components", models: own, failures: [] });
    expect(run("score", "t", "p", "q", ...COMPONENTS).stdout).toMatch(
      /^Models\nmodel +PQ .*\np +0\.\d+ .*\nq +0\.\d+ /,
    );
    const csv = run("score", "t", "p", "q", ...COMPONENTS, "--csv")
      .stdout.trim()
      .split("\r\n");
    expect(csv.filter((line) => line.startsWith("model,"))).toHaveLength(1);
    expect(csv.map((line) => line.split(",")[0])).toEqual(["model", "p", "p", "p", "q", "q", "q"]);
  });

  it("are scored over the same images, whichever of them fails", () => {
    writeImages();
    workspace.write("q/2.npy", "no mask");
    const ran = run("score", "t", "p", "q", ...COMPONENTS, "--keep-going", "--json");
    expect(ran.status).toBe(3);
    const { models } = jsonOf(ran) as { models: { imageCount: number }[] };
    expect(models.map(({ imageCount }) => imageCount)).toEqual([COUNT - 1, COUNT - 1]);
    expect(run("score", "t", "p", "q", ...COMPONENTS, "--state", "x").stderr).toContain(
      "a state is of one model",
    );
  });

  it("are compared, as masks and as states", () => {
    writeImages();
    const draws = ["--resamples", "200", "--seed", "3"];
    const expected = compareModels(scorerOf("p"), scorerOf("q"), { metric: "f1", resamples: 200, seed: 3 });
    const compared = run("compare", "t", "p", "q", ...COMPONENTS, "--metrics", "f1", ...draws, "--json");
    expect(compared.stderr).toBe("");
    const { mean, images } = expected;
    expect(jsonOf(compared)).toMatchObject({ comparison: saved({ metric: "f1", mean, images }) as object });
    for (const model of ["p", "q"]) run("score", "t", model, ...COMPONENTS, "--state", `${model}.state`);
    const states = run("compare", "p.state", "q.state", "--metrics", "f1", ...draws, "--json");
    expect(states.stderr).toBe("");
    expect((jsonOf(states).comparison as { mean: unknown }).mean).toEqual(saved(mean));
    const told = run("compare", "t", "p", "q", ...COMPONENTS, ...draws).stdout;
    expect(told).toContain("q beside p");
    expect(told).toContain("q minus p, on the same 9 images");
    run("score", "t", "p", "--num-classes", "3", "--state", "o.state");
    expect(run("compare", "p.state", "o.state")).toMatchObject({ status: 1, stdout: "" });
    expect(run("show", "p.state", "q.state").stdout).toContain("Models\n");
  });

  it.each([
    [["compare", "t", "p", ...COMPONENTS], "t is a folder: name the truth first"],
    [["compare", "t", ...COMPONENTS], "compare takes TRUTH and two predictions, or two states, got 1 paths"],
    [
      ["score", "t", "p", ...COMPONENTS, "--worst", "2", "--metrics", "iou"],
      '"iou" is none of components; there are panopticQuality, f1',
    ],
    [["score", "t", "p", "--num-classes", "3", "--metrics", "f1"], "--metrics: f1 goes with --task"],
    [
      ["score", "t", "p", "--num-classes", "3", "--convention", "panopticapi"],
      "--convention panopticapi goes with --task panoptic",
    ],
    [
      ["score", "t", "p", ...COMPONENTS, "--convention", "panopticapi"],
      "--convention is nothing that --task components knows",
    ],
  ])("%j is refused", (args, words) => {
    writeImages();
    const ran = run(...args);
    expect(ran.status).toBeGreaterThan(0);
    expect(ran.stdout).toBe("");
    expect(ran.stderr).toContain(words);
  });
});

describe("what is told of a task", () => {
  it("are its worst images and every image's scores", () => {
    writeImages();
    const ran = jsonOf(run("score", "t", "p", ...COMPONENTS, "--worst", "2", "--per-image", "--json"));
    const { mean, images } = scorerOf("p").contributions();
    expect(ran.worst).toEqual(saved({ metric: "panopticQuality", mean, images: images.slice(0, 2) }));
    const own = scorerOf("p")
      .contributions({ metric: "dice" })
      .images.find(({ id }) => id === "5");
    expect((ran.images as { id: string; dice: number }[])[5]).toMatchObject({ id: "5", dice: own?.score });
    const csv = run("score", "t", "p", ...COMPONENTS, "--per-image", "--csv")
      .stdout.trim()
      .split("\r\n");
    expect(csv[0]).toBe("model,image,panopticQuality,f1,segmentationQuality,dice,lesionWiseDice");
    expect(csv).toHaveLength(COUNT + 1);
  });

  it("is held to thresholds, and told as test cases", () => {
    writeImages();
    workspace.write("c.json", JSON.stringify({ numClasses: 3, classNames: ["ground", "pq", "boat"] }));
    const score = ["score", "t", "q", "--task", "components", "--classes", "c.json"];
    const ran = run(
      ...score,
      "--fail-under",
      "f1=0.01,class:pq=0.02,boat=1,pq=0.99",
      "--junit=j.xml",
      "--json",
    );
    expect(ran.status).toBe(4);
    const { mean, classes } = scorerOf("q").compute();
    expect(jsonOf(ran).gates).toEqual([
      { model: "q", key: "f1", label: "F1", threshold: 0.01, score: mean.f1, isMet: true },
      {
        model: "q",
        key: "class:pq",
        label: "PQ of pq",
        threshold: 0.02,
        score: classes[0]?.panopticQuality,
        isMet: true,
      },
      {
        model: "q",
        key: "boat",
        label: "PQ of boat",
        threshold: 1,
        score: classes[1]?.panopticQuality,
        isMet: false,
      },
      { model: "q", key: "pq", label: "PQ", threshold: 0.99, score: mean.panopticQuality, isMet: false },
    ]);
    const junit = String(bytesOf("j.xml"));
    expect(junit).toContain('<testsuites name="maskscore" tests="5" failures="2" errors="0"');
    expect(junit).toContain('name="scored 9 images: PQ 0.');
    expect(junit).toContain('<testcase classname="maskscore.q" name="PQ is at least 0.99">');
    run(...score, "--state", "s.state");
    expect(run("show", "s.state", "--fail-under", "f1=0.99").status).toBe(4);
    expect(run("show", "s.state", "--fail-under", "car=0.9").stderr).toContain(
      '"car" is neither a score of this task',
    );
    expect(run("merge", "s.state", "--fail-under", "f1=0.01").status).toBe(0);
  });
});
