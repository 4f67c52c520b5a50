import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const TWO = ["--num-classes", "2"];

/** Truth and prediction of an image, of which only the right pair scores 1. */
function masks(truth: readonly string[], prediction: readonly string[]): void {
  const mask = (i: number): Uint8Array =>
    png(
      Uint8Array.from({ length: 16 }, (_, pixel) => ((i + 1) >> pixel) & 1),
      16,
    );
  truth.forEach((name, i) => workspace.write(`t/${name}`, mask(i)));
  prediction.forEach((name, i) => workspace.write(`p/${name}`, mask(i)));
}

const numbered = (name: (padded: string, plain: number) => string): string[] =>
  Array.from({ length: 5 }, (_, i) => name(String(i + 8).padStart(4, "0"), i + 8));

/** Runs what a message says is to be passed, by a shell, as someone would who pastes it. */
function follow(stderr: string): Ran {
  const [, words = ""] = /; pass (--.*?), which pairs all 5: t\/\S.* with p\/\S/.exec(stderr) ?? [];
  expect(words, stderr).not.toBe("");
  const command = `"$0" dist/cli/main.js score t p --num-classes 2 --json ${words}`;
  const {
    status,
    stdout,
    stderr: said,
  } = spawnSync(
    "sh",
    ["-c", command.replace("dist/cli/main.js", `"${PROJECT}dist/cli/main.js"`), process.execPath],
    { cwd: workspace.folder, encoding: "utf8" },
  );
  return { status, stdout, stderr: said };
}

describe("where nothing pairs", () => {
  it.each([
    ["zero padding", numbered((n) => `${n}.png`), numbered((_, n) => `${n}.png`)],
    ["nested and flat", numbered((n, i) => `v${i % 2}/${n}.png`), numbered((n, i) => `v${i % 2}_${n}.png`)],
    ["case", numbered((n) => `IMG_${n}.png`), numbered((n) => `img_${n}.png`)],
    ["endings", numbered((n) => `${n}_gtFine_labelIds.png`), numbered((n) => `${n}_leftImg8bit.png`)],
    ["an ending that looks like an option", numbered((n) => `${n}.png`), numbered((n) => `${n}--out.png`)],
    [
      "an ending that a shell would read",
      numbered((n) => `${n}.png`),
      numbered((n) => `${n} (it's $HOME).png`),
    ],
    ["beginnings", numbered((n) => `image_${n}.png`), numbered((n) => `mask_${n}.png`)],
    ["beginnings and padding", numbered((n) => `image_${n}.png`), numbered((_, n) => `mask_${n}.png`)],
    [
      "folders",
      numbered((_, n) => `v${n % 2}/gt/${n >> 1}.png`),
      numbered((_, n) => `v${n % 2}/out/${n >> 1}.png`),
    ],
    ["double endings", numbered((n) => `${n}.png`), numbered((n) => `${n}.png.npy`)],
    ["a folder for each image", numbered((n) => `${n}/mask.png`), numbered((n) => `${n}.png`)],
  ])("by %s, what the message says works", (_, truth, prediction) => {
    masks(truth, prediction);
    const { status, stderr } = run("score", "t", "p", ...TWO);
    expect(status).toBe(1);
    const followed = follow(stderr);
    expect(followed).toMatchObject({ status: 0 });
    expect(JSON.parse(followed.stdout)).toMatchObject({ images: 5, meanIou: 1 });
  });

  it("--allow-missing is not said, and a list of pairs is", () => {
    masks(["x1.png", "x2.png"], ["a.png", "b.png"]);
    const { stderr } = run("score", "t", "p", ...TWO);
    expect(stderr).toMatch(
      /has no mask for 2 of the 2 in t: .*; pass --pairs FILE with a line TRUTH,PREDICTION/,
    );
    expect(stderr).not.toContain("--allow-missing");
    expect(run("score", "t", "p", ...TWO, "--allow-missing").stderr).toMatch(/; pass --pairs FILE/);
  });

  it("names that look the same are paired, and told", () => {
    masks(["caf\u00e9.png"], ["cafe\u0301.png"]);
    const { status, stdout, stderr } = run("score", "t", "p", ...TWO);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr:
        "maskscore: paired, as they look the same, though written in other characters: t/caf\\u{e9}.png and p/cafe\\u{301}.png\n",
    });
    expect(stdout).toMatch(/^mean IoU +1\.0000/m);
  });
});

