import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../bench/npy.js";
import { maskscore } from "../helpers/command.js";
import type { Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);

interface Scored {
  readonly confusionMatrix: number[][];
  readonly ignoredCount: number;
  readonly meanIou: number;
  readonly findings: readonly { readonly code: string; readonly message: string }[];
}

function scored(...args: readonly string[]): Scored {
  const { status, stdout, stderr } = run("score", ...args, "--json");
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as Scored;
}

const COLOURS = [
  [0, 0, 0],
  [255, 0, 0],
  [0, 0, 255],
];

/** RGBA of labels; undefined is transparent, in the colour of class 0. */
function rgba(labels: readonly (number | undefined)[], shift = 0): Uint8Array {
  const pixels = labels.flatMap((label) => {
    const colour = (COLOURS[label ?? 0] as number[]).map((part) => Math.abs(part - shift));
    return [...colour, label === undefined ? 0 : 255];
  });
  return encode({ width: labels.length, height: 1, channels: 4, depth: 8, data: Uint8Array.from(pixels) });
}

const OPTIONS = ["--palette", "pal.json", "--num-classes", "3"];

function writePalette(): void {
  workspace.write("pal.json", JSON.stringify(["#000000", "#ff0000", "#0000ff"]));
}

describe("--alpha void", () => {
  it("leaves out transparent pixels of the truth, and says how many", () => {
    writePalette();
    workspace.write("t.png", rgba([0, 1, 2, undefined, undefined]));
    workspace.write("p.png", png(Uint8Array.of(0, 1, 1, 1, 1), 5));
    const refused = run("score", "t.png", "p.png", ...OPTIONS);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("pass --alpha void if pixels of alpha 0 are unlabelled");
    for (const alpha of ["void", "truth=void", "truth=void,prediction=error"]) {
      const { confusionMatrix, ignoredCount, findings } = scored(
        "t.png",
        "p.png",
        ...OPTIONS,
        "--alpha",
        alpha,
      );
      expect({ confusionMatrix, ignoredCount }).toEqual({
        confusionMatrix: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 1, 0],
        ],
        ignoredCount: 2,
      });
      expect(findings).toContainEqual(
        expect.objectContaining({
          code: "declared-void",
          message: "t.png: void, as declared: 2 pixels of alpha 0",
        }),
      );
    }
    expect(run("score", "t.png", "p.png", ...OPTIONS, "--alpha", "prediction=void").status).toBe(1);
    expect(run("score", "t.png", "p.png", ...OPTIONS, "--alpha", "truth").stderr).toContain("void or error");
    expect(run("score", "t.png", "p.png", ...OPTIONS, "--alpha", "truth=void,truth=error").status).toBe(2);
  });

  it("of a prediction follows --void-predictions, and is void under the truth's void", () => {
    writePalette();
    workspace.write("t.png", png(Uint8Array.of(0, 1, 2, 255), 4));
    workspace.write("p.png", rgba([0, undefined, 2, undefined]));
    const options = [...OPTIONS, "--alpha", "void", "--ignore-index", "255"];
    const refused = run("score", "t.png", "p.png", ...options);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(
      "p.png: the pixel at pixel 1 (x 1, y 0) is void, being of alpha 0, and is predicted where the truth has a class; pass --void-predictions miss to count it as missed",
    );
    const { confusionMatrix, ignoredCount, meanIou } = scored(
      "t.png",
      "p.png",
      ...options,
      "--void-predictions",
      "miss",
    );
    expect({ ignoredCount, meanIou }).toEqual({ ignoredCount: 1, meanIou: 2 / 3 });
    expect(confusionMatrix).toEqual([
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 1],
    ]);
    // Void is no foreground either.
    const binary = ["--palette", "pal.json", "--binary", "--alpha", "void", "--ignore-index", "255"];
    workspace.write("b.png", png(Uint8Array.of(0, 1, 1, 255), 4));
    workspace.write("q.png", rgba([0, undefined, 1, undefined]));
    expect(scored("b.png", "q.png", ...binary, "--void-predictions", "miss")).toMatchObject({
      confusionMatrix: [
        [1, 0],
        [0, 1],
      ],
    });
    workspace.write("u.png", rgba([0, undefined, 1, undefined]));
    workspace.write("v.png", png(Uint8Array.of(0, 1, 1, 1), 4));
    expect(scored("u.png", "v.png", ...binary)).toMatchObject({ ignoredCount: 2, meanIou: 1 });
  });

  it("is told by inspect, of files of either side", () => {
    writePalette();
    workspace.write("t.png", rgba([0, 1, undefined, undefined]));
    const told = run("inspect", "t.png", "--palette", "pal.json", "--alpha", "void");
    expect(told.stdout).toContain("void: 2 pixels of alpha 0");
    expect(told.stdout).not.toContain("-2147483648");
    const other = run(
      "inspect",
      "t.png",
      "--palette",
      "pal.json",
      "--alpha",
      "prediction=void",
      "--divide",
      "truth=256",
    );
    expect(other).toMatchObject({ status: 2 });
    expect(other.stderr).toContain("inspect looks at files of no side");
  });
});

