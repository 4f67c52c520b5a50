import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../bench/npy.js";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran, runNode } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const { write } = workspace;

const score = (...args: string[]): Ran => maskscore(["score", ...args], workspace.folder);

interface Json {
  convention: string;
  numClasses: number;
  ignoreIndex: number | null;
  images: number;
  pixelCount: number;
  ignoredCount: number;
  meanIou: number | null;
  pixelAccuracy: number | null;
  classes: { name: string; iou: number | null; dice: number | null; undefinedBecause?: string }[];
  confusionMatrix: number[][];
}

function json(ran: Ran): Json {
  expect(ran).toMatchObject({ status: 0, stderr: "" });
  return JSON.parse(ran.stdout) as Json;
}

const TRUTH = Uint8Array.of(0, 0, 1, 1, 2, 9);
const PREDICTION = Uint8Array.of(0, 1, 1, 1, 2, 0);
const MATRIX = [
  [1, 1, 0],
  [0, 2, 0],
  [0, 0, 1],
];

describe("two files", () => {
  it("prints a table with the scores, the pixels and what the mean is", () => {
    write("truth.png", png(TRUTH, 3));
    write("prediction.png", png(PREDICTION, 3));
    const { status, stdout, stderr } = score(
      "truth.png",
      "prediction.png",
      "--num-classes",
      "4",
      "--ignore-index",
      "9",
    );
    expect(stderr).toBe("");
    expect(stdout.replace(/[\d.]+ s\n/, "TIME\n")).toBe(`class       IoU    Dice  truth px  predicted px
class 0  0.5000  0.6667         2             1
class 1  0.6667  0.8000         2             3
class 2  1.0000  1.0000         1             1
class 3       -       -         0             0

mean IoU        0.7222   ratio of dataset sums; left out as absent from truth and prediction: class 3
pixel accuracy  0.8000
images          1   5 pixels scored, 1 ignored (truth is 9)
time            TIME
`);
    expect(status).toBe(0);
  });

  it("--json gives every count, unrounded scores, and null with a reason", () => {
    write("truth.png", png(TRUTH, 3));
    write("prediction.png", png(PREDICTION, 3));
    const run = json(
      score("truth.png", "prediction.png", "--num-classes", "4", "--ignore-index", "9", "--json"),
    );
    expect(run).toMatchObject({
      convention: "dataset",
      numClasses: 4,
      ignoreIndex: 9,
      images: 1,
      pixelCount: 5,
      ignoredCount: 1,
      pixelAccuracy: 0.8,
      meanIou: (1 / 2 + 2 / 3 + 1) / 3,
      confusionMatrix: [...MATRIX.map((row) => [...row, 0]), [0, 0, 0, 0]],
    });
    expect(run.classes[0]).toEqual({
      name: "class 0",
      iou: 0.5,
      dice: 2 / 3,
      groundTruthArea: 2,
      predictionArea: 1,
    });
    expect(run.classes[3]).toMatchObject({ iou: null, dice: null, undefinedBecause: "absent in both" });
  });

  it("reads the index of an indexed PNG, never its colours, and 16-bit labels", () => {
    const sameColours = Array.from({ length: 256 }, () => [10, 20, 30]);
    write("indexed.png", png(TRUTH, 3, sameColours));
    write(
      "wide.png",
      png(
        Uint16Array.from(PREDICTION, (label) => (label === 2 ? 2 : label)),
        3,
      ),
    );
    const run = json(score("indexed.png", "wide.png", "--num-classes", "3", "--ignore-index", "9", "--json"));
    expect(run.confusionMatrix).toEqual(MATRIX);
  });

  it("reads .npy labels of any integer type, and argmaxes scores", () => {
    const scores = new Float32Array(PREDICTION.length * 3);
    PREDICTION.forEach((label, pixel) => {
      scores[pixel * 3 + label] = 0.7;
    });
    write("scores.npy", encodeNpy("<f4", [2, 3, 3], scores));
    write("scores64.npy", encodeNpy("<f8", [2, 3, 3], Float64Array.from(scores)));
    write("labels.npy", encodeNpy("<i8", [2, 3], BigInt64Array.from(TRUTH, BigInt)));
    for (const prediction of ["scores.npy", "scores64.npy"]) {
      // Scores tell the number of classes.
      const run = json(score("labels.npy", prediction, "--ignore-index", "9", "--json"));
      expect(run.confusionMatrix).toEqual(MATRIX);
    }
  });

  it("takes an ignore index of 0 and a negative one", () => {
    write("truth.npy", encodeNpy("<i2", [1, 3], Int16Array.of(-1, 0, 1)));
    write("prediction.npy", encodeNpy("<i2", [1, 3], Int16Array.of(0, 0, 1)));
    write("zero.npy", encodeNpy("<i2", [1, 3], Int16Array.of(0, 0, 1)));
    const negative = json(
      score("truth.npy", "prediction.npy", "--num-classes", "2", "--ignore-index", "-1", "--json"),
    );
    expect(negative).toMatchObject({ ignoreIndex: -1, ignoredCount: 1, pixelAccuracy: 1 });
    const zero = json(
      score("zero.npy", "prediction.npy", "--num-classes", "2", "--ignore-index", "0", "--json"),
    );
    expect(zero).toMatchObject({ ignoreIndex: 0, ignoredCount: 2, pixelCount: 1 });
  });

  it("leaves a class that is itself ignored out of the mean, and says so", () => {
    write("truth.png", png(Uint8Array.of(0, 1, 2, 0), 2));
    write("prediction.png", png(Uint8Array.of(0, 1, 1, 2), 2));
    const args = ["truth.png", "prediction.png", "--num-classes", "3", "--ignore-index", "2"];
    const run = json(score(...args, "--json"));
    expect(run.classes[2]).toMatchObject({ iou: null, dice: null, undefinedBecause: "ignored" });
    expect(run.meanIou).toBe((1 / 2 + 1) / 2);
    expect(score(...args).stdout).toContain("left out as ignored: class 2");
  });

  it("lists only so many of many absent classes", () => {
    write("truth.png", png(new Uint8Array(4), 2));
    const { stdout } = score("truth.png", "truth.png", "--num-classes", "300");
    expect(stdout).toContain(
      "class 1, class 2, class 3, class 4, class 5, class 6, class 7, class 8, class 9, class 10 and 289 more",
    );
  });

  it("scores nothing where every pixel is ignored, and says so", () => {
    write("truth.png", png(new Uint8Array(4).fill(255), 2));
    write("prediction.png", png(new Uint8Array(4), 2));
    const args = ["truth.png", "prediction.png", "--num-classes", "2", "--ignore-index", "255"];
    const run = json(score(...args, "--json"));
    expect(run).toMatchObject({ meanIou: null, pixelAccuracy: null, pixelCount: 0, ignoredCount: 4 });
    expect(score(...args).stdout).toContain("mean IoU        -   ratio of dataset sums; left out as absent");
  });
});