describe("--match and --strip", () => {
  it.each([
    [["--match", "number,colour"], /Unknown difference "colour"; there are number, case, flat\./],
    [["--strip", "*"], /"\*": expected an ending \(_pred\), a beginning \(mask_\*\) or a folder \(gt\/\)\./],
    [["--strip", "a*b"], /"a\*b": expected an ending/],
  ])("%j is refused", (words, message) => {
    masks(["1.png"], ["1.png"]);
    const { status, stderr } = run("score", "t", "p", ...TWO, ...words);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it("two masks that fall on one name stop the run, both named", () => {
    masks(["A.png", "a.png"], ["a.png"]);
    expect(run("score", "t", "p", ...TWO, "--match", "case").stderr).toBe(
      'maskscore: t/A.png and t/a.png are masks of one name by "case", "a": which of them is meant cannot be told; choose with --truth-glob\n',
    );
  });
});

describe("--list", () => {
  const images = (stdout: string): string[] =>
    (JSON.parse(stdout) as { perImage: { id: string }[] }).perImage.map(({ id }) => id);
  const list = (content: string, ...args: readonly string[]): Ran => {
    workspace.write("val.txt", content);
    return run("score", "t", "p", ...TWO, "--list", "val.txt", "--json", "--per-image", ...args);
  };

  it.each([
    ["stems, as VOC's", "2007_01\n2007_03\n"],
    [
      "files' names, with lines' ends of Windows and a byte order mark",
      "\ufeff2007_01.png\r\n2007_03.png\r\n",
    ],
    ["paths from the data set's root", "/SegmentationClassAug/2007_01.png\nx/./2007_03.png"],
    ["two columns by a tab", "img/2007_01.jpg\tgt/2007_01.png\nimg/2007_03.jpg\tgt/2007_03.png\n"],
    ["two columns by a blank", "/img/2007_01.jpg /gt/2007_01.png\n/img/2007_03.jpg /gt/2007_03.png\n"],
    ["columns by commas, one of them a number", "0,2007_01\n1,2007_03\n"],
    ["a comment, an empty line and a name twice", "# val\n\n2007_03\n2007_01\n2007_03\n"],
  ])("of %s", (_, content) => {
    masks(["2007_01.png", "2007_02.png", "2007_03.png"], ["2007_01.png", "2007_03.png", "other.png"]);
    const { status, stdout, stderr } = list(content);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(images(stdout)).toEqual(["2007_01", "2007_03"]);
  });

  it("of Cityscapes' two columns", () => {
    const files = ["ulm/ulm_1", "ulm/ulm_2"];
    masks(
      files.map((name) => `${name}_gtFine_labelIds.png`),
      files.map((name) => `${name.slice(4)}_leftImg8bit.png`),
    );
    workspace.write(
      "val.txt",
      "leftImg8bit/val/ulm/ulm_2_leftImg8bit.png\tgtFine/val/ulm/ulm_2_gtFine_labelIds.png\n",
    );
    const { status, stdout } = run(
      "score",
      "t",
      "p",
      "--dataset",
      "cityscapes",
      "--list",
      "val.txt",
      "--json",
      "--per-image",
    );
    expect(status).toBe(0);
    expect(images(stdout)).toEqual(["ulm/ulm_2"]);
  });

  it.each([
    [
      "1\n9\n8\n",
      "val.txt: t has no mask for 2 of its 3 names: 9 (line 2), 8 (line 3); pass --allow-missing to score the others",
    ],
    ["x\n", "val.txt: t has no mask for 1 of its 1 names: x (line 1); the first mask there is a/1.png"],
    [
      "0001\n0002\n",
      "val.txt: t has no mask for 2 of its 2 names: 0001 (line 1), 0002 (line 2); pass --match number, which pairs all 2: 0001 with t/a/1.png, 0002 with t/a/2.png",
    ],
    ["\n# nothing\n", "val.txt: holds no name"],
    [
      "1\n2\n3\n",
      'val.txt: line 3, "3", stands for t/a/3.png and t/b/3.png: write the folder before it, too',
    ],
    [
      "1\n2 1\n",
      'val.txt: line 2, "2 1", stands for t/a/2.png and t/a/1.png: write the folder before it, too',
    ],
  ])("%j is refused", (content, message) => {
    const names = ["a/1.png", "a/2.png", "a/3.png", ...(content.includes("3") ? ["b/3.png"] : [])];
    masks(names, names);
    const { status, stderr } = list(content);
    expect(stderr).toBe(`maskscore: ${message}\n`);
    expect(status).toBe(1);
  });

  it("follows its cure, and with --allow-missing scores the others", () => {
    masks(["a/1.png", "a/2.png"], ["a/1.png", "a/2.png"]);
    expect(list("0001\n", "--match", "number").status).toBe(0);
    const { status, stdout, stderr } = list("1\n9\n", "--allow-missing");
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: "maskscore: not scored: val.txt: t has no mask for 1 of its 2 names: 9 (line 2)\n",
    });
    expect(images(stdout)).toEqual(["a/1"]);
  });

  it("a listed truth without a prediction stops the run", () => {
    masks(["1.png", "2.png"], ["1.png"]);
    expect(list("1\n2\n").stderr).toMatch(
      /^maskscore: p has no mask for 1 of the 2 in t: t\/2\.png; pass --allow-missing/,
    );
    expect(list("1\n").status).toBe(0);
  });

  it("is of folders", () => {
    masks(["1.png"], ["1.png"]);
    workspace.write("val.txt", "1");
    expect(run("score", "t/1.png", "p/1.png", ...TWO, "--list", "val.txt")).toMatchObject({ status: 2 });
  });
});

