import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "fast-png";
import { encode as encodeJpeg } from "jpeg-js";
import { describe, expect, it } from "vitest";
import { decodeMask } from "../../app/formats/decodeMask.js";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { parseDocument } from "../helpers/documents.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const file = (name: string): string => readFileSync(join(workspace.folder, name), "utf8");

/** Three images of 3 x 2 pixels; "good" is right but for one pixel an image, "bad" predicts road nearly everywhere. */
function models(): string[] {
  const truths = [
    [0, 0, 1, 1, 2, 9],
    [0, 1, 1, 1, 2, 2],
    [0, 0, 0, 1, 1, 2],
  ];
  truths.forEach((truth, i) => {
    workspace.write(`t/${i}.png`, png(Uint8Array.from(truth), 3));
    workspace.write(
      `good/${i}.png`,
      png(
        Uint8Array.from(truth, (label, p) => (label === 9 || p === i ? 1 : label)),
        3,
      ),
    );
    workspace.write(
      `bad/${i}.png`,
      png(
        Uint8Array.from(truth, (_, p) => (p === 0 ? 0 : 1)),
        3,
      ),
    );
  });
  workspace.write(
    "classes.json",
    JSON.stringify({ numClasses: 3, ignoreIndex: 9, classNames: ["sky", "road", "car"] }),
  );
  return ["--classes", "classes.json"];
}

interface ModelJson {
  readonly name?: string;
  readonly meanIou: number;
  readonly meanDice: number;
  readonly pixelAccuracy: number;
  readonly classes: { name: string; iou: number | null }[];
}

/** What no name may bring into a report. */
const MARKUP = new RegExp(`<script|${String.fromCharCode(27)}`);

