import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../bench/npy.js";
import { zip } from "../app/formats/makeFiles.js";
import { maskscore } from "../helpers/command.js";
import type { Ran } from "../helpers/project.js";
import { rawPng, rawTiff } from "../helpers/maskFiles.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);

interface Scores {
  readonly confusionMatrix: number[][];
  readonly images: number;
}

const CHANNELS_READ =
  /^maskscore: note: \S+( and \d+ more images)?: (one-hot: of each pixel one number is set, and its place is|the channels of each pixel are equal, and what they say is) taken for (the|its) label\n/gm;

function matrixOf(...args: readonly string[]): number[][] {
  const { status, stdout, stderr } = run("score", ...args, "--json");
  // How channels and axes were read is told, and nothing else.
  expect({ status, stderr: stderr.replace(CHANNELS_READ, "") }).toEqual({ status: 0, stderr: "" });
  return (JSON.parse(stdout) as Scores).confusionMatrix;
}

function refused(...args: readonly string[]): string {
  const { status, stdout, stderr } = run("score", ...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  return stderr;
}

const WIDTH = 5;
const HEIGHT = 4;
const TRUTH = Array.from({ length: WIDTH * HEIGHT }, (_, i) => (i * i) % 3);
const PREDICTION = Array.from({ length: WIDTH * HEIGHT }, (_, i) => (i * 7) % 3);
const MATRIX = [0, 1, 2].map((t) =>
  [0, 1, 2].map((p) => TRUTH.filter((label, i) => label === t && PREDICTION[i] === p).length),
);

/** One-hot numbers, classes last or first. */
const last = (labels: readonly number[], one = 1): number[] =>
  labels.flatMap((label) => [0, 1, 2].map((c) => (c === label ? one : 0)));
const planes = (labels: readonly number[], one = 1): number[][] =>
  [0, 1, 2].map((c) => labels.map((label) => (c === label ? one : 0)));
const first = (labels: readonly number[], one = 1): number[] => planes(labels, one).flat();

const ARRAYS = {
  "|b1": Uint8Array,
  "|u1": Uint8Array,
  "|i1": Int8Array,
  "<u2": Uint16Array,
  "<i4": Int32Array,
  "<i8": BigInt64Array,
} as const;
const npyOf = (
  dtype: keyof typeof ARRAYS,
  shape: readonly number[],
  numbers: readonly number[],
): Uint8Array => {
  const kind = ARRAYS[dtype];
  const data =
    kind === BigInt64Array ? BigInt64Array.from(numbers, BigInt) : new (kind as typeof Uint8Array)(numbers);
  return encodeNpy(dtype, shape, data);
};

/** The same of a column-major array. */
const columnMajor = (shape: readonly [number, number, number], numbers: readonly number[]): Uint8Array => {
  const [a, b, c] = shape;
  const turned = new Uint8Array(numbers.length);
  for (let i = 0; i < a; i++)
    for (let j = 0; j < b; j++)
      for (let k = 0; k < c; k++) turned[i + a * (j + b * k)] = numbers[(i * b + j) * c + k] as number;
  const text = `{'descr': '|u1', 'fortran_order': True, 'shape': (${shape.join(", ")}), }`;
  return Buffer.concat([
    Buffer.from("\u0093NUMPY\u0001\u0000", "latin1"),
    Buffer.from(Uint16Array.of(text.length).buffer),
    Buffer.from(text),
    turned,
  ]);
};

const HWC = [HEIGHT, WIDTH, 3] as const;
const CHW = [3, HEIGHT, WIDTH] as const;
const tiffOf = rawTiff;
const planar = (labels: readonly number[]): number[] => first(labels);

describe("labels in another shape score as the plain ones", () => {
  it.each<readonly [name: string, make: (labels: readonly number[]) => Uint8Array]>([
    ...(Object.keys(ARRAYS) as (keyof typeof ARRAYS)[]).flatMap(
      (dtype) =>
        [
          [`last-${dtype.slice(1)}.npy`, (labels) => npyOf(dtype, HWC, last(labels))],
          [`first-${dtype.slice(1)}.npy`, (labels) => npyOf(dtype, CHW, first(labels))],
        ] as const satisfies readonly (readonly [string, (labels: readonly number[]) => Uint8Array])[],
    ),
    ["last-255.npy", (labels) => npyOf("|u1", HWC, last(labels, 255))],
    ["first-255.npy", (labels) => npyOf("<u2", CHW, first(labels, 255))],
    ["batch.npy", (labels) => npyOf("|u1", [1, ...CHW], first(labels))],
    ["last-columns.npy", (labels) => columnMajor(HWC, last(labels))],
    ["first-columns.npy", (labels) => columnMajor(CHW, first(labels))],
    [
      "equal.npy",
      (labels) =>
        npyOf(
          "|u1",
          HWC,
          labels.flatMap((label) => [label, label, label]),
        ),
    ],
    ["hw1.npy", (labels) => npyOf("|u1", [HEIGHT, WIDTH, 1], labels)],
    ["1hw.npy", (labels) => npyOf("<i8", [1, HEIGHT, WIDTH], labels)],
    ["11hw.npy", (labels) => npyOf("<i4", [1, 1, HEIGHT, WIDTH], labels)],
    ["float.npy", (labels) => encodeNpy("<f4", [HEIGHT, WIDTH], Float32Array.from(labels))],
    ["alone.npz", (labels) => zip([{ name: "arr_0.npy", content: npyOf("|u1", HWC, last(labels)) }])],
    [
      "beside-photo.npz",
      (labels) =>
        zip([
          { name: "image.npy", content: npyOf("|u1", HWC, last(labels, 9)) },
          { name: "label.npy", content: npyOf("|u1", HWC, last(labels)) },
        ]),
    ],
    ["pages.tif", (labels) => tiffOf(...planes(labels).map((numbers) => ({ width: WIDTH, numbers })))],
    [
      "pages-255.tif",
      (labels) => tiffOf(...planes(labels, 255).map((numbers) => ({ width: WIDTH, numbers }))),
    ],
    [
      "pages-1bit.tif",
      (labels) => tiffOf(...planes(labels).map((numbers) => ({ width: WIDTH, numbers, bits: 1 }))),
    ],
    ["bands.tif", (labels) => tiffOf({ width: WIDTH, numbers: last(labels), channels: 3 })],
    ["bands-16.tif", (labels) => tiffOf({ width: WIDTH, numbers: last(labels), channels: 3, bits: 16 })],
    [
      "planes.tif",
      (labels) => tiffOf({ width: WIDTH, numbers: planar(labels), channels: 3, isPlanar: true }),
    ],
    [
      "planes-16.tif",
      (labels) => tiffOf({ width: WIDTH, numbers: planar(labels), channels: 3, isPlanar: true, bits: 16 }),
    ],
    [
      "rgb-one-hot.tif",
      (labels) => tiffOf({ width: WIDTH, numbers: last(labels), channels: 3, photometric: 2 }),
    ],
    [
      "rgb-equal.tif",
      (labels) =>
        tiffOf({ width: WIDTH, numbers: labels.flatMap((l) => [l, l, l]), channels: 3, photometric: 2 }),
    ],
    [
      "grey-alpha.tif",
      (labels) =>
        tiffOf({ width: WIDTH, numbers: labels.flatMap((l) => [l, 255]), channels: 2, extraSamples: [2] }),
    ],
    ["float.tif", (labels) => tiffOf({ width: WIDTH, numbers: labels, bits: 32, isFloat: true })],
    [
      "overview.tif",
      (labels) => tiffOf({ width: WIDTH, numbers: labels }, { width: 1, numbers: [9, 9], subfileType: 1 }),
    ],
    [
      "rgb.png",
      (labels) =>
        rawPng(
          labels.flatMap((l) => [l, l, l]),
          WIDTH,
          { colourType: 2 },
        ),
    ],
    [
      "rgb-16.png",
      (labels) =>
        rawPng(
          labels.flatMap((l) => [l, l, l]),
          WIDTH,
          { colourType: 2, depth: 16 },
        ),
    ],
    [
      "rgba.png",
      (labels) =>
        rawPng(
          labels.flatMap((l) => [l, l, l, 255]),
          WIDTH,
          { colourType: 6 },
        ),
    ],
    [
      "grey-alpha.png",
      (labels) =>
        rawPng(
          labels.flatMap((l) => [l, 255]),
          WIDTH,
          { colourType: 4 },
        ),
    ],
    [
      "grey-alpha-16.png",
      (labels) =>
        rawPng(
          labels.flatMap((l) => [l, 65_535]),
          WIDTH,
          { colourType: 4, depth: 16 },
        ),
    ],
    ["one-hot.png", (labels) => rawPng(last(labels), WIDTH, { colourType: 2 })],
    ["one-hot-255.png", (labels) => rawPng(last(labels, 255), WIDTH, { colourType: 2 })],
    [
      "one-hot-rgba.png",
      (labels) =>
        rawPng(
          labels.flatMap((l) => [...last([l], 255), 255]),
          WIDTH,
          { colourType: 6 },
        ),
    ],
  ])("%s", (name, make) => {
    workspace.write("t.png", png(Uint8Array.from(TRUTH), WIDTH));
    workspace.write("p.png", png(Uint8Array.from(PREDICTION), WIDTH));
    workspace.write(`t-${name}`, make(TRUTH));
    workspace.write(`p-${name}`, make(PREDICTION));
    expect(matrixOf(`t-${name}`, "p.png", "--num-classes", "3")).toEqual(MATRIX);
    expect(matrixOf("t.png", `p-${name}`, "--num-classes", "3")).toEqual(MATRIX);
    expect(matrixOf(`t-${name}`, `p-${name}`, "--num-classes", "3")).toEqual(MATRIX);
    expect(run("inspect", `t-${name}`).status).toBe(0);
  });
});

it("one-hot classes tell their number, and scores beside them are compared with them", () => {
  workspace.write("t.npy", npyOf("|u1", HWC, last(TRUTH)));
  workspace.write("p.npy", encodeNpy("<f4", HWC, Float32Array.from(last(PREDICTION))));
  expect(matrixOf("t.npy", "p.npy")).toEqual(MATRIX);
  expect(refused("t.npy", "p.npy", "--num-classes", "4")).toMatch("3 scores a pixel");
});

describe("what is no one-hot", () => {
  const notOneHot = [...last(TRUTH)];
  notOneHot[3 * 7] = 1;
  notOneHot[3 * 7 + 1] = 1;
  it.each([
    ["t.npy", npyOf("|u1", [HEIGHT, WIDTH, 3], notOneHot), "4 x 5 x 3 of integers, but no one-hot: "],
    [
      "t.tif",
      tiffOf({ width: WIDTH, numbers: notOneHot, channels: 3 }),
      "neither equal nor one-hot (x 2, y 1 has more than one 1)",
    ],
    ["t.png", rawPng(notOneHot, WIDTH, { colourType: 2 }), "an RGB PNG holds colours, not labels ("],
  ])("of %s is refused with its pixel", (name, bytes, message) => {
    workspace.write(name, bytes);
    workspace.write("p.png", png(Uint8Array.from(PREDICTION), WIDTH));
    expect(refused(name, "p.png", "--num-classes", "3")).toMatch(message);
  });

  it("both sides of H x W x 3 are not taken for H images", () => {
    workspace.write("t.npy", npyOf("|u1", [HEIGHT, WIDTH, 3], notOneHot));
    const message = refused("t.npy", "t.npy", "--num-classes", "2");
    expect(message).toMatch("has more than one 1 along the last axis");
    expect(message).toMatch("layout channelsFirst");
    const { status, stdout } = run(
      "score",
      "t.npy",
      "t.npy",
      "--num-classes",
      "2",
      "--layout",
      "channelsFirst",
      "--json",
    );
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as Scores).images).toBe(HEIGHT);
  });
});