describe("--pairs as a table", () => {
  const table = (content: string | Uint8Array, ...args: readonly string[]): Ran => {
    workspace.write("lists/pairs.csv", content);
    return run("score", ...TWO, "--pairs", "lists/pairs.csv", "--json", "--per-image", ...args);
  };

  it.each([
    ["a heading", "truth,prediction\n../t/a.png,../p/b.png\n", "../t/a"],
    ["no heading", "../t/a.png,../p/b.png\n", "../t/a"],
    [
      "columns in another order, ids, Windows' ends of lines",
      "\ufeffid,Prediction,Truth\r\none,../p/b.png,../t/a.png\r\n",
      "one",
    ],
    ["quotes", 'truth,prediction,id\n"../t/a.png","../p/b.png","say ""hi"", you"\n', 'say "hi", you'],
    ["tabs", "truth\tprediction\tid\n../t/a.png\t../p/b.png\t1\n", "1"],
    ["semicolons", "truth;prediction;id\n../t/a.png;../p/b.png;1\n", "1"],
    ["a cluster", "truth,prediction,cluster\n../t/a.png,../p/b.png,x\n", "../t/a"],
    ["blanks", "../t/a.png ../p/b.png\n\n", "../t/a"],
    ["an id that is left out", "truth,prediction,id\n../t/a.png,../p/b.png,\n", "../t/a"],
  ])("with %s", (_, content, id) => {
    masks(["a.png"], ["b.png"]);
    const { status, stdout, stderr } = table(content);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ meanIou: 1, perImage: [{ id }] });
  });

  it("in UTF-16, as spreadsheets save text", () => {
    masks(["a.png"], ["b.png"]);
    const content = Buffer.from("\ufefftruth\tprediction\r\n../t/a.png\t../p/b.png\r\n", "utf16le");
    expect(table(content)).toMatchObject({ status: 0, stderr: "" });
  });

  it.each([
    ["\n", "the list of pairs is empty"],
    ["truth,prediction\n", "the list of pairs is empty"],
    ["a.png\n", 'line 1 expected truth, prediction, id (the id may be left out), got "a.png"'],
    ["truth,prediction\na.png,b.png,c,d\n", 'line 2 expected truth, prediction, got "a.png,b.png,c,d"'],
    ["truth,prediction\na.png,\n", 'line 2 expected truth, prediction, got "a.png,"'],
    [
      "truth,prediction,fold\na.png,b.png,1\n",
      "the columns are truth, prediction, id, cluster, got fold, too",
    ],
    [
      "image,mask\na.png,b.png\n",
      'line 1 is no pair of files; as a heading it must have "truth" and "prediction", got "image,mask"',
    ],
    [
      "a.png,b.png,1,x\n",
      'line 1 expected truth, prediction, id (the id may be left out), got "a.png,b.png,1,x"',
    ],
    [
      "truth,prediction,cluster\na.png,b.png,x\nc.png,d.png,\n",
      "line 3 has no cluster, and the one before has one: give one to every pair or to none",
    ],
    ["a.png,b.png\n\na.npy,c.png\n", 'line 1 and line 3 have one id, "a": give each an id of its own'],
    ['truth,prediction\n"a.png,b.png\n', "line 2: a quote is opened and never closed"],
  ])("%j is refused", (content, message) => {
    const { status, stderr } = table(content);
    expect(stderr).toBe(`maskscore: lists/pairs.csv: ${message}\n`);
    expect(status).toBe(1);
  });
});