describe("--fail-under", () => {
  it("exits 4, and says which and by how much", () => {
    const options = models();
    const { meanIou, classes } = JSON.parse(
      run("score", "t", "good", ...options, "--json").stdout,
    ) as ModelJson;
    const met = run("score", "t", "good", ...options, "--fail-under", `iou=${meanIou},car=0.5`);
    expect(met.status).toBe(0);
    expect(met.stdout).toMatch(/mean IoU .* met$/m);
    const missed = run(
      "score",
      "t",
      "good",
      ...options,
      "--fail-under",
      "iou=0.1,sky=0.99",
      "--fail-under",
      "accuracy=1",
    );
    expect(missed.status).toBe(4);
    const gap = (0.99 - (classes[0]?.iou as number)).toFixed(4);
    expect(missed.stdout).toMatch(new RegExp(`IoU of sky .* 0\\.9900 +missed by ${gap}$`, "m"));
    expect(missed.stdout).toMatch(/pixel accuracy .* missed by /);
    expect(missed.stdout.match(/missed/g)?.length).toBe(2);
  });

  it("takes an undefined score for missed", () => {
    workspace.write("a.png", png(new Uint8Array(4), 2));
    const { status, stdout } = run(
      "score",
      "a.png",
      "a.png",
      "--num-classes",
      "2",
      "--fail-under",
      "class 1=0",
    );
    expect(status).toBe(4);
    expect(stdout).toContain("missed: the score is undefined");
  });

  it.each([
    ["iou", /Expected NAME=SCORE, got "iou"/],
    ["iou=44", /a score from 0 to 1, got "iou=44"/],
    ["=0.5", /Expected NAME=SCORE/],
    ["iou=", /Expected NAME=SCORE/],
    [
      "bus=0.5",
      /--fail-under: "bus" is neither iou, dice, accuracy nor a class; the classes are sky, road, car/,
    ],
  ])("%s is bad usage", (text, message) => {
    const { status, stdout, stderr } = run("score", "t", "good", ...models(), "--fail-under", text);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it("reads a class name with commas and the sign of equality", () => {
    workspace.write("a.png", png(Uint8Array.of(0, 1), 2));
    workspace.write("c.json", JSON.stringify({ classNames: ["a, b=c", "iou"] }));
    const { status, stdout } = run(
      ...["score", "a.png", "a.png", "--classes", "c.json", "--fail-under", "a, b=c=1,class:iou=1,iou=1"],
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/IoU of a, b=c .*met$/m);
    expect(stdout).toMatch(/IoU of iou .*met$/m);
  });
});

describe("what is told", () => {
  it("several models are a leaderboard, best first", () => {
    const options = models();
    const { status, stdout } = run("score", "t", "bad", "good", ...options, "--ci", "95");
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^model +mean IoU +95 % interval +mean Dice +pixel accuracy +images\ngood .*\nbad /,
    );
    expect(stdout).toMatch(/IoU of each class\nclass +good +bad\nsky /);
    const { models: scored } = JSON.parse(run("score", "t", "bad", "good", ...options, "--json").stdout) as {
      models: ModelJson[];
    };
    expect(scored.map(({ name }) => name)).toEqual(["good", "bad"]);
    const alone = JSON.parse(run("score", "t", "bad", ...options, "--json").stdout) as ModelJson;
    expect(scored[1]).toMatchObject({ meanIou: alone.meanIou, classes: alone.classes });
  });

  it("metrics are columns, in the order in which they are named", () => {
    const { stdout } = run("score", "t", "good", ...models(), "--metrics", "precision,recall,iou");
    expect(stdout).toMatch(/^class +precision +recall +IoU +truth px/);
    expect(stdout).toMatch(/^mean precision +\d\.\d{4}/m);
    expect(run("score", "t", "good", ...models(), "--metrics", "iou,f2").stderr).toContain(
      'Unknown metric "f2"',
    );
  });

  it("another convention's mean, and all of them", () => {
    const options = models();
    const json = JSON.parse(
      run("score", "t", "bad", ...options, "--convention", "monai", "--spread", "--json").stdout,
    ) as ModelJson & {
      convention: string;
      spread: { rows: { convention: string; label: string; value: number }[] };
    };
    expect(json.convention).toBe("monai");
    const rows = json.spread.rows.filter(({ convention }) => convention === "monai");
    expect(rows.map(({ value }) => value)).toContain(json.meanIou);
    const text = run("score", "t", "bad", ...options, "--convention", "monai", "--spread").stdout;
    expect(text).toContain("by the convention monai");
    expect(text).toContain(json.meanIou.toFixed(4));
    expect(text).toContain("mean IoU by every convention");
  });

  it("the images and confusions that cost most, and every image", () => {
    const { stdout } = run("score", "t", "bad", ...models(), "--worst", "2", "--per-image");
    expect(stdout).toMatch(/images that hold the mean down most\nimage +IoU +mean IoU without it\n/);
    expect(stdout).toMatch(/sky → road costs/);
    expect(stdout).toMatch(/each image\nimage +mean IoU.*\n0 .*\n1 .*\n2 /);
  });

  it("--csv, unrounded, quoted where it must be", () => {
    models();
    workspace.write(
      "classes.json",
      JSON.stringify({ ignoreIndex: 9, classNames: ['sky, "blue"', "road", "car", "none"] }),
    );
    const { status, stdout } = run("score", "t", "good", "--classes", "classes.json", "--csv");
    expect(status).toBe(0);
    const lines = stdout.split("\r\n");
    expect(lines[0]).toBe("model,class,iou,dice,groundTruthArea,predictionArea");
    expect(lines[1]).toMatch(/^good,"sky, ""blue""",0\.\d{6,}/);
    expect(lines[4]).toBe("good,none,,,0,0");
    expect(lines[5]).toMatch(/^good,,0\.\d+,/);
    const images = run(
      "score",
      "t",
      "good",
      "--classes",
      "classes.json",
      "--csv",
      "--per-image",
    ).stdout.split("\r\n");
    expect(images.slice(1, 4).map((line) => line.split(",")[1])).toEqual(["0", "1", "2"]);
  });

  it("reports go to files beside the table; only one is printed", () => {
    const options = models();
    const { status, stdout } = run(
      ...[
        "score",
        "t",
        "good",
        ...options,
        "--json=a.json",
        "--csv=a.csv",
        "--markdown=a.md",
        "--junit=a.xml",
      ],
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^class /);
    expect((JSON.parse(file("a.json")) as ModelJson).classes.length).toBe(3);
    expect(file("a.csv")).toMatch(/^model,class/);
    expect(file("a.md")).toMatch(/^## Segmentation scores/);
    expect(file("a.xml")).toMatch(/^<\?xml/);
    const both = run("score", "t", "good", ...options, "--json", "--csv");
    expect(both.status).toBe(2);
    expect(both.stderr).toContain("--json and --csv cannot both be printed");
    expect(run("score", "t", "good", ...options, `--json=${join("gone", "a.json")}`).status).toBe(1);
  });

  it("--junit has a case for every threshold and every file that failed", () => {
    const options = models();
    workspace.write("good/1.png", "");
    const { status, stdout } = run(
      ...["score", "t", "good", ...options, "--keep-going", "--junit", "--fail-under", "iou=0.1,sky=0.99"],
    );
    expect(status).toBe(3);
    const document = parseDocument(stdout, "text/xml");
    const suite = document.querySelector("testsuite");
    expect(["tests", "failures", "errors"].map((name) => suite?.getAttribute(name))).toEqual(["4", "1", "1"]);
    expect(suite?.querySelectorAll("testcase").length).toBe(4);
    expect(suite?.querySelector("failure")?.getAttribute("message")).toMatch(
      /^IoU of sky is 0\.\d+, at least 0\.99 was asked: missed by/,
    );
    expect(suite?.querySelector("error")?.getAttribute("message")).toBe(
      `${join("good", "1.png")}: the file is empty (0 bytes)`,
    );
  });

  it("names are data: no markup, no escape sequence, in any report", () => {
    const evil = '<script>alert(1)</script>|`*_"&\u001b[31m';
    workspace.write(`t/${evil.replaceAll("/", "")}.png`, png(Uint8Array.of(0, 1), 2));
    workspace.write(`${evil.replaceAll("/", "")}/a.png`, png(Uint8Array.of(0, 0), 2));
    workspace.write("p/a.png", png(Uint8Array.of(0, 0), 2));
    workspace.write("t2/a.png", png(Uint8Array.of(0, 1), 2));
    workspace.write("c.json", JSON.stringify({ classNames: [evil, "b"] }));
    const args = ["score", "t2", evil.replaceAll("/", ""), "--classes", "c.json", "--worst", "1"];
    const markdown = run(...args, "--markdown").stdout;
    expect(markdown).not.toMatch(MARKUP);
    expect(markdown).toContain("&lt;script>alert(1)");
    const junit = run(...args, "--junit").stdout;
    expect(junit).not.toMatch(MARKUP);
    expect(run(...args).stdout).not.toContain("\u001b");
    const alone = run("score", "t", "p", "--classes", "c.json");
    expect(alone.status).toBe(1);
    expect(alone.stderr).not.toContain("\u001b");
  });
});

describe("compare", () => {
  it("tells differences, intervals and p-values, of folders as of states", () => {
    const options = models();
    const ran = run("compare", "t", "bad", "good", ...options);
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    expect(ran.stdout).toMatch(
      /^verdict {2}good is 0\.\d{3} above bad .*\nimages {3}good is better on 3 of 3 images\n\nIoU +bad +good +difference +95 % interval +p\nmean .*\+0\.\d{4} /,
    );
    expect(ran.stdout).toContain("images that moved most");
    const json = JSON.parse(run("compare", "t", "bad", "good", ...options, "--json").stdout) as {
      comparison: {
        first: string;
        mean: { difference: number; pValue: number };
        classes: unknown[];
        images: unknown[];
      };
      models: ModelJson[];
    };
    expect(json.models.map(({ name }) => name)).toEqual(["bad", "good"]);
    expect(json.comparison.mean.difference).toBe(
      (json.models[1]?.meanIou as number) - (json.models[0]?.meanIou as number),
    );
    // Of 3 images there are 8 ways to shuffle, and in 2 of them the models are as far apart as they were found.
    expect(json.comparison.mean.pValue).toBe(2 / 8);
    for (const model of ["bad", "good"]) run("score", "t", model, ...options, "--state", `${model}.state`);
    const states = JSON.parse(run("compare", "bad.state", "good.state", "--json").stdout) as typeof json;
    expect(states.comparison.mean).toEqual(json.comparison.mean);
    expect(states.comparison.classes).toEqual(json.comparison.classes);
  });

  it("refuses what cannot be compared", () => {
    const options = models();
    run("score", "t", "bad", ...options, "--state", "a.state");
    run("score", "t", "good", ...options, "--shard", "1/2", "--state", "b.state");
    expect(run("compare", "a.state", "b.state").stderr).toMatch(
      /^maskscore: every image needs both models' predictions; only in a\.state: /,
    );
    expect(run("compare", "a.state").status).toBe(2);
    expect(run("compare", "t/0.png", "good/0.png", "bad/0.png", ...options).stderr).toContain(
      "comparing takes at least 2 images",
    );
  });

  it("of another metric, and by a page", () => {
    const options = models();
    const { stdout, status } = run(
      ...["compare", "t", "bad", "good", ...options, "--metrics", "recall", "--html", "c.html"],
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^verdict.*\n.*\n\nrecall +bad +good/);
    expect(file("c.html")).toContain("good against bad");
  });
});

describe("inspect", () => {
  it("tells type, size, labels and what looks wrong", () => {
    workspace.write("a.png", png(Uint8Array.of(0, 0, 0, 255), 2));
    workspace.write("m/b.png", png(Uint8Array.of(0, 1, 2, 7), 2));
    const { status, stdout, stderr } = run("inspect", "a.png", "m", "--num-classes", "3");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^a\.png\ntype +grey PNG, 8 bits, \d+ bytes\nsize +2 x 2 pixels\n/);
    expect(stdout).toMatch(/\nlabel +pixels +share +class\n +0 +3 +75\.0 % *\n +255 +1 +25\.0 %/);
    expect(stdout).toMatch(/warning +the only labels are 0 and 255: a binary mask\?/);
    expect(stdout).toMatch(/error +labels outside 0\.\.2: 7/);
    const json = JSON.parse(run("inspect", "a.png", "--json").stdout) as { labels: unknown }[];
    expect(json[0]?.labels).toEqual([
      { label: 0, count: 3 },
      { label: 255, count: 1 },
    ]);
  });

  it("names what is no mask, tells of the others and exits 1", () => {
    workspace.write("a.png", png(Uint8Array.of(0, 1), 2));
    workspace.write("b.png", "hello");
    const { status, stdout, stderr } = run("inspect", "b.png", "a.png");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^maskscore: b\.png: /);
    expect(stdout).toContain("a.png\n");
  });
});

