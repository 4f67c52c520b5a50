import { describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import type { Ran } from "../helpers/project.js";
import { rawPng, rawTiff } from "../helpers/maskFiles.js";
import { useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);

interface Scores {
  readonly confusionMatrix: number[][];
  readonly ignoredCount: number;
}

function scored(...args: readonly string[]): Scores {
  const { status, stdout, stderr } = run("score", ...args, "--json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const { confusionMatrix, ignoredCount } = JSON.parse(stdout) as Scores;
  return { confusionMatrix, ignoredCount };
}

function refused(...args: readonly string[]): string {
  const { status, stdout, stderr } = run("score", ...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  return stderr;
}

/** Follows the cure of an error to the letter. */
function cureOf(message: string, which: string): string[] {
  const [, choice] = new RegExp(`pass (--low-bits \\S*${which}\\S*)`).exec(message) ?? [];
  expect(choice, message).toBeDefined();
  return (choice as string).split(" ");
}

const grey = (numbers: number[], width: number, depth = 8): Uint8Array => rawPng(numbers, width, { depth });
const greyTiff = (numbers: number[], width: number, bits = 8): Uint8Array =>
  rawTiff({ width, numbers, bits });

describe.each([
  ["png", grey],
  ["tif", greyTiff],
] as const)("%s of few bits", (ending, make) => {
  it.each([1, 2, 4])("whose void is stored in %d bits asks, and is right by the cure", (bits) => {
    const top = 2 ** bits - 1;
    workspace.write(`t8.${ending}`, make([0, 0, 255, 255], 2));
    workspace.write(`t.${ending}`, make([0, 0, top, top], 2, bits));
    workspace.write(`p.${ending}`, make([0, 1, 1, 0], 2));
    const rest = [`p.${ending}`, "--num-classes", "2", "--ignore-index", "255"];
    const right = scored(`t8.${ending}`, ...rest);
    expect(right).toEqual({
      confusionMatrix: [
        [1, 1],
        [0, 0],
      ],
      ignoredCount: 2,
    });
    const message = refused(`t.${ending}`, ...rest);
    expect(message).toMatch(`t.${ending}: grey of ${bits} bit`);
    expect(message).toMatch("as stored, no pixel of it can be void, which is 255");
    // Likelier, as the void would be lost else.
    expect(message).not.toMatch(/--low-bits raw.*--low-bits scaled/);
    expect(scored(`t.${ending}`, ...rest, ...cureOf(message, "scaled"))).toEqual(right);
  });

  it("asks where a mapping has both readings, and where it has one only, offers that", () => {
    workspace.write(`t.${ending}`, make([0, 1, 1, 0], 2, 1));
    workspace.write(`p.${ending}`, make([0, 1, 1, 1], 2));
    const classes = (groundTruth: object): void => {
      const labelMapping = { groundTruth, prediction: { 0: 0, 1: 1 } };
      workspace.write("c.json", JSON.stringify({ numClasses: 2, labelMapping }));
    };
    classes({ 0: 0, 255: 1 });
    const message = refused(`t.${ending}`, `p.${ending}`, "--classes", "c.json");
    expect(message).not.toMatch("raw");
    const cure = cureOf(message, "scaled");
    expect(scored(`t.${ending}`, `p.${ending}`, "--classes", "c.json", ...cure).confusionMatrix).toEqual([
      [1, 1],
      [0, 2],
    ]);
    classes({ 0: 0, 1: null, 255: 1 });
    expect(refused(`t.${ending}`, `p.${ending}`, "--classes", "c.json")).toMatch(
      /--low-bits raw.*--low-bits scaled/,
    );
  });

  it("asks where a threshold parts the readings, and not where it does not", () => {
    workspace.write(`t.${ending}`, make([0, 3, 3, 0], 2, 2));
    workspace.write(`p.${ending}`, make([0, 200, 255, 200], 2));
    const message = refused(`t.${ending}`, `p.${ending}`, "--threshold", "127");
    expect(message).toMatch("whose 3 at pixel 1 (x 1, y 0) can be the label 3, or 255");
    const cure = cureOf(message, "scaled");
    const matrix = [
      [1, 1],
      [0, 2],
    ];
    const both = [`t.${ending}`, `p.${ending}`];
    expect(scored(...both, "--threshold", "127", ...cure).confusionMatrix).toEqual(matrix);
    expect(scored(...both, "--threshold", "truth=0,prediction=127").confusionMatrix).toEqual(matrix);
    workspace.write(`p1.${ending}`, make([0, 1, 1, 1], 2, 1));
    expect(scored(`t.${ending}`, `p1.${ending}`, "--binary").confusionMatrix).toEqual(matrix);
  });

  it("is taken as stored where only that gives classes, and no file has other bits", () => {
    workspace.write(`t/a.${ending}`, make([0, 1, 1, 0], 2, 1));
    workspace.write(`t/b.${ending}`, make([0, 1, 1, 0], 2, 1));
    workspace.write(`p/a.${ending}`, make([0, 1, 1, 1], 2, 1));
    workspace.write(`p/b.${ending}`, make([0, 0, 0, 0], 2, 1));
    expect(scored("t", "p", "--num-classes", "2").confusionMatrix).toEqual([
      [3, 1],
      [2, 2],
    ]);
  });

  it.each([
    ["t/b", "truth"],
    ["p/b", "prediction"],
    ["p/a", "the same pair"],
  ])("asks where %s has other bits: a file of %s", (other) => {
    for (const name of ["t/a", "t/b", "p/a", "p/b"]) {
      workspace.write(`${name}.${ending}`, make([0, 1, 1, 0], 2, name === other ? 8 : 1));
    }
    const message = refused("t", "p", "--num-classes", "2");
    expect(message).toMatch(`t/a.${ending}: grey of 1 bit`);
    expect(message).toMatch(`${other}.${ending} has 8 bits`);
    const result = run("score", "t", "p", "--num-classes", "2", ...cureOf(message, "raw"), "--json");
    expect(result.status).toBe(0);
    const { confusionMatrix } = JSON.parse(result.stdout) as Scores;
    expect(confusionMatrix).toEqual([
      [4, 0],
      [0, 4],
    ]);
  });

  it("does not ask for a file that is the same by both readings", () => {
    workspace.write(`t/a.${ending}`, make([0, 0, 0, 0], 2, 1));
    workspace.write(`t/b.${ending}`, make([0, 1, 255, 0], 2));
    workspace.write(`p/a.${ending}`, make([0, 1, 1, 0], 2));
    workspace.write(`p/b.${ending}`, make([0, 1, 1, 0], 2));
    expect(scored("t", "p", "--num-classes", "2", "--ignore-index", "255")).toEqual({
      confusionMatrix: [
        [4, 2],
        [0, 1],
      ],
      ignoredCount: 1,
    });
  });

  it("tells the same in inspect", () => {
    workspace.write(`t.${ending}`, make([0, 3, 3, 0], 2, 2));
    const told = run("inspect", `t.${ending}`, "--num-classes", "4", "--ignore-index", "255").stdout;
    expect(told).toMatch(
      /error +grey of 2 bits: its 3 is 255 .* pass --low-bits raw, or pass --low-bits scaled/,
    );
    expect(run("inspect", `t.${ending}`, "--low-bits", "scaled", "--json").stdout).toMatch('"label": 255');
    expect(run("inspect", `t.${ending}`, "--low-bits", "truth=raw,prediction=raw").status).toBe(2);
  });
});

it("a choice for each side reads each by its own", () => {
  workspace.write("t.png", grey([0, 1, 1, 0], 2, 1));
  workspace.write("p.png", grey([0, 1, 0, 1], 2, 1));
  const message = refused("t.png", "p.png", "--num-classes", "2", "--ignore-index", "255");
  const choice = cureOf(message, "truth=scaled");
  expect(choice).toEqual(["--low-bits", "truth=scaled,prediction=raw"]);
  expect(scored("t.png", "p.png", "--num-classes", "2", "--ignore-index", "255", ...choice)).toEqual({
    confusionMatrix: [
      [1, 1],
      [0, 0],
    ],
    ignoredCount: 2,
  });
});

it("no data of a TIFF is scaled with its greys", () => {
  workspace.write("t.tif", rawTiff({ width: 2, numbers: [0, 3, 1, 0], bits: 2, nodata: "3" }));
  workspace.write("p.png", grey([0, 85, 85, 0], 2));
  const classes = {
    numClasses: 2,
    labelMapping: { groundTruth: { 0: 0, 85: 1 }, prediction: { 0: 0, 85: 1 } },
  };
  workspace.write("c.json", JSON.stringify(classes));
  expect(scored("t.tif", "p.png", "--classes", "c.json", "--low-bits", "scaled")).toEqual({
    confusionMatrix: [
      [2, 0],
      [0, 1],
    ],
    ignoredCount: 1,
  });
});

it("other files are scored with --keep-going, whatever the order and the number of threads", () => {
  for (let i = 0; i < 20; i++) {
    workspace.write(`t/${i}.png`, grey([0, 1, 1, 0], 2, i % 5 === 0 ? 1 : 8));
    workspace.write(`p/${i}.png`, grey([0, 1, 1, 1], 2));
  }
  const args = ["score", "t", "p", "--num-classes", "2", "--json", "--keep-going"];
  const [one, four] = ["1", "4"].map((threads) => run(...args, "--threads", threads));
  expect(one?.status).toBe(3);
  const told = JSON.parse(one?.stdout ?? "") as { failures: { file: string }[]; imageCount: number };
  expect(told.failures.map(({ file }) => file)).toEqual(["t/0.png", "t/10.png", "t/15.png", "t/5.png"]);
  const plain = (text = ""): string => text.replace(/"elapsedMs": .*/, "");
  expect(plain(four?.stdout)).toBe(plain(one?.stdout));
});

it("the state records the choice, and goes on with no other", () => {
  workspace.write("t/a.png", grey([0, 1, 1, 0], 2, 1));
  workspace.write("p/a.png", grey([0, 1, 1, 1], 2));
  const args = ["score", "t", "p", "--num-classes", "2", "--ignore-index", "255"];
  expect(run(...args, "--low-bits", "scaled", "--state", "s.state").status).toBe(0);
  const { stderr, status } = run(...args, "--low-bits", "raw", "--resume", "s.state");
  expect(status).toBe(1);
  expect(stderr).toMatch("counted with low bits scaled, and this run is to go on with low bits raw");
  expect(run(...args, "--low-bits", "scaled", "--resume", "s.state").status).toBe(0);
});

it.each(["", "Raw", "truth=raw", "truth=raw,prediction=", "raw,scaled"])("%j is no choice", (choice) => {
  const { status, stderr } = run("score", "t", "p", "--num-classes", "2", "--low-bits", choice);
  expect(status).toBe(2);
  expect(stderr).toMatch("It must be raw or scaled, or one for each side: truth=scaled,prediction=raw.");
});