describe("two folders", () => {
  it("pairs by stem, whatever the ending, and adds the counts of all images", () => {
    write("t/a.png", png(TRUTH, 3));
    write("t/b.png", png(TRUTH, 2));
    write("p/a.npy", encodeNpy("|u1", [2, 3], PREDICTION));
    write("p/b.PNG", png(PREDICTION, 2));
    const run = json(score("t", "p", "--num-classes", "3", "--ignore-index", "9", "--json"));
    expect(run.images).toBe(2);
    expect(run.confusionMatrix).toEqual(MATRIX.map((row) => row.map((cell) => cell * 2)));
  });

  it("lists what it leaves out", () => {
    write("t/a.png", png(TRUTH, 3));
    write("t/readme.txt", "hello");
    write("t/more/b.png", png(TRUTH, 3));
    write("t/.DS_Store", "");
    write("p/a.png", png(PREDICTION, 3));
    write("p/more/b.png", png(PREDICTION, 3));
    const { status, stderr, stdout } = score("t", "p", "--num-classes", "3", "--ignore-index", "9");
    expect(stderr).toBe(
      "maskscore: t: left out, not a .png, .npy, .npz, .tif, .nii or .nii.gz file: readme.txt\n",
    );
    expect(stdout).toMatch(/^images +2 /m);
    expect(status).toBe(0);
  });

  it("reads names, the number of classes and the ignore index from --classes", () => {
    write("t/a.png", png(TRUTH, 3));
    write("p/a.png", png(PREDICTION, 3));
    write(
      "classes.json",
      JSON.stringify({
        numClasses: 3,
        ignoreIndex: 9,
        classNames: ["sky", "road", "car"],
        palette: ["#ffffff"],
      }),
    );
    const run = json(score("t", "p", "--classes", "classes.json", "--json"));
    expect(run.classes.map(({ name }) => name)).toEqual(["sky", "road", "car"]);
    expect(run).toMatchObject({ numClasses: 3, ignoreIndex: 9 });
    // What is given by option goes first.
    const wider = json(score("t", "p", "--classes", "classes.json", "--num-classes", "4", "--json"));
    expect(wider.classes.map(({ name }) => name)).toEqual(["sky", "road", "car", "class 3"]);
  });
});