describe("classes", () => {
  it("--binary: zero is background, the one other value foreground, on either side", () => {
    workspace.write("t.png", png(Uint8Array.of(0, 0, 255, 255), 2));
    workspace.write("p.png", png(Uint8Array.of(0, 1, 1, 1), 2));
    const json = JSON.parse(run("score", "t.png", "p.png", "--binary", "--json").stdout) as {
      confusionMatrix: number[][];
      classes: { name: string }[];
    };
    expect(json.confusionMatrix).toEqual([
      [1, 1],
      [0, 2],
    ]);
    expect(json.classes.map(({ name }) => name)).toEqual(["background", "foreground"]);
    expect(run("score", "t.png", "p.png", "--binary", "--num-classes", "3").status).toBe(2);
  });

  it("a mapping, excluded classes and groups from --classes; a wrong one is bad usage", () => {
    workspace.write("t.png", png(Uint8Array.of(7, 8, 8, 0), 2));
    workspace.write("p.png", png(Uint8Array.of(0, 1, 0, 1), 2));
    const classes = {
      classNames: ["road", "car"],
      labelMapping: { groundTruth: { 0: null, 7: 0, 8: 1 } },
      excludeClasses: ["road"],
    };
    workspace.write("c.json", JSON.stringify(classes));
    const json = JSON.parse(
      run("score", "t.png", "p.png", "--classes", "c.json", "--json").stdout,
    ) as ModelJson & {
      confusionMatrix: number[][];
      ignoredCount: number;
    };
    expect(json.confusionMatrix).toEqual([
      [1, 0],
      [1, 1],
    ]);
    expect(json).toMatchObject({ ignoredCount: 1, meanIou: 0.5 });
    workspace.write("d.json", JSON.stringify({ ...classes, excludeClasses: ["bus"] }));
    const wrong = run("score", "t.png", "p.png", "--classes", "d.json");
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toBe(
      'maskscore: d.json: excludeClasses expected an index, or a name of classNames, got "bus"\n',
    );
  });

  it("labels that a data set's mapping does not know are named with their file", () => {
    workspace.write("t/x_gtFine_labelIds.png", png(Uint8Array.of(7, 40), 2));
    workspace.write("p/x_leftImg8bit.png", png(Uint8Array.of(7, 7), 2));
    const { status, stderr } = run("score", "t", "p", "--dataset", "cityscapes");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^maskscore: t\/x_gtFine_labelIds\.png: label 40 at pixel 1 /);
  });
});