it.each([
  ["a.png", rawPng([1, 1, 1, 255, 1, 1, 1, 254], 2, { colourType: 6 })],
  ["b.png", rawPng([1, 255, 1, 254], 2, { colourType: 4 })],
  ["c.tif", tiffOf({ width: 2, numbers: [1, 255, 1, 254], channels: 2, extraSamples: [2] })],
  ["d.png", rawPng([1, 65_535, 1, 254], 2, { colourType: 4, depth: 16 })],
])("what shines through is no label, though channels are equal: %s", (name, bytes) => {
  workspace.write(name, bytes);
  workspace.write("p.png", png(Uint8Array.of(1, 1), 2));
  expect(refused(name, "p.png", "--num-classes", "2")).toMatch("the pixel at x 1, y 0 has alpha 254");
});

it("greys of colours stay colours where a palette is given", () => {
  workspace.write("t/a.png", rawPng([128, 128, 128, 0, 0, 0], 2, { colourType: 2 }));
  workspace.write("t/b.png", rawPng([128, 0, 0, 0, 0, 0], 2, { colourType: 2 }));
  workspace.write("p/a.png", png(Uint8Array.of(2, 0), 2));
  workspace.write("p/b.png", png(Uint8Array.of(1, 1), 2));
  workspace.write("palette.json", JSON.stringify({ "#000000": 0, "#800000": 1, "#808080": 2 }));
  expect(matrixOf("t", "p", "--num-classes", "3", "--palette", "palette.json")).toEqual([
    [1, 1, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
  // Without one, a folder of which some files are grey by chance is refused at its first coloured one.
  expect(refused("t", "p", "--num-classes", "129")).toMatch("t/b.png: an RGB PNG holds colours, not labels");
});

describe("a stack beside a stack", () => {
  const COUNT = 4;
  const labelsOf = (i: number, labels: readonly number[]): number[] => labels.map((label) => (label + i) % 3);
  const all = (labels: readonly number[]): number[] =>
    Array.from({ length: COUNT }, (_, i) => labelsOf(i, labels)).flat();
  const STACKS: readonly (readonly [name: string, make: (labels: readonly number[]) => Uint8Array])[] = [
    ["u1.npy", (labels) => npyOf("|u1", [COUNT, HEIGHT, WIDTH], all(labels))],
    ["i8.npy", (labels) => npyOf("<i8", [COUNT, 1, HEIGHT, WIDTH], all(labels))],
    ["columns.npy", (labels) => columnMajor([COUNT, HEIGHT, WIDTH], all(labels))],
    [
      "pages.tif",
      (labels) =>
        tiffOf(...Array.from({ length: COUNT }, (_, i) => ({ width: WIDTH, numbers: labelsOf(i, labels) }))),
    ],
    [
      "floats.tif",
      (labels) =>
        tiffOf(
          ...Array.from({ length: COUNT }, (_, i) => ({
            ...{ width: WIDTH, bits: 32, isFloat: true },
            numbers: labelsOf(i, labels),
          })),
        ),
    ],
  ];

  it.each(STACKS)("is so many images: %s", (name, make) => {
    for (let i = 0; i < COUNT; i++) {
      workspace.write(`t/${i}.png`, png(Uint8Array.from(labelsOf(i, TRUTH)), WIDTH));
      workspace.write(`p/${i}.png`, png(Uint8Array.from(labelsOf(i, PREDICTION)), WIDTH));
    }
    workspace.write(`a/${name}`, make(TRUTH));
    workspace.write(`b/${name}`, make(PREDICTION));
    const told = (...args: string[]): Scores & { perImage: { id: string; meanIou: number }[] } =>
      JSON.parse(run("score", ...args, "--num-classes", "3", "--per-image", "--json").stdout) as never;
    const files = told("t", "p");
    for (const paths of [
      [`a/${name}`, `b/${name}`],
      ["a", "b"],
    ]) {
      const stack = told(...paths);
      expect(stack.confusionMatrix).toEqual(files.confusionMatrix);
      const stem = name.replace(/\.\w+$/, "");
      expect(stack.perImage.map(({ id }) => id)).toEqual([0, 1, 2, 3].map((i) => `${stem}[${i}]`));
      expect(stack.perImage.map(({ meanIou }) => meanIou)).toEqual(
        files.perImage.map(({ meanIou }) => meanIou),
      );
    }
    expect(run("inspect", `a/${name}`).stdout).toMatch(`${WIDTH} x ${HEIGHT} x ${COUNT} pixels`);
    const shards = ["0/2", "1/2"].map((shard) => told("a", "b", "--shard", shard).images);
    expect(shards).toEqual([2, 2]);
  });

  it("of another size, or beside one mask or a folder, is refused with a cure", () => {
    workspace.write("t.npy", npyOf("|u1", [COUNT, HEIGHT, WIDTH], all(TRUTH)));
    workspace.write("p.npy", npyOf("|u1", [2, HEIGHT, WIDTH], all(PREDICTION).slice(0, 2 * WIDTH * HEIGHT)));
    workspace.write("p.png", png(Uint8Array.from(PREDICTION), WIDTH));
    workspace.write("p/a.png", png(Uint8Array.from(PREDICTION), WIDTH));
    expect(refused("t.npy", "p.npy", "--num-classes", "3")).toMatch(
      "p.npy is a stack of 2 label maps, but t.npy is one of 4; a pair must have as many",
    );
    expect(refused("t.npy", "p.png", "--num-classes", "3")).toMatch(
      /t\.npy: .*a stack of 4 label maps, and no one-hot .*save each label map as a file of its own/,
    );
    const { status, stderr } = run("score", "t.npy", "p", "--num-classes", "3");
    expect(status).toBe(2);
    expect(stderr).toMatch("save each label map of t.npy as a file of its own in a folder");
  });

  it("of which one label map is wrong names it", () => {
    workspace.write("t.npy", npyOf("|u1", [2, 2, 2], [0, 1, 1, 0, 0, 7, 1, 0]));
    workspace.write("p.npy", npyOf("|u1", [2, 2, 2], [0, 1, 1, 1, 0, 1, 1, 0]));
    expect(refused("t.npy", "p.npy", "--num-classes", "2")).toMatch(
      "t.npy[1]: label 7 at pixel 1 (x 1, y 0)",
    );
  });

  it("is read again where it has changed, and resumed", () => {
    workspace.write("t.npy", npyOf("|u1", [COUNT, HEIGHT, WIDTH], all(TRUTH)));
    workspace.write("p.npy", npyOf("|u1", [COUNT, HEIGHT, WIDTH], all(PREDICTION)));
    const args = ["score", "t.npy", "p.npy", "--num-classes", "3"];
    expect(run(...args, "--state", "s.state").status).toBe(0);
    expect(run(...args, "--resume", "s.state").stderr).toMatch("4 of 4 images are counted");
    writeFileSync(join(workspace.folder, "p.npy"), npyOf("|u1", [COUNT, HEIGHT, WIDTH], all(TRUTH)));
    expect(run(...args, "--resume", "s.state").stderr).toMatch('image "t[0]" was counted otherwise');
  });
});

it("binary masks that complement each other are a stack beside a stack, and one-hot beside a mask", () => {
  const complement = npyOf("|u1", [2, 2, 3], [0, 1, 1, 0, 1, 1, 1, 0, 0, 1, 0, 0]);
  workspace.write("t.npy", complement);
  workspace.write("p.npy", npyOf("|u1", [2, 2, 3], [0, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0]));
  const told = run("score", "t.npy", "p.npy", "--num-classes", "2", "--json");
  expect((JSON.parse(told.stdout) as Scores).images).toBe(2);
  workspace.write("p.png", png(Uint8Array.of(1, 0, 0, 1, 0, 0), 3));
  expect(matrixOf("t.npy", "p.png", "--num-classes", "2")).toEqual([
    [4, 0],
    [0, 2],
  ]);
});

describe("how several numbers of a pixel became a label", () => {
  const grey = (labels: readonly number[]): number[] => labels.flatMap((label) => [label, label, label]);
  const rgb = (numbers: readonly number[]): Uint8Array => rawPng(numbers, WIDTH, { colourType: 2 });

  it("is told, once for all files", () => {
    for (const name of ["a", "b"]) {
      workspace.write(`t/${name}.png`, rgb(grey(TRUTH)));
      workspace.write(`p/${name}.png`, rgb(last(PREDICTION, 255)));
    }
    const { status, stderr } = run("score", "t", "p", "--num-classes", "3");
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr:
        `maskscore: note: ${join("t", "a.png")} and 1 more images: the channels of each pixel are equal, and what they say is taken for its label\n` +
        `maskscore: note: ${join("p", "a.png")} and 1 more images: one-hot: of each pixel one number is set, and its place is taken for the label\n`,
    });
  });

  it("is doubted beside files of colours, as it may be so by chance", () => {
    for (const folder of ["t", "p"]) {
      workspace.write(`${folder}/a.png`, rgb(grey(TRUTH)));
      workspace.write(`${folder}/b.png`, rgb(grey(TRUTH).map((label, i) => label + (i % 3) * 70)));
    }
    const { status, stdout, stderr } = run("score", "t", "p", "--num-classes", "3", "--keep-going");
    expect(status).toBe(3);
    const said =
      "; other files hold colours, so that these may be colours, too: say what they mean, and score all of them anew";
    expect(stderr).toContain(`maskscore: error: ${join("t", "a.png")}: the channels of each pixel are equal`);
    expect(stderr).toContain(said);
    expect(stdout).toContain(said);
  });
});
