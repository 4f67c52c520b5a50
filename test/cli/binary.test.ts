import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../bench/npy.js";
import { maskscore } from "../helpers/command.js";
import type { Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(["score", ...args], workspace.folder);

interface Binary {
  readonly confusionMatrix: number[][];
  readonly ignoredCount: number;
  readonly ignoreIndex: number | null;
  readonly meanIou: number;
  readonly classes: { readonly name: string }[];
}

function scored(...args: readonly string[]): Binary {
  const { status, stdout, stderr } = run(...args, "--binary", "--json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as Binary;
}

const MATRIX = [
  [1, 1],
  [0, 2],
];

describe("--binary", () => {
  it("takes void, names, excluded classes and groups from --classes", () => {
    workspace.write("t.png", png(Uint8Array.of(0, 0, 7, 7, 255, 255), 2));
    workspace.write("p.png", png(Uint8Array.of(0, 255, 255, 255, 255, 0), 2));
    workspace.write(
      "c.json",
      JSON.stringify({ ignoreIndex: 255, classNames: ["sky", "cloud"], excludeClasses: ["sky"] }),
    );
    const json = scored("t.png", "p.png", "--classes", "c.json");
    // Void is tested on the truth only: 255 of the prediction is foreground.
    expect(json).toMatchObject({
      confusionMatrix: MATRIX,
      ignoredCount: 2,
      ignoreIndex: 255,
      meanIou: 2 / 3,
    });
    expect(json.classes.map(({ name }) => name)).toEqual(["sky", "cloud"]);
    // The option goes before the file.
    const option = scored("t.png", "p.png", "--classes", "c.json", "--ignore-index", "7");
    expect(option).toMatchObject({
      confusionMatrix: [
        [1, 1],
        [1, 1],
      ],
      ignoredCount: 2,
      ignoreIndex: 7,
    });
  });

  it.each([
    [{ numClasses: 3 }, /--binary is of 2 classes, and --classes has 3; /],
    [{ classNames: ["a", "b", "c"] }, /--binary is of 2 classes, and --classes has 3; /],
    [{ labelMapping: { groundTruth: { 0: 0 } } }, /--binary and the labelMapping of --classes both say/],
    [{ ignoreIndex: 1 }, /--binary expected an ignored label other than 1, which is foreground/],
  ])("refuses a classes file with %j", (content, message) => {
    workspace.write("t.png", png(Uint8Array.of(0, 1), 2));
    workspace.write("c.json", JSON.stringify(content));
    const { status, stdout, stderr } = run("t.png", "t.png", "--binary", "--classes", "c.json");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it("takes any one value but 0 for foreground: 16 bits, large and negative labels", () => {
    workspace.write("t.png", png(Uint16Array.of(0, 0, 65535, 65535), 2));
    workspace.write("large.npy", encodeNpy("<i4", [2, 2], Int32Array.of(0, 1_000_000, 1_000_000, 1_000_000)));
    workspace.write("negative.npy", encodeNpy("<i8", [2, 2], BigInt64Array.of(0n, -1n, -1n, -1n)));
    for (const prediction of ["large.npy", "negative.npy"]) {
      expect(scored("t.png", prediction).confusionMatrix).toEqual(MATRIX);
    }
    workspace.write("t.npy", encodeNpy("<i8", [2, 2], BigInt64Array.of(0n, -1n, -1n, 1n)));
    workspace.write("p.npy", encodeNpy("<i8", [2, 2], BigInt64Array.of(0n, -1n, 0n, -1n)));
    expect(scored("t.npy", "p.npy", "--ignore-index", "-1")).toMatchObject({
      confusionMatrix: [
        [1, 0],
        [0, 1],
      ],
      ignoredCount: 2,
    });
  });

  it("survives a state and a page", () => {
    workspace.write("t.png", png(Uint16Array.of(0, 0, 65535, 65535), 2));
    const { status, stderr } = run("t.png", "t.png", "--binary", "--state", "a.state", "--html", "a.html");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(run("t.png", "t.png", "--binary", "--resume", "a.state").stderr).toBe(
      "maskscore: going on from a.state: 1 of 1 images are counted\n",
    );
  });
});

describe("labels that a data set does not have are spoken of in its own words", () => {
  it("predictions of ADE20K are expected as 0..149", () => {
    workspace.write("t.png", png(Uint8Array.of(0, 1, 150, 2), 2));
    workspace.write("p.png", png(Uint8Array.of(0, 1, 150, 2), 2));
    const { status, stderr } = run("t.png", "p.png", "--dataset", "ade20k");
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^maskscore: p\.png: label 150 at pixel 2 \(x 0, y 1\) is no class of ADE20K: predictions are expected as 0\.\.149, .*subtract 1\n$/,
    );
  });

  it("Cityscapes has ids, or train ids", () => {
    workspace.write("t.png", png(Uint8Array.of(7, 40), 2));
    workspace.write("p.png", png(Uint8Array.of(7, 19), 2));
    workspace.write("q.png", png(Uint8Array.of(0, 19), 2));
    const truth = run("t.png", "p.png", "--dataset", "cityscapes").stderr;
    expect(truth).toMatch(/t\.png: label 40 at pixel 1 .* is no label id of Cityscapes/);
    workspace.write("t.png", png(Uint8Array.of(7, 7), 2));
    expect(run("t.png", "q.png", "--dataset", "cityscapes").stderr).toMatch(
      /q\.png: label 0 .*pass --train-ids/,
    );
    const train = run("t.png", "q.png", "--dataset", "cityscapes", "--train-ids").stderr;
    expect(train).toMatch(/q\.png: label 19 at pixel 1 .* is no train id of Cityscapes, 0\.\.18\n$/);
    for (const text of [truth, train]) expect(text).not.toContain("labelMapping");
  });
});