describe("formats of every kind", () => {
  const golden = (name: string): string => `${PROJECT}test/golden/formats/${name}`;
  const jsonOf = (
    ...args: readonly string[]
  ): ModelJson & { ignoredCount: number; pixelCount: number; images: number } => {
    const { status, stdout, stderr } = run("score", ...args, "--json");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return JSON.parse(stdout) as ReturnType<typeof jsonOf>;
  };

  it("the no data of a GeoTIFF's truth is ignored, with or without a label that is ignored anyway", () => {
    const truth = golden("gdal-palette-nodata.tif");
    const mask = decodeMask(readFileSync(truth)).raster;
    if (mask.kind !== "labels") throw new Error("a label map is expected");
    const labels = Uint8Array.from(mask.data as Uint8Array);
    const countOf = (wanted: number): number => labels.filter((label) => label === wanted).length;
    const other = labels.find((label) => label !== 255) as number;
    expect(mask.nodata).toBe(255);
    expect(countOf(255)).toBeGreaterThan(0);
    workspace.write(
      "p.png",
      png(
        labels.map((label) => (label === 255 ? 1 : label)),
        mask.size[2],
      ),
    );
    expect(jsonOf(truth, "p.png", "--num-classes", "255")).toMatchObject({
      ignoredCount: countOf(255),
      pixelAccuracy: 1,
    });
    const both = jsonOf(truth, "p.png", "--num-classes", "255", "--ignore-index", String(other));
    expect(both).toMatchObject({ ignoredCount: countOf(255) + countOf(other), pixelAccuracy: 1 });
    // Where a prediction has no data, nothing was predicted: that is no class.
    expect(run("score", "p.png", truth, "--num-classes", "255").stderr).toContain("label 255 at pixel");
  });

  it("a NIfTI volume is one image, and only its like is scored against it", () => {
    const volume = golden("nibabel-2-uint8.nii");
    expect(jsonOf(volume, volume, "--num-classes", "256")).toMatchObject({
      images: 1,
      pixelCount: 7 * 5 * 4,
      meanIou: 1,
    });
    workspace.write("flat.png", png(new Uint8Array(7 * 20), 7));
    const { status, stderr } = run("score", volume, "flat.png", "--num-classes", "256");
    expect(status).toBe(1);
    expect(stderr).toContain("flat.png is 7 x 20 pixels, but");
    expect(stderr).toContain("is 7 x 5 x 4; a pair must have one size");
  });

  it("scores of float16 and of either layout, arrays in archives", () => {
    for (const [name, ...options] of [
      ["numpy-scores-f2.npy"],
      ["numpy-scores-first.npy", "--layout", "channelsFirst"],
      ["numpy-scores.npz"],
    ] as const) {
      expect(jsonOf(golden(name), golden(name), ...options)).toMatchObject({ images: 1, pixelAccuracy: 1 });
    }
    const { stderr } = run("score", golden("numpy-scores-first.npy"), golden("numpy-scores-f4.npy"));
    expect(stderr).toMatch(/holds \d+ scores a pixel|a pair must have one size/);
  });

  it("colours, by a palette or as ids; without either they are refused", () => {
    const colours = [0, 0, 0, 255, 0, 0, 0, 255, 0, 255, 0, 0];
    workspace.write("t.png", encode({ width: 2, height: 2, channels: 3, data: Uint8Array.from(colours) }));
    workspace.write("p.png", png(Uint8Array.of(0, 1, 2, 1), 2));
    workspace.write("palette.json", '["#000000", "#ff0000", "#00ff00"]');
    const args = ["t.png", "p.png", "--num-classes", "3"];
    expect(jsonOf(...args, "--palette", "palette.json")).toMatchObject({ meanIou: 1 });
    expect(run("score", ...args).stderr).toMatch(/^maskscore: t\.png: .*colours/);
    workspace.write("palette.json", '["#000000", "#ff0000"]');
    expect(run("score", ...args, "--palette", "palette.json").stderr).toMatch(
      /t\.png: the colour #00ff00 at x 0, y 1 is not in the palette/,
    );
    expect(run("score", ...args, "--palette", "palette.json", "--rgb-ids").stderr).toContain(
      "--rgb-ids and --palette both say what colours mean",
    );
    const ids = [0, 0, 0, 1, 0, 0, 2, 0, 0, 1, 0, 0];
    workspace.write("t.png", encode({ width: 2, height: 2, channels: 3, data: Uint8Array.from(ids) }));
    expect(jsonOf(...args, "--rgb-ids")).toMatchObject({ meanIou: 1 });
  });

  it("pairs from a list; a folder among them is named", () => {
    workspace.write("t.png", png(Uint8Array.of(0, 1), 2));
    workspace.write("p/p.png", png(Uint8Array.of(0, 1), 2));
    workspace.write(
      "pairs.json",
      JSON.stringify([
        ["t.png", "p/p.png", "one"],
        ["t.png", "p/p.png", "two"],
      ]),
    );
    const json = JSON.parse(
      run("score", "--pairs", "pairs.json", "--num-classes", "2", "--json", "--per-image").stdout,
    ) as {
      perImage: { id: string }[];
    };
    expect(json.perImage.map(({ id }) => id)).toEqual(["one", "two"]);
    workspace.write("pairs.json", JSON.stringify([["t.png", "p"]]));
    expect(run("score", "--pairs", "pairs.json", "--num-classes", "2")).toEqual({
      status: 1,
      stdout: "",
      stderr: "maskscore: p: is a folder\n",
    });
    expect(run("score", "t.png", "p/p.png", "--pairs", "pairs.json", "--num-classes", "2").status).toBe(2);
  });
});