describe("--nearest-colour and --unlisted-colours", () => {
  it("move colours, count them, or make them void", () => {
    writePalette();
    workspace.write("t.png", rgba([0, 1, 2, 2]));
    workspace.write("p.png", rgba([0, 1, 1, 2], 6));
    const refused = run("score", "t.png", "p.png", ...OPTIONS);
    expect(refused.stderr).toContain(
      "pass --nearest-colour 20 to take it for the nearest colour within that distance",
    );
    const moved = scored("t.png", "p.png", ...OPTIONS, "--nearest-colour", "20");
    expect(moved.confusionMatrix).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 1],
    ]);
    expect(moved.findings.map(({ message }) => message)).toContain(
      "p.png: 4 pixels of colours that the palette lacks were taken for the nearest in it, at most 10.4 away",
    );
    const missed = scored(
      "t.png",
      "p.png",
      ...OPTIONS,
      "--unlisted-colours",
      "void",
      "--void-predictions",
      "miss",
    );
    expect(missed.meanIou).toBe(0);
    const truth = scored(
      "p.png",
      "t.png",
      ...OPTIONS,
      "--unlisted-colours",
      "void",
      "--nearest-colour",
      "5",
      "--keep-going",
    );
    expect(truth.ignoredCount).toBe(4);
  });

  it.each([
    [["--rgb-ids"], "--nearest-colour expected a palette beside it, got colours that are ids"],
    [[], "--nearest-colour expected a palette beside it, got none; say which label each colour is"],
  ])("want a palette: %j", (options, message) => {
    workspace.write("t.png", rgba([0]));
    const { status, stderr } = run(
      "score",
      "t.png",
      "t.png",
      "--num-classes",
      "3",
      "--nearest-colour",
      "9",
      ...options,
    );
    expect({ status, said: stderr.includes(message) }, stderr).toEqual({ status: 2, said: true });
  });
});

describe("--divide", () => {
  const ids = Uint16Array.of(0, 1, 999, 1000, 1001, 2999, 26_001, 33_000);

  it("by 1000 keeps ids below it, by 256 divides all", () => {
    workspace.write("ids.png", png(ids, 8));
    workspace.write(
      "c.json",
      JSON.stringify({
        labelMapping: { groundTruth: { 0: 0, 1: 1, 2: 2, 26: 3, 33: 4, 999: null } },
        numClasses: 5,
      }),
    );
    workspace.write("p.png", png(Uint8Array.of(0, 1, 4, 1, 1, 2, 3, 4), 8));
    const cityscapes = scored("ids.png", "p.png", "--classes", "c.json", "--divide", "truth=1000");
    expect(cityscapes).toMatchObject({ meanIou: 1, ignoredCount: 1 });
    const told = JSON.parse(run("inspect", "ids.png", "--divide", "256", "--json").stdout) as [
      { labels: { label: number }[] },
    ];
    expect(told[0].labels.map(({ label }) => label)).toEqual([0, 3, 11, 101, 128]);
    const mapillary = Uint16Array.of(0, 255, 256, 511, 65 * 256, 65 * 256 + 3);
    workspace.write("m.png", png(mapillary, 6));
    workspace.write("q.png", png(Uint8Array.of(0, 0, 1, 1, 65, 65), 6));
    expect(scored("m.png", "q.png", "--num-classes", "66", "--divide", "truth=256")).toMatchObject({
      meanIou: 1,
    });
    // The ignored label is a class's, after the division.
    expect(
      scored("m.png", "q.png", "--num-classes", "66", "--divide", "truth=256", "--ignore-index", "65"),
    ).toMatchObject({ ignoredCount: 2 });
  });

  it("on both sides, and with --dataset cityscapes", () => {
    workspace.write("t/a_gtFine_instanceIds.png", png(Uint16Array.of(7, 26_000, 24_001, 0), 4));
    workspace.write("p/a.png", png(Uint16Array.of(7, 26_003, 24_000, 1), 4));
    const { meanIou, ignoredCount } = scored(
      ...["t", "p", "--dataset", "cityscapes", "--divide", "1000"],
      ...["--truth-glob", "**/*_instanceIds.png", "--strip", "_gtFine_instanceIds"],
    );
    expect({ meanIou, ignoredCount }).toEqual({ meanIou: 1, ignoredCount: 1 });
  });

  it("is of labels: scores are refused, with the side that can be meant", () => {
    workspace.write("t.png", png(Uint16Array.of(1000, 0), 2));
    workspace.write("p.npy", encodeNpy("<f4", [1, 2, 2], Float32Array.of(0, 1, 1, 0)));
    const { stderr } = run("score", "t.png", "p.npy", "--divide", "1000");
    expect(stderr).toContain("p.npy holds no labels");
    expect(stderr).toContain("pass --divide truth=1000 where only that side has ids of instances");
    expect(scored("t.png", "p.npy", "--divide", "truth=1000")).toMatchObject({ meanIou: 1 });
  });
});