/** One line, the command's name in front, exit code 1: what a CI log should show of bad data. */
function expectDataError(ran: Ran, message: string): void {
  expect(ran.stderr).toBe(`maskscore: ${message}\n`);
  expect(ran).toMatchObject({ status: 1, stdout: "" });
}

describe("bad data exits 1 with one line that names the file", () => {
  it("labels out of range: file, pixel, value, cure", () => {
    write("t.png", png(TRUTH, 3));
    write("p.png", png(PREDICTION, 3));
    expectDataError(
      score("t.png", "p.png", "--num-classes", "3"),
      "t.png: label 9 at pixel 5 (x 2, y 1) is outside 0..2; pass --ignore-index 9 if it marks pixels without a class, or pass --num-classes 10 if it is a class, or remap the label",
    );
    expectDataError(
      score("t.png", "p.png", "--num-classes", "2", "--ignore-index", "9"),
      "t.png: label 2 at pixel 4 (x 1, y 1) is outside 0..1; pass --ignore-index 2,9 if it marks pixels without a class, or pass --num-classes 3 if it is a class, or remap the label",
    );
    write("q.npy", encodeNpy("<i4", [2, 3], Int32Array.of(0, 0, -7, 0, 0, 0)));
    expectDataError(
      score("t.png", "q.npy", "--num-classes", "3", "--ignore-index", "9"),
      "q.npy: label -7 at pixel 2 (x 2, y 0) is outside 0..2; remap the label",
    );
  });

  it("a mask of 0 and 255 that should be 0 and 1", () => {
    write("t.png", png(Uint8Array.of(0, 255), 2));
    write("p.png", png(Uint8Array.of(0, 1), 2));
    expectDataError(
      score("t.png", "p.png", "--num-classes", "2"),
      "t.png: label 255 at pixel 1 (x 1, y 0) is outside 0..1; pass --ignore-index 255 if it marks pixels without a class, or pass --binary if the masks are 0 and 255, or remap the label",
    );
  });

  it("scores whose axes are in another order", () => {
    write("t.png", png(TRUTH, 3));
    write("p.npy", encodeNpy("<f4", [3, 2, 3], new Float32Array(18)));
    expectDataError(
      score("t.png", "p.npy", "--ignore-index", "9"),
      "p.npy is 2 x 3 (of H x W x N = 3 x 2 x 3 scores) pixels, but t.png is 3 x 2; a pair must have one size",
    );
  });

  it("sizes that differ", () => {
    write("t.png", png(TRUTH, 3));
    write("p.png", png(PREDICTION, 2));
    expectDataError(
      score("t.png", "p.png", "--num-classes", "3", "--ignore-index", "9"),
      "p.png is 2 x 3 pixels, but t.png is 3 x 2; a pair must have one size; pass --resize prediction to bring it to the truth's size, by nearest neighbour, where both show the same picture",
    );
  });

  it("an unknown number of classes, where labels look like a known data set's", () => {
    const labels = Uint8Array.from({ length: 12 }, (_, label) => label);
    write("t.png", png(labels, 12));
    write(
      "p.png",
      png(
        labels.map((label) => label % 11),
        12,
      ),
    );
    const { status, stderr } = score("t.png", "p.png");
    expect(status).toBe(2);
    expect(stderr).toContain("pass --dataset camvid if these are the labels of CamVid");
  });

  it("an unknown number of classes", () => {
    write("t.png", png(TRUTH, 3));
    write("p.png", png(PREDICTION, 3));
    const { status, stdout, stderr } = score("t.png", "p.png");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(
      "pass --num-classes, --classes with a list of them, or --dataset (the largest label in t.png and p.png is 9)",
    );
  });

  it("a mask without a partner, on either side", () => {
    write("t/a.png", png(TRUTH, 3));
    write("t/b.png", png(TRUTH, 3));
    write("p/a.png", png(PREDICTION, 3));
    expectDataError(
      score("t", "p", "--num-classes", "3"),
      `p has no mask for 1 of the 2 in t: ${join("t", "b.png")}; pass --allow-missing to score the others`,
    );
    expectDataError(
      score("p", "t", "--num-classes", "3"),
      `p has no mask for 1 of the 2 in t: ${join("t", "b.png")}; pass --allow-missing to score the others`,
    );
  });

  it("scores of another number of classes, whichever file comes first", () => {
    write("t/a.npy", encodeNpy("<f4", [2, 3, 2], new Float32Array(12)));
    write("t/b.npy", encodeNpy("<f4", [2, 3, 3], new Float32Array(18)));
    write("p/a.png", png(new Uint8Array(6), 3));
    write("p/b.png", png(new Uint8Array(6), 3));
    const b = join("t", "b.npy");
    expectDataError(
      score("t", "p"),
      `${b} holds 3 scores a pixel (H x W x N = 2 x 3 x 3), but 2 classes are scored`,
    );
    expectDataError(
      score(b, join("p", "b.png"), "--num-classes", "9"),
      `${b} holds 3 scores a pixel (H x W x N = 2 x 3 x 3), but 9 classes are scored`,
    );
  });

  it("a class file with an ignore index beyond any number", () => {
    write("c.json", '{"numClasses": 2, "ignoreIndex": 1e300}');
    write("t.png", png(new Uint8Array(4), 2));
    expectDataError(
      score("t.png", "t.png", "--classes", "c.json"),
      "c.json: ignoreIndex expected a whole number within 2^53, or a list of them, got 1e+300",
    );
  });

  it.runIf(existsSync("/dev/full"))("a result that cannot be written exits 1 and says so", () => {
    write("t.png", png(new Uint8Array(4), 2));
    const { status, stderr } = spawnSync(
      "sh",
      [
        "-c",
        `"${process.execPath}" "${PROJECT}dist/cli/main.js" score t.png t.png --num-classes 2 > /dev/full`,
      ],
      { cwd: workspace.folder, encoding: "utf8" },
    );
    expect(stderr).toMatch(/^maskscore: the result cannot be written: .*ENOSPC.*\n$/);
    expect(status).toBe(1);
  });

  it("two masks with one stem", () => {
    write("t/a.png", png(TRUTH, 3));
    write("t/a.npy", encodeNpy("|u1", [2, 3], TRUTH));
    write("p/a.png", png(PREDICTION, 3));
    expectDataError(
      score("t", "p", "--num-classes", "3"),
      `${join("t", "a.npy")} and ${join("t", "a.png")} are masks of one name, "a": which of them is meant cannot be told; choose with --truth-glob`,
    );
  });

  it("paths that do not exist, empty folders, files that are no masks", () => {
    write("t.png", png(TRUTH, 3));
    mkdirSync(join(workspace.folder, "empty"));
    write("zero.png", "");
    write("photo.png", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0));
    write("cut.png", png(TRUTH, 3).slice(0, -20));
    expectDataError(score("t.png", "gone.png", "--num-classes", "3"), "gone.png: no such file or folder");
    expectDataError(
      score("empty", "empty", "--num-classes", "3"),
      "empty: holds no file that ends in .png, .npy, .npz, .tif, .nii, .nii.gz, .bmp, .gif, .pgm or .ppm",
    );
    expectDataError(
      score("t.png", "zero.png", "--num-classes", "3"),
      "zero.png: the file is empty (0 bytes)",
    );
    expectDataError(
      score("t.png", "photo.png", "--num-classes", "3"),
      "photo.png: a JPEG: its compression changes values, so it cannot hold labels, but a mask of two classes can be told from its greys; pass --threshold 127 to take what is greater for foreground, or save the labels anew as a PNG",
    );
    expectDataError(
      score("t.png", "cut.png", "--num-classes", "3"),
      "cut.png: truncated PNG: it ends within a chunk",
    );
  });

  it.each([
    ["nothing", "", /^maskscore: c.json: the file is empty$/m],
    ["a list", "[3]", /c.json: is a JSON list, \[3\], and no list of classes that is read: /],
    ["a wrong count", '{"numClasses": "3"}', /numClasses expected a whole number from 1 to 4096, got "3"/],
    ["a misspelt key", '{"num_classes": 3}', /unknown key "num_classes"; did you mean "numClasses"\?/],
    [
      "a wrong ignore index",
      '{"numClasses": 3, "ignoreIndex": 1.5}',
      /ignoreIndex expected a whole number within 2\^53, or a list of them, got 1.5/,
    ],
    ["wrong names", '{"classNames": [1]}', /classNames expected a list of names, got \[1\]/],
    [
      "too few names",
      '{"numClasses": 3, "classNames": ["a"]}',
      /classNames expected 3 names, as many as numClasses, got 1/,
    ],
  ])("--classes that holds %s", (_, content, message) => {
    write("c.json", content);
    write("t.png", png(TRUTH, 3));
    const { status, stdout, stderr } = score("t.png", "t.png", "--classes", "c.json");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n").length).toBe(1);
  });

  it("control characters in file names do not reach the terminal", () => {
    write("t/a.png", png(TRUTH, 3));
    write("p/a\u001b[31m.png", png(PREDICTION, 3));
    const { stderr } = score("t", "p", "--num-classes", "3");
    expect(stderr).not.toContain("\u001b");
  });

  it("control characters in class names do not reach the terminal", () => {
    write("t.png", png(new Uint8Array(4), 2));
    write("c.json", JSON.stringify({ classNames: ["\u001b[31mred\n"] }));
    const { stdout } = score("t.png", "t.png", "--classes", "c.json");
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toMatch(/^\ufffd\[31mred\ufffd {2}1\.0000/m);
  });
});

