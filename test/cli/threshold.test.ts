import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../bench/npy.js";
import { nifti } from "../app/formats/makeFiles.js";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);

interface Json {
  readonly confusionMatrix: number[][];
  readonly ignoredCount: number;
  readonly foregroundAbove: unknown;
}

function scored(...args: readonly string[]): Json {
  const { status, stdout, stderr } = run("score", ...args, "--json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as Json;
}

function refused(...args: readonly string[]): string {
  const { status, stdout, stderr } = run("score", ...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^maskscore: [^\n]*\n$/);
  return stderr;
}

/** The options that a message tells to pass, one after the other. */
function cures(message: string): string[][] {
  return [...message.matchAll(/pass (--[a-z-]+) ([^ ;\n]+)/g)].map(([, option, value]) => [
    option as string,
    value as string,
  ]);
}

const golden = (name: string): string => {
  workspace.write(name, new Uint8Array(readFileSync(`${PROJECT}test/golden/values/${name}`)));
  return name;
};
const floats = (...values: number[]): Uint8Array => encodeNpy("<f4", [2, 3], Float32Array.from(values));

const TRUTH = Uint8Array.of(0, 0, 1, 1, 1, 0);
const GREYS = Uint8Array.of(0, 3, 130, 255, 127, 128);
/** Of GREYS above 127. */
const OF_GREYS = [
  [2, 1],
  [1, 2],
];

describe("--binary", () => {
  it("asks of greys of many values, on either side and on both, and each cure works as it is told", () => {
    workspace.write("mask.png", png(TRUTH, 3));
    workspace.write("grey.png", png(GREYS, 3));
    workspace.write(
      "full.png",
      png(
        TRUTH.map((label) => 255 * label),
        3,
      ),
    );
    const message = refused("mask.png", "grey.png", "--binary");
    expect(message).toBe(
      "maskscore: grey.png holds 6 values (0 at x 0, y 0; 3 at x 1, y 0; 130 at x 2, y 0; ...), and a binary mask has 0 and one other; pass --threshold truth=0,prediction=127 to take what is greater for foreground, or pass --threshold 0 to take everything above 0 for it\n",
    );
    const [greys = [], rest = []] = cures(message);
    expect(scored("mask.png", "grey.png", ...greys).confusionMatrix).toEqual(OF_GREYS);
    // The old rule.
    expect(scored("mask.png", "grey.png", ...rest).confusionMatrix).toEqual([
      [1, 2],
      [0, 3],
    ]);
    const both = cures(refused("full.png", "grey.png", "--binary"))[0] as string[];
    expect(both).toEqual(["--threshold", "127"]);
    expect(scored("full.png", "grey.png", ...both).confusionMatrix).toEqual(OF_GREYS);
    const turned = cures(refused("grey.png", "mask.png", "--binary"))[0] as string[];
    expect(turned).toEqual(["--threshold", "truth=127,prediction=0"]);
    expect(scored("grey.png", "mask.png", ...turned).confusionMatrix).toEqual([
      [2, 1],
      [1, 2],
    ]);
  });

  it("of 16 bits offers half of them, of classes what is above 0, and of the darkest greys 127 as well", () => {
    workspace.write("mask.png", png(TRUTH, 3));
    workspace.write(
      "deep.png",
      png(
        Uint16Array.from(GREYS, (grey) => 257 * grey),
        3,
      ),
    );
    expect(cures(refused("mask.png", "deep.png", "--binary"))[0]).toEqual([
      "--threshold",
      "truth=0,prediction=32767",
    ]);
    workspace.write("classes.png", png(Uint8Array.of(0, 0, 1, 2, 3, 0), 3));
    expect(cures(refused("mask.png", "classes.png", "--binary"))).toEqual([
      ["--threshold", "0"],
      ["--threshold", "truth=0,prediction=127"],
    ]);
  });

  it("is offered where two classes were said and greys are no labels of them", () => {
    workspace.write("mask.png", png(TRUTH, 3));
    workspace.write("grey.png", png(GREYS, 3));
    for (const [files, threshold] of [
      [["grey.png", "mask.png"], "truth=127,prediction=0"],
      [["mask.png", "grey.png"], "truth=0,prediction=127"],
      [["grey.png", "grey.png"], "127"],
    ] as const) {
      const [cure = []] = cures(refused(...files, "--num-classes", "2"));
      expect(cure).toEqual(["--threshold", threshold]);
      expect(run("score", ...files, "--num-classes", "2", ...cure).status).toBe(0);
    }
    // A void label beside two classes is none.
    workspace.write("void.png", png(Uint8Array.of(0, 1, 1, 0, 255, 1), 3));
    expect(refused("void.png", "mask.png", "--num-classes", "2")).not.toContain("--threshold");
  });

  it("tells a predicted void from greys", () => {
    workspace.write("t.png", png(Uint8Array.of(0, 0, 1, 1, 1, 255), 3));
    workspace.write("p.png", png(Uint8Array.of(0, 1, 1, 1, 255, 255), 3));
    const message = refused("t.png", "p.png", "--binary", "--ignore-index", "255");
    expect(message).toContain("255 among them, which is void in the truth, and a binary mask has");
    expect(cures(message)[0]).toEqual(["--void-predictions", "miss"]);
    const missed = scored(
      "t.png",
      "p.png",
      "--binary",
      "--ignore-index",
      "255",
      "--void-predictions",
      "miss",
    );
    expect(missed).toMatchObject({
      confusionMatrix: [
        [1, 1],
        [0, 2],
      ],
      ignoredCount: 1,
    });
  });
});

describe("--threshold", () => {
  it("is of every type on either side, and what equals it is background", () => {
    workspace.write("t.png", png(TRUTH, 3));
    const values = [0, 0.5, 0.75, 1, 0.25, 0.5];
    workspace.write("p.npy", floats(...values));
    workspace.write("p.nii", nifti([2, 3, 2], 16, new Uint8Array(Float32Array.from(values).buffer)));
    const scaled = Uint8Array.from(values, (value) => 4 * value);
    workspace.write("scaled.nii", nifti([2, 3, 2], 2, scaled, { slope: 0.25, intercept: 0 }));
    for (const file of ["p.npy", "p.nii", "scaled.nii"]) {
      expect(scored("t.png", file, "--threshold", "0.5")).toMatchObject({
        confusionMatrix: [
          [3, 0],
          [1, 2],
        ],
        foregroundAbove: { groundTruth: 0.5, prediction: 0.5 },
      });
    }
    expect(scored("t.png", "p.npy", "--threshold", "truth=0,prediction=0.7")).toMatchObject({
      confusionMatrix: [
        [3, 0],
        [1, 2],
      ],
      foregroundAbove: { groundTruth: 0, prediction: 0.7 },
    });
    workspace.write("logits.npy", floats(-2, -0.1, 3, 0.2, -5, 0));
    expect(scored("t.png", "logits.npy", "--threshold", "0").confusionMatrix).toEqual([
      [3, 0],
      [1, 2],
    ]);
  });

  it("reads JPEG, alone and as folders of it, and no photo beside masks", () => {
    const jpg = golden("pillow-grey-q75.jpg");
    const { above } = (
      JSON.parse(readFileSync(`${PROJECT}test/golden/values/expected.json`, "utf8")) as Record<
        string,
        { above: number }
      >
    )[jpg] as { above: number };
    for (const other of ["pillow-rgb-q75.jpg", "pillow-grey-q95-progressive.jpg"]) {
      const { confusionMatrix } = scored(jpg, golden(other), "--threshold", "127");
      expect(confusionMatrix).toEqual([
        [41 * 27 - above, 0],
        [0, above],
      ]);
    }
    const message = refused(jpg, golden("pillow-rgb-q75.jpg"), "--binary");
    expect(cures(message)).toEqual([["--threshold", "127"]]);
    const bytes = readFileSync(`${PROJECT}test/golden/values/${jpg}`);
    workspace.write("t/a.jpg", bytes);
    workspace.write("p/a.JPEG", bytes);
    const folders = refused("t", "p", "--binary");
    expect(folders).toContain(
      "t: holds no file that ends in .png, .npy, .npz, .tif, .nii, .nii.gz, .bmp, .gif, .pgm or .ppm; it has 1 JPEG file",
    );
    expect(cures(folders)).toEqual([["--threshold", "127"]]);
    expect(run("score", "t", "p", "--threshold", "127").status).toBe(0);
    workspace.write("t/b.png", png(TRUTH, 3));
    workspace.write("p2/b.png", png(TRUTH, 3));
    expect(run("score", "t", "p2", "--threshold", "0.5").status).toBe(0);
    expect(refused(jpg, golden("pillow-coloured.jpg"), "--threshold", "127")).toMatch(
      /pillow-coloured\.jpg: a JPEG of colours: .* is no grey; save it in greys/,
    );
  });

  it("of 1 x H x W is asked for on either side and on both", () => {
    workspace.write("t.npy", encodeNpy("|u1", [1, 2, 3], TRUTH));
    const p = encodeNpy("<f4", [1, 2, 3], Float32Array.of(0, 0.5, 0.75, 1, 0.25, 0.5));
    workspace.write("p.npy", p);
    workspace.write("q.npy", p);
    for (const [truth, prediction, more] of [
      ["t.npy", "p.npy", ["--binary"]],
      ["t.npy", "p.npy", ["--num-classes", "2"]],
      ["p.npy", "t.npy", ["--binary"]],
      ["p.npy", "q.npy", ["--num-classes", "2"]],
      ["p.npy", "q.npy", []],
    ] as const) {
      const [cure = []] = cures(refused(truth, prediction, ...more));
      expect(cure).toEqual(["--threshold", "0.5"]);
      expect(run("score", truth, prediction, ...cure).status).toBe(0);
    }
    expect(run("score", "p.npy", "q.npy", "--num-classes", "3").status).toBe(0);
    const { stdout } = run("inspect", "p.npy");
    expect(stdout).toContain(
      "1 x 2 x 3 floats: if they are one value a pixel of 3 x 2 pixels, pass --threshold 0.5 to take what is greater for foreground",
    );
  });

  it("leaves void and no data out before anything is compared", () => {
    workspace.write("t.png", png(Uint8Array.of(0, 0, 1, 1, 255, 255), 3));
    workspace.write("p.npy", floats(0, 0.9, 0.9, 0.2, 0.9, 0));
    expect(scored("t.png", "p.npy", "--threshold", "0.5", "--ignore-index", "255")).toMatchObject({
      confusionMatrix: [
        [1, 1],
        [1, 1],
      ],
      ignoredCount: 2,
    });
    const nan = golden("gdal-nodata-nan.tif");
    const { ignoredCount, confusionMatrix } = scored(
      nan,
      golden("gdal-f32-none-predictor1-little.tif"),
      "--threshold",
      "0.5",
    );
    expect(ignoredCount).toBe(20);
    expect(confusionMatrix[0]?.[1]).toBe(0);
    expect(confusionMatrix[1]?.[0]).toBe(0);
    // What is a number and on a side of the threshold needs a decision, as no data that is a class.
    const lowest = golden("gdal-nodata-9999.tif");
    const asked = refused(lowest, "gdal-f32-none-predictor1-little.tif", "--threshold", "0.5");
    expect(cures(asked)).toEqual([["--nodata", "label"]]);
    const ignored = scored(
      lowest,
      "gdal-f32-none-predictor1-little.tif",
      "--threshold",
      "0.5",
      "--nodata",
      "ignore",
    );
    expect(ignored).toMatchObject({ ignoredCount, confusionMatrix });
  });

  it("names the pixel of a NaN, and no file is misread by a threshold that was meant for the other", () => {
    workspace.write("t.png", png(TRUTH, 3));
    workspace.write("p.npy", floats(0, 0.9, 0.9, NaN, 0.9, 0));
    expect(refused("t.png", "p.npy", "--threshold", "0.5")).toBe(
      "maskscore: p.npy: the value at pixel 3 (x 0, y 1) is NaN, which is on neither side of a threshold; mend it, or have the file name NaN as no data\n",
    );
    workspace.write("grey.png", png(GREYS, 3));
    const misfit = refused("t.png", "grey.png", "--threshold", "127");
    expect(misfit).toContain(
      "t.png holds values of 0 to 1, and the threshold 127 makes one class of all of them",
    );
    const [cure = []] = cures(misfit);
    expect(scored("t.png", "grey.png", ...cure).confusionMatrix).toEqual(OF_GREYS);
    const { stderr } = run("score", "grey.png", "t.png", "--threshold", "127");
    expect(stderr).toMatch(/^maskscore: warning: t\.png: /);
  });

  it.each([
    [["--num-classes", "3"], 2, /--threshold is of 2 classes/],
    [["--dataset", "voc"], 2, /--threshold is of 2 classes/],
    [["--ignore-index", "1"], 2, /--threshold expected an ignored label other than 1/],
  ])("contradicts %j", (more, status, message) => {
    workspace.write("t.png", png(TRUTH, 3));
    const ran = run("score", "t.png", "t.png", "--threshold", "0", ...more);
    expect(ran).toMatchObject({ status, stdout: "" });
    expect(ran.stderr).toMatch(message);
  });

  it("goes with --binary and --num-classes 2, and says nothing of scores of two classes", () => {
    workspace.write("t.png", png(TRUTH, 3));
    workspace.write("grey.png", png(GREYS, 3));
    const threshold = ["--threshold", "truth=0,prediction=127"];
    for (const more of [[], ["--binary"], ["--num-classes", "2"]]) {
      expect(scored("t.png", "grey.png", ...threshold, ...more).confusionMatrix).toEqual(OF_GREYS);
    }
    workspace.write("scores.npy", encodeNpy("<f4", [2, 3, 2], new Float32Array(12)));
    expect(refused("t.png", "scores.npy", "--threshold", "0.5")).toContain(
      "scores.npy holds 2 scores a pixel, of which the highest counts; --threshold is of one value a pixel: leave it out",
    );
    expect(run("score", "t.png", "scores.npy").status).toBe(0);
  });

  it.each(["", "x", "NaN", "Infinity", "truth=1", "prediction=1", "truth=0,prediction=", "1,2", "0x10"])(
    "expects a number, not %j",
    (text) => {
      const { status, stderr } = run("score", "t.png", "t.png", "--threshold", text);
      expect(status).toBe(2);
      expect(stderr).toContain("It must be a number, as 0.5, or one for each side: truth=0,prediction=127.");
    },
  );

  it("is kept by a state, which goes on and merges with the same one only, and is told in every output", () => {
    for (const name of ["a", "b", "c"]) {
      workspace.write(`t/${name}.png`, png(TRUTH, 3));
      workspace.write(`p/${name}.png`, png(GREYS, 3));
      workspace.write(
        `q/${name}.png`,
        png(
          TRUTH.map((label) => 255 * label),
          3,
        ),
      );
    }
    const sides = ["t", "p", "--threshold", "truth=0,prediction=127"];
    const { status } = run(
      "score",
      ...sides,
      "--state",
      "a.state",
      "--html",
      "a.html",
      "--markdown=a.md",
      "--csv=a.csv",
      "--junit=a.xml",
    );
    expect(status).toBe(0);
    expect(run("score", ...sides, "--resume", "a.state").status).toBe(0);
    const other = run("score", "t", "p", "--threshold", "0", "--resume", "a.state");
    expect(other.status).not.toBe(0);
    expect(other.stderr).toContain("the threshold of foreground");
    const words = "above 0 in the truth, above 127 in the prediction";
    expect(run("score", ...sides).stdout).toContain(words);
    for (const file of ["a.html", "a.md"]) {
      expect(readFileSync(`${workspace.folder}/${file}`, "utf8")).toContain(words);
    }
    for (const file of ["a.csv", "a.xml"]) {
      expect(readFileSync(`${workspace.folder}/${file}`, "utf8")).toContain("127");
    }
    const compared = run("compare", "t", "p", "q", "--threshold", "truth=0,prediction=127");
    expect(compared.status).toBe(0);
    expect(compared.stdout).toContain(words);
    run("score", "t", "q", "--threshold", "0", "--state", "b.state");
    expect(run("compare", "a.state", "b.state").stderr).toContain("the threshold of foreground");
  });
});

describe("inspect", () => {
  it("says of greys what score says", () => {
    workspace.write("grey.png", png(GREYS, 3));
    const cure = "pass --threshold 127 to take what is greater for foreground";
    expect(run("inspect", "grey.png", "--binary").stdout).toContain(
      `error  6 values, and a binary mask has 0 and one other; ${cure}`,
    );
    expect(run("inspect", "grey.png").stdout).toContain(
      `6 values: if they are greys of a mask of two classes, ${cure}`,
    );
    expect(run("inspect", "grey.png", "--threshold", "127").stdout).toContain(
      "6 different values, 0 to 255: above 127 are 50.0 %, which is foreground",
    );
    expect(run("inspect", "grey.png", "--threshold", "255").stdout).toContain(
      "the threshold 255 makes background of all of it",
    );
    workspace.write("p.npy", floats(0, 0.9, 0.9, 0.3, 0.9, 0));
    expect(run("inspect", "p.npy").stderr).toContain(
      ".npy array of 2 x 3 floats with 0.9 at x 1, y 0, which is no label; pass --threshold 0.5",
    );
    const { stdout } = run("inspect", "p.npy", "--threshold", "truth=0,prediction=0.5");
    expect(stdout).toContain("as truth, 3 different values, 0 to 0.9: above 0 are 66.7 %");
    expect(stdout).toContain("as prediction, 3 different values, 0 to 0.9: above 0.5 are 50.0 %");
    expect(stdout).toMatch(/1 +3 +50\.0 % +foreground/);
  });
});

describe("a threshold that no pixel of a side is above", () => {
  it.each([
    ["127", "the ground truth"],
    ["truth=0,prediction=127", "the prediction"],
  ])("%s is doubted, as it makes background of all of it", (threshold, side) => {
    workspace.write("t.png", png(Uint8Array.of(0, 1, 2, 1, 0, 2), 3));
    workspace.write("p.png", png(Uint8Array.of(0, 2, 2, 1, 0, 1), 3));
    const { stdout } = run("score", "t.png", "p.png", "--threshold", threshold);
    expect(stdout.replace(/ +/g, " ")).toContain(
      `error no pixel of ${side} is above 127, all of it is background: is that threshold right for these masks?`,
    );
  });
});