describe("the page", () => {
  it("shows photos under the masks, JPEG and PNG, by the images' names", () => {
    const options = models();
    const data = new Uint8Array(1200 * 800 * 4).fill(200);
    workspace.write("photos/0.jpg", encodeJpeg({ width: 1200, height: 800, data }, 90).data);
    workspace.write(
      "photos/more/1_leftImg8bit.png",
      encode({ width: 3, height: 2, channels: 3, data: new Uint8Array(18) }),
    );
    const { status, stderr } = run(
      "score",
      "t",
      "good",
      ...options,
      "--html",
      "r.html",
      "--images",
      "photos",
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const document = parseDocument(file("r.html"), "text/html");
    const photos = [...document.querySelectorAll(".picture")].map((picture) => [
      picture.querySelector("h4")?.textContent,
      (picture.getAttribute("style") ?? "").includes("data:image/jpeg;base64,"),
    ]);
    expect(new Map(photos as [string, boolean][])).toEqual(
      new Map([
        ["0", true],
        ["1", true],
        ["2", false],
      ]),
    );
    workspace.write("photos/2.jpg", "no photo");
    const wrong = run("score", "t", "good", ...options, "--html", "r.html", "--images", "photos");
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toMatch(
      new RegExp(`^maskscore: ${join("photos", "2.jpg")}: the photo cannot be read: `),
    );
  });

  it("of a volume shows the slice with most wrong pixels", () => {
    const volume = readFileSync(`${PROJECT}test/golden/formats/nibabel-2-uint8.nii`);
    const bytes = new Uint8Array(volume);
    // Voxels begin at byte 544; every label of the third slice of 7 x 5 is another one.
    for (let i = 544 + 2 * 35; i < 544 + 3 * 35; i++) bytes[i] = ((bytes[i] as number) + 1) % 256;
    workspace.write("t.nii", volume);
    workspace.write("p.nii", bytes);
    expect(run("score", "t.nii", "p.nii", "--num-classes", "256", "--html", "r.html").status).toBe(0);
    expect(parseDocument(file("r.html"), "text/html").querySelector(".picture p")?.textContent).toContain(
      "slice 3 of 4",
    );
  });
});

describe("completion", () => {
  it("completes commands, options and choices in bash", () => {
    const complete = (...words: readonly string[]): string[] => {
      const script = `${run("completion", "bash").stdout}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}; _maskscore; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
      expect(stderr).toBe("");
      return stdout.trim().split("\n");
    };
    expect(complete("maskscore", "sc")).toEqual(["score"]);
    expect(complete("maskscore", "score", "--fail")).toEqual(["--fail-under"]);
    expect(complete("maskscore", "score", "--dataset", "ci")).toEqual(["cityscapes"]);
    expect(complete("maskscore", "score", "t", "--convention", "tor")).toEqual([
      "torchmetrics",
      "torchmetrics-standard",
    ]);
  });

  it("has scripts for zsh and fish, and no others", () => {
    expect(run("completion", "zsh").stdout).toContain("bashcompinit");
    expect(run("completion", "fish").stdout).toContain("-l fail-under");
    expect(run("completion", "tcsh")).toMatchObject({ status: 2 });
  });
});