describe("bad usage exits 2", () => {
  it.each([
    [["score"], "missing required argument 'TRUTH'"],
    [["score", "a.png"], "missing required argument 'PREDICTION'"],
    [["score", "a.png", "b.png", "c.png", "b.png"], "b.png is named twice"],
    [["score", "a.png", "b.png", "--num-classes", "0"], "It must be a whole number from 1 to 4096."],
    [["score", "a.png", "b.png", "--num-classes", "3.5"], "It must be a whole number from 1 to 4096."],
    [["score", "a.png", "b.png", "--num-classes", "5000"], "It must be a whole number from 1 to 4096."],
    [["score", "a.png", "b.png", "--num-classes", "1e2"], "It must be a whole number from 1 to 4096."],
    [["score", "a.png", "b.png", "--ignore-index", "void"], "It must be a whole number."],
    [["score", "a.png", "b.png", "--num-clases", "3"], "Did you mean --num-classes?"],
    [["scor", "a.png", "b.png"], "Did you mean score?"],
    [[], "Usage: maskscore"],
  ])("%j", (args, message) => {
    const { status, stdout, stderr } = maskscore(args, workspace.folder);
    expect(stderr).toContain(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });

  it("a file against a folder", () => {
    write("t/a.png", png(TRUTH, 3));
    const { status, stdout, stderr } = score("t", join("t", "a.png"), "--num-classes", "3");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toBe(
      `maskscore: TRUTH and PREDICTION must be files or folders alike; t is a folder, ${join("t", "a.png")} is a file\n`,
    );
  });
});

describe("help and version exit 0", () => {
  it.each([
    [["--help"], "Usage: maskscore"],
    [["score", "--help"], "maskscore score masks/ predictions/ --classes classes.json --ci 95 --worst 10"],
    [
      ["--version"],
      (JSON.parse(readFileSync(`${PROJECT}package.json`, "utf8")) as { version: string }).version,
    ],
  ])("%j", (args, text) => {
    const { status, stdout, stderr } = maskscore(args, workspace.folder);
    expect(stdout).toContain(text);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

describe("demo", () => {
  it("scores the tutorial's circles, draws them, and scores the street scene", () => {
    const { status, stdout, stderr } = maskscore(["demo"], workspace.folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const ratio of ["20077/20077 = 1.0000", "13756/26398 = 0.5211", "5020/20077 = 0.2500"]) {
      expect(stdout).toContain(`IoU = ${ratio}`);
    }
    expect(stdout).toContain("mean IoU        0.6702");
    const svg = readFileSync(join(workspace.folder, "circles.svg"), "utf8");
    expect(svg.match(/IoU=\d\.\d\d(?=<)/g)).toEqual(["IoU=1.00", "IoU=0.52", "IoU=0.25"]);
    expect(svg.match(/stroke-dasharray/g)?.length).toBe(3);
  });

  it("says where the figure cannot be written", () => {
    const { status, stderr } = maskscore(
      ["demo", "--figure", join("nowhere", "circles.svg")],
      workspace.folder,
    );
    expect(status).toBe(1);
    expect(stderr).toContain(`maskscore: ${join("nowhere", "circles.svg")}: cannot be written`);
  });

  it("works from an installed package, wherever it is called and without any other", () => {
    const installed = join(workspace.folder, "node_modules", "maskscore");
    for (const part of ["dist", "samples", "package.json"]) {
      cpSync(join(PROJECT, part), join(installed, part), { recursive: true });
    }
    const { status, stdout } = runNode([join(installed, "dist", "cli", "main.js"), "demo"], workspace.folder);
    expect(stdout).toContain("mean IoU        0.6702");
    expect(status).toBe(0);
  });
});

it("--max-pixels is the limit of a mask's pixels, and the cure of what is above it", () => {
  write("t.png", png(new Uint8Array(12), 4));
  write("p.npy", encodeNpy("|u1", [3, 4], new Uint8Array(12)));
  const args = ["t.png", "p.npy", "--num-classes", "2"];
  const { status, stderr } = score(...args, "--max-pixels", "11");
  expect(status).toBe(1);
  expect(stderr).toBe(
    "maskscore: t.png: the mask is 4 x 3 pixels, but a mask has at most 11 pixels; cut it into tiles, or pass --max-pixels 12 where there is memory for it\n",
  );
  expect(score(...args, "--max-pixels", "12").status).toBe(0);
  expect(maskscore(["inspect", "p.npy", "--max-pixels", "11"], workspace.folder).stderr).toContain(
    "at most 11",
  );
});