describe("--resize prediction", () => {
  const truth = Uint8Array.of(0, 0, 1, 1, 2, 2, 1, 1);
  const small = Uint8Array.of(0, 1);

  it("brings the prediction to the truth's size, says so, and is nothing that is done unasked", () => {
    workspace.write("t.png", png(truth, 4));
    workspace.write("p.png", png(small, 2));
    const refused = run("score", "t.png", "p.png", "--num-classes", "3");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(
      "p.png is 2 x 1 pixels, but t.png is 4 x 2; a pair must have one size; pass --resize prediction to bring it",
    );
    const { confusionMatrix, findings } = scored(
      ...["t.png", "p.png", "--num-classes", "3", "--resize", "prediction"],
    );
    expect(confusionMatrix).toEqual([
      [2, 0, 0],
      [0, 4, 0],
      [2, 0, 0],
    ]);
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: "resized",
        message: "p.png: resized from 2 x 1 to 4 x 2 pixels, by nearest neighbour, as was asked for",
      }),
    );
    const surfaces = run(
      ...["score", "t.png", "p.png", "--num-classes", "3", "--resize", "prediction"],
      ...["--task", "boundary", "--json"],
    );
    expect(surfaces.status).toBe(0);
  });

  it("names a wrong label's place in the prediction's own file", () => {
    workspace.write("t.png", png(truth, 4));
    workspace.write("p.png", png(Uint8Array.of(0, 7), 2));
    const { stderr } = run("score", "t.png", "p.png", "--num-classes", "3", "--resize", "prediction");
    expect(stderr).toContain("p.png: label 7 at pixel 1 (x 1, y 0)");
  });

  it("keeps in the state how files were read", () => {
    workspace.write("t.png", png(truth, 4));
    workspace.write("p.png", png(small, 2));
    const base = ["score", "t.png", "p.png", "--num-classes", "3"];
    expect(run(...base, "--resize", "prediction", "--state", "s.bin").status).toBe(0);
    const other = run(...base, "--resume", "s.bin");
    expect(other.status).not.toBe(0);
    expect(other.stderr).toContain("how the files are read");
    expect(run("show", "s.bin").stdout).toContain("predictions resized to the truth, nearest neighbour");
  });
});

describe("a folder without masks", () => {
  it.each([
    ["scan.dcm", "x", "scan.dcm is a DICOM file, which is not read"],
    ["IM0001", `${"\0".repeat(128)}DICM`, "IM0001 is a DICOM file, which is not read"],
    ["a.txt", "0 0.51 0.5 0.6 0.6 0.7 0.1\n", "a.txt is a text file of outlines or boxes, as YOLO's"],
    ["a.json", "{}", "a.json is a JSON file"],
  ])("of %s says what it holds", (name, content, message) => {
    workspace.write(`t/${name}`, content);
    workspace.write("p/a.png", png(Uint8Array.of(0), 1));
    for (const args of [
      ["score", "t", "p", "--num-classes", "2"],
      ["inspect", "t"],
    ]) {
      const { status, stderr } = run(...args);
      expect({ status, said: stderr.includes(message) }, stderr).toEqual({ status: 1, said: true });
    }
  });
});

describe("a state knows how its files were read", () => {
  it("and is gone on with, merged and compared only where they are read so", () => {
    workspace.write("t/a.png", png(Uint16Array.of(0, 1, 1001), 3));
    workspace.write("p/a.png", png(Uint8Array.of(0, 1, 1), 3));
    const base = ["score", "t", "p", "--num-classes", "2"];
    const divided = [...base, "--divide", "truth=1000"];
    expect(run(...divided, "--state", "s.bin").status).toBe(0);
    expect(run(...divided, "--resume", "s.bin").status).toBe(0);
    const other = run(...base, "--resume", "s.bin");
    expect(other.status).toBe(1);
    expect(other.stderr).toContain("how the files are read");
    const saved = JSON.parse(run("show", "s.bin", "--json").stdout) as { reading: string };
    expect(saved.reading).toBe("ids divided by 1000 in the truth");
    expect(run("show", "s.bin").stdout).toContain("ids divided by 1000 in the truth");
  });
});
