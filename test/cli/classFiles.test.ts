import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "fast-png";
import { beforeEach, describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const { write } = workspace;
const run = (...args: string[]): Ran => maskscore(args, workspace.folder);

beforeEach(() => {
  for (const name of ["t.png", "p.png", "t-rgb.png", "p-rgb.png", "pv.png"]) {
    copyFileSync(`${PROJECT}test/golden/class-lists/${name}`, join(workspace.folder, name));
  }
});

interface Told {
  readonly meanIou: number;
  readonly ignoreIndex: number | readonly number[] | null;
  readonly classes: readonly { readonly name: string; readonly iou: number | null }[];
  readonly groups: readonly { readonly name: string; readonly iou: number }[];
}

function told(...args: string[]): Told {
  const { status, stdout, stderr } = run("score", ...args, "--json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as Told;
}

/** What the command says of a list, or "scored". */
function refusal(...args: string[]): string {
  const { status, stderr } = run("score", ...args);
  return status === 0 ? "scored" : stderr;
}

const MEAN = 0.7565886059967282;
const OF_ONE_LABEL = 0.8129638519646631;
const WITHOUT_0 = 0.8019155;

/** What a message advises, as options: of several pieces of advice the one that begins with a word. */
function advised(message: string, option: string): string[] {
  const at = message.indexOf(`pass ${option}`);
  expect(at, message).toBeGreaterThanOrEqual(0);
  const piece = message.slice(at).split(/, or |;|\n/)[0] as string;
  return [...piece.matchAll(/pass (--\S+)(?: (?!and |to |if )(\S+))?/g)].flatMap(([, name, value]) =>
    value === undefined ? [name as string] : [name as string, value],
  );
}

const COLOURS: readonly (readonly [string, string, readonly string[] | undefined])[] = [
  [
    "labelmap.txt",
    "# label:color_rgb:parts:actions\nbackground:0,0,0::\nDog:176,112,32::\nCat:48,112,32::\n",
    ["background", "Dog", "Cat"],
  ],
  [
    "class_dict.csv",
    "name,r,g,b,class_11\nBackground,0,0,0,1\nDog,176,112,32,1\nCat,48,112,32,1\n",
    ["Background", "Dog", "Cat"],
  ],
  [
    "cd2.csv",
    "name,r,g,b\r\nBackground,0,0,0\r\nDog,176,112,32\r\nCat,48,112,32\r\n",
    ["Background", "Dog", "Cat"],
  ],
  ["cd3.csv", "r,g,b\n0,0,0\n176,112,32\n48,112,32\n", undefined],
  ["semi.csv", "label;r;g;b\n0;0;0;0\n1;176;112;32\n2;48;112;32\n", undefined],
  [
    "idx.csv",
    "id,name,r,g,b\n0,Background,0,0,0\n1,Dog,176,112,32\n2,Cat,48,112,32\n",
    ["Background", "Dog", "Cat"],
  ],
  ["colors.txt", "0 0 0 Background\n176 112 32 Dog\n48 112 32 Cat\n", ["Background", "Dog", "Cat"]],
  ["tab.txt", "0\t0\t0\tBackground\n176\t112\t32\tDog\n48\t112\t32\tCat\n", ["Background", "Dog", "Cat"]],
  [
    "gimp.gpl",
    "GIMP Palette\nName: x\n#\n  0   0   0 Background\n176 112  32 Dog\n 48 112  32 Cat\n",
    ["Background", "Dog", "Cat"],
  ],
  ["keyed.json", '{"0":[0,0,0],"1":[176,112,32],"2":[48,112,32]}', undefined],
  ["lists.json", "[[0,0,0],[176,112,32],[48,112,32]]", undefined],
  ["named.json", '{"Background":[0,0,0],"Dog":[176,112,32],"Cat":[48,112,32]}', ["Background", "Dog", "Cat"]],
  ["idrgb.txt", "0 0 0 0\n1 176 112 32\n2 48 112 32\n", undefined],
];

describe("colours of a list", () => {
  it.each(COLOURS)("of %s serve as palette, and its names as names", (name, text, names) => {
    write(name, text);
    for (const option of ["--classes", "--palette"]) {
      const { meanIou, classes } = told("t-rgb.png", "p-rgb.png", option, name);
      expect(meanIou).toBeCloseTo(MEAN, 12);
      expect(classes.map((c) => c.name)).toEqual(names ?? ["class 0", "class 1", "class 2"]);
    }
  });

  it.each([
    ["rgbid.txt", "0 0 0 0\n176 112 32 1\n48 112 32 1\n"],
    ["good.json", '{"#000000":0,"#b07020":1,"#307020":1}'],
    ["names.csv", "name,r,g,b\nBackground,0,0,0\nPet,176,112,32\nPet,48,112,32\n"],
  ])("of %s may share a class", (name, text) => {
    write(name, text);
    for (const option of ["--classes", "--palette"]) {
      expect(told("t-rgb.png", "p-rgb.png", option, name).meanIou).toBeCloseTo(OF_ONE_LABEL, 12);
    }
  });

  it("that are of two labels are refused where they would be read", () => {
    write("two.csv", "name,r,g,b\na,0,0,0\nb,176,112,32\nc,176,112,32\n");
    expect(refusal("t-rgb.png", "p-rgb.png", "--palette", "two.csv")).toContain(
      "two.csv: colour #b07020 stands for labels 1 and 2",
    );
    // Of indexed masks they are colours of pictures, which may be alike.
    expect(told("t.png", "p.png", "--classes", "two.csv").meanIou).toBeCloseTo(MEAN, 12);
  });

  it("that say which number is the id when a line of headings is put above", () => {
    write("ids.txt", "0 0 0 7\n176 112 32 9\n48 112 32 9\n");
    const message = refusal("t-rgb.png", "p-rgb.png", "--palette", "ids.txt");
    expect(message).toContain("ids.txt: line 1: it is not clear which of four numbers is the id");
    expect(message).toContain("put a line of headings above, as r,g,b,id or id,r,g,b");
    write("ids.txt", "r,g,b,id\n0 0 0 7\n176 112 32 9\n48 112 32 9\n");
    const { meanIou, classes } = told("t-rgb.png", "p-rgb.png", "--palette", "ids.txt");
    expect(meanIou).toBeCloseTo(OF_ONE_LABEL, 12);
    expect(classes.map(({ name }) => name)).toEqual(["label 7", "label 9"]);
  });

  it("need no names in UTF-8; a list of names does", () => {
    write(
      "latin.txt",
      Uint8Array.from("0 0 0 Stra\xdfe\n176 112 32 Dog\n48 112 32 Cat\n", (sign) => sign.charCodeAt(0)),
    );
    expect(told("t-rgb.png", "p-rgb.png", "--palette", "latin.txt").classes[0]?.name).toBe("class 0");
    expect(refusal("t-rgb.png", "p-rgb.png", "--classes", "latin.txt")).toContain(
      "latin.txt: its names are text in neither UTF-8 nor UTF-16; save it as UTF-8",
    );
  });

  it("are asked for where a palette has none", () => {
    write("names.txt", "a\nb\nc\n");
    expect(refusal("t-rgb.png", "p-rgb.png", "--palette", "names.txt")).toContain(
      "but none of their colours",
    );
  });
});

const ORGANS = ["background", "liver", "spleen"];

describe("names of a list", () => {
  it.each([
    ["_classes.csv", "Pixel Value, Class\n0, background\n1, liver\n2, spleen\n"],
    ["classes.txt", "background\nliver\nspleen\n"],
    ["data.yaml", "path: x\nnc: 3\nnames:\n  0: background\n  1: liver\n  2: spleen\n"],
    [
      "coco.json",
      '{"categories": [{"id": 0, "name": "background"}, {"id": 1, "name": "liver"}, {"id": 2, "name": "spleen"}]}',
    ],
    [
      "dataset.json",
      '{"labels": {"background": 0, "liver": 1, "spleen": 2}, "channel_names": {"0": "CT"}, "numTraining": 3, "file_ending": ".nii.gz"}',
    ],
    ["id2label.json", '{"0": "background", "1": "liver", "2": "spleen"}'],
    ["list.json", '["background", "liver", "spleen"]'],
    ["labels.txt", "__ignore__\nbackground\nliver\nspleen\n"],
    ["own.json", '{"classNames": ["background", "liver", "spleen"]}'],
  ])("of %s are the classes'", (name, text) => {
    write(name, text);
    const { meanIou, classes } = told("t.png", "p.png", "--classes", name);
    expect(meanIou).toBeCloseTo(MEAN, 12);
    expect(classes.map((c) => c.name)).toEqual(ORGANS);
    // An extension says nothing: the content does.
    write("list", text);
    expect(told("t.png", "p.png", "--classes", "list").classes.map((c) => c.name)).toEqual(ORGANS);
  });

  it("of Mapillary's config leave out what is not to be evaluated", () => {
    write(
      "config.json",
      '{"labels": [{"name": "bg", "readable": "bg", "color": [0, 0, 0], "evaluate": false}, {"name": "a", "color": [1, 1, 1], "evaluate": true}, {"name": "b", "color": [2, 2, 2], "evaluate": true}]}',
    );
    const { meanIou, classes } = told("t.png", "p.png", "--classes", "config.json");
    expect(meanIou).toBeCloseTo(WITHOUT_0, 6);
    expect(classes.map(({ iou }) => iou?.toFixed(6))).toEqual([undefined, "0.799270", "0.804560"]);
  });

  it("of nnU-Net have regions, which overlap, and a label to ignore", () => {
    write(
      "dataset.json",
      '{"labels": {"background": 0, "whole": [1, 2], "core": [2]}, "regions_class_order": [1, 2]}',
    );
    const { groups } = told("t.png", "p.png", "--classes", "dataset.json");
    expect(groups.map(({ name, iou }) => `${name} ${iou.toFixed(4)}`)).toEqual([
      "whole 0.8687",
      "core 0.7600",
    ]);
    write("ignoring.json", '{"labels": {"ignore": 0, "liver": 1, "spleen": 2}}');
    expect(
      told("t.png", "p.png", "--classes", "ignoring.json", "--void-predictions", "miss").meanIou,
    ).toBeCloseTo(WITHOUT_0, 6);
  });

  it("of CamVid's eleven classes leave the others out", () => {
    write("class_dict.csv", "name,r,g,b,class_11\nVoid,0,0,0,0\nDog,176,112,32,1\nCat,48,112,32,1\n");
    const { meanIou, classes } = told("t-rgb.png", "p-rgb.png", "--classes", "class_dict.csv");
    expect(meanIou).toBeCloseTo(WITHOUT_0, 6);
    expect(classes.map(({ name }) => name)).toEqual(["Dog", "Cat", "void"]);
  });

  it("of labels with gaps are the classes that a list has", () => {
    write("t5.png", png(Uint8Array.of(5, 5, 90, 90), 2));
    write("p5.png", png(Uint8Array.of(5, 90, 90, 90), 2));
    write("coco.json", '{"categories": [{"id": 5, "name": "airplane"}, {"id": 90, "name": "toothbrush"}]}');
    const { classes } = told("t5.png", "p5.png", "--classes", "coco.json");
    expect(classes).toMatchObject([
      { name: "airplane", iou: 1 / 2 },
      { name: "toothbrush", iou: 2 / 3 },
    ]);
  });
});

describe("keys that nobody knows are named, with the key that is meant, which then works", () => {
  it.each([
    ['{"numClasses": 3, "ignore_index": 0}', "ignore_index", "ignoreIndex"],
    ['{"numClasses": 3, "ignore_label": 0}', "ignore_label", "ignoreIndex"],
    ['{"classNames": ["background", "liver", "spleen"], "ignore": 0}', "ignore", "ignoreIndex"],
    [
      '{"classNames": ["background", "liver", "spleen"], "exclude_classes": ["background"]}',
      "exclude_classes",
      "excludeClasses",
    ],
    ['{"num_classes": 3}', "num_classes", "numClasses"],
    ['{"NumClasses": 3}', "NumClasses", "numClasses"],
    [
      '{"numClasses": 2, "labelMap": {"groundTruth": {"0": null, "1": 0, "2": 1}, "prediction": {"0": null, "1": 0, "2": 1}}}',
      "labelMap",
      "labelMapping",
    ],
  ])("%s", (text, key, meant) => {
    write("c.json", text);
    expect(refusal("t.png", "p.png", "--classes", "c.json")).toBe(
      `maskscore: c.json: unknown key "${key}"; did you mean "${meant}"?\n`,
    );
    write("c.json", text.replace(`"${key}"`, `"${meant}"`));
    expect(refusal("t.png", "p.png", "--classes", "c.json")).toBe("scored");
  });

  it("also of a mapping's sides and of a list of pairs", () => {
    write("c.json", '{"numClasses": 3, "labelMapping": {"truth": {"0": null}}}');
    expect(refusal("t.png", "p.png", "--classes", "c.json")).toContain(
      'labelMapping expected only groundTruth and prediction, got "truth"',
    );
    write("pairs.json", '[{"truth": "t.png", "pred": "p.png"}]');
    expect(refusal("--pairs", "pairs.json", "--num-classes", "3")).toContain(
      'pairs.json: pair 0: unknown key "pred"; did you mean "prediction"?',
    );
    write("pairs.json", '[{"truth": "t.png", "prediction": "p.png"}]');
    expect(refusal("--pairs", "pairs.json", "--num-classes", "3")).toBe("scored");
  });

  it("ignored classes are told by their labels", () => {
    write("c.json", '{"classNames": ["bg", "a", "b"], "ignoreIndex": ["bg"]}');
    expect(refusal("t.png", "p.png", "--classes", "c.json")).toContain('got ["bg"]; name labels: [0]');
    write("c.json", '{"classNames": ["bg", "a", "b"], "ignoreIndex": [0]}');
    expect(told("t.png", "p.png", "--classes", "c.json").meanIou).toBeCloseTo(WITHOUT_0, 6);
  });
});

describe("numbers that are advised do for every file of the run", () => {
  it("of classes: the largest label of both sides and of the other images", () => {
    write("t/a.png", png(Uint8Array.of(0, 3, 0, 0), 2));
    write("p/a.png", png(Uint8Array.of(0, 5, 0, 0), 2));
    write("t/b.png", png(Uint8Array.of(0, 9, 255, 0), 2));
    write("p/b.png", png(Uint8Array.of(0, 7, 0, 0), 2));
    const message = refusal("t", "p", "--num-classes", "3");
    expect(message).toContain("pass --ignore-index 3,9,255 if they mark pixels without a class");
    expect(message).toContain("pass --num-classes 10 and pass --ignore-index 255 if it is a class");
    expect(refusal("t", "p", ...advised(message, "--num-classes"))).toBe("scored");
    write("names.txt", "a\nb\nc\n");
    expect(refusal("t", "p", "--classes", "names.txt", ...advised(message, "--num-classes"))).toBe("scored");
  });

  it("of ignored labels: with those that are ignored already", () => {
    write("t/a.png", png(Uint8Array.of(0, 1, 7, 200), 2));
    write("p/a.png", png(Uint8Array.of(0, 1, 0, 0), 2));
    write("c.json", '{"numClasses": 2, "ignoreIndex": 7}');
    const message = refusal("t", "p", "--classes", "c.json");
    expect(advised(message, "--ignore-index")).toEqual(["--ignore-index", "7,200"]);
    expect(refusal("t", "p", "--classes", "c.json", "--ignore-index", "7,200")).toBe("scored");
  });

  it("of a predicted void label", () => {
    const message = refusal("t.png", "pv.png", "--num-classes", "3");
    const options = advised(message, "--ignore-index");
    expect(options).toEqual(["--ignore-index", "255", "--void-predictions", "miss"]);
    expect(refusal("t.png", "pv.png", "--num-classes", "3", ...options)).toBe("scored");
  });

  it("of labels that a list does not have", () => {
    write("coco.json", '{"categories": [{"id": 1, "name": "liver"}, {"id": 2, "name": "spleen"}]}');
    const message = refusal("t.png", "p.png", "--classes", "coco.json");
    expect(message).toContain("p.png: label 0 at pixel 6 (x 6, y 0) is no label of coco.json");
    const options = advised(message, "--ignore-index");
    expect(options).toEqual(["--ignore-index", "0", "--void-predictions", "miss"]);
    expect(told("t.png", "p.png", "--classes", "coco.json", ...options).meanIou).toBeCloseTo(WITHOUT_0, 6);
    expect(message).toContain("or add it to the list");
    write(
      "coco.json",
      '{"categories": [{"id": 0, "name": "background"}, {"id": 1, "name": "liver"}, {"id": 2, "name": "spleen"}]}',
    );
    expect(told("t.png", "p.png", "--classes", "coco.json").meanIou).toBeCloseTo(MEAN, 12);
  });

  it("are not given where labels are something else: stretched, greys, or colours", () => {
    write("t16.png", png(Uint16Array.of(0, 257, 514, 0), 2));
    write("p8.png", png(Uint8Array.of(0, 1, 2, 0), 2));
    const stretched = refusal("t16.png", "p8.png", "--num-classes", "3");
    expect(stretched).not.toContain("--num-classes");
    expect(stretched).toContain("save it with 8 bits: all its labels are multiples of 257");
    write("grey.png", png(Uint8Array.of(0, 127, 254, 0), 2));
    expect(refusal("grey.png", "p8.png", "--num-classes", "3")).not.toContain("--num-classes");
    expect(refusal("t-rgb.png", "p-rgb.png", "--num-classes", "3")).not.toContain("--rgb-ids");
    const ids = encode({ width: 2, height: 1, channels: 3, data: Uint8Array.of(0, 0, 0, 2, 1, 0) });
    write("ids.png", ids);
    const message = refusal("ids.png", "ids.png");
    expect(message).toContain("--rgb-ids where they are ids");
    write("far.png", encode({ width: 2, height: 1, channels: 3, data: Uint8Array.of(0, 0, 0, 2, 1, 9) }));
    expect(refusal("ids.png", "far.png")).not.toContain("--rgb-ids");
  });

  it("--binary is only advised where every mask has two values", () => {
    write("t2.png", png(Uint8Array.of(0, 255), 2));
    write("t3.png", png(Uint8Array.of(0, 255, 1), 3));
    expect(refusal("t2.png", "t2.png", "--num-classes", "2")).toContain(
      "pass --binary if the masks are 0 and 255",
    );
    expect(refusal("t3.png", "t3.png", "--num-classes", "2")).not.toContain("--binary");
  });

  it("where the number of classes is not known, masks of two values and of greys are told to be those of two classes", () => {
    write("t5.png", png(Uint8Array.of(0, 255, 255, 0), 2));
    write("p5.png", png(Uint8Array.of(0, 255, 0, 0), 2));
    write("grey.png", png(Uint8Array.of(0, 200, 90, 255), 2));
    expect(refusal("t5.png", "p5.png")).toContain("pass --binary if the masks are 0 and 255");
    expect(refusal("t5.png", "grey.png")).toContain("pass --threshold 127 to take what is greater");
    write("labels.png", png(Uint8Array.of(0, 33, 90, 255), 2));
    expect(refusal("labels.png", "labels.png")).not.toMatch(/--binary|--threshold/);
  });

  it("inspect names classes and void, through a mapping too", () => {
    write("i.png", png(Uint8Array.of(0, 1, 9, 7), 2));
    write("i.json", '{"numClasses": 2, "classNames": ["sky", "road"], "ignoreIndex": 9}');
    const text = run("inspect", "i.png", "--classes", "i.json").stdout;
    expect(text).toMatch(
      /0 +1 +25\.0 % {2}sky\n +1 +1 +25\.0 % {2}road\n +7 +1 +25\.0 %\n +9 +1 +25\.0 % {2}void/,
    );
    expect(run("inspect", "i.png", "--dataset", "cityscapes").stdout).toMatch(/7 +1 +25\.0 % {2}road/);
    expect(run("inspect", "i.png", "--dataset", "cityscapes").stdout).toMatch(/0 +1 +25\.0 % {2}void/);
    expect(run("inspect", "i.png", "--ignore-index", "9").stdout).toMatch(/9 +1 +25\.0 % {2}void/);
  });

  it("where the number of classes is not known, the largest label of all files is told", () => {
    write("t/a.png", png(Uint8Array.of(0, 1, 0, 0), 2));
    write("p/a.png", png(Uint8Array.of(0, 1, 0, 0), 2));
    write("t/b.png", png(Uint8Array.of(0, 6, 255, 0), 2));
    write("p/b.png", png(Uint8Array.of(0, 4, 0, 0), 2));
    expect(refusal("t", "p")).toContain("(the largest label in 4 files is 6, beside 255)");
  });
});

describe("labels that do not count", () => {
  it("may be several, of options and of files", () => {
    write("t4.png", png(Uint8Array.of(0, 1, 9, 255), 2));
    write("p4.png", png(Uint8Array.of(0, 1, 1, 0), 2));
    write("c.json", '{"numClasses": 2, "ignoreIndex": [9, 255]}');
    for (const options of [
      ["--num-classes", "2", "--ignore-index", "9,255"],
      ["--num-classes", "2", "--ignore-index", "255, 9"],
      ["--num-classes", "2", "--ignore-index", "9", "--ignore-index", "255"],
      ["--classes", "c.json"],
    ]) {
      expect(told("t4.png", "p4.png", ...options)).toMatchObject({ meanIou: 1, ignoreIndex: [9, 255] });
    }
    const text = run("score", "t4.png", "p4.png", "--classes", "c.json").stdout;
    expect(text).toContain("2 pixels scored, 2 ignored (truth is 9 or 255)");
    expect(run("inspect", "t4.png", "--num-classes", "2", "--ignore-index", "9,255").stdout).not.toContain(
      "outside",
    );
    expect(run("inspect", "t4.png", "--num-classes", "2", "--ignore-index", "9").stdout).toContain(
      "labels outside 0..1: 255",
    );
    expect(run("score", "t4.png", "p4.png", "--num-classes", "2", "--ignore-index", "9,x")).toMatchObject({
      status: 2,
    });
    expect(run("score", "t4.png", "p4.png", "--binary", "--ignore-index", "1,255")).toMatchObject({
      status: 2,
    });
  });

  it("are kept in a state, and a run of others is another one", () => {
    write("t4.png", png(Uint8Array.of(0, 1, 9, 255), 2));
    write("p4.png", png(Uint8Array.of(0, 1, 1, 0), 2));
    const options = ["t4.png", "p4.png", "--num-classes", "2"];
    expect(run("score", ...options, "--ignore-index", "9,255", "--state", "r.state")).toMatchObject({
      status: 0,
    });
    expect(run("show", "r.state").stdout).toContain("2 ignored (truth is 9 or 255)");
    expect(run("score", ...options, "--ignore-index", "255,9", "--resume", "r.state")).toMatchObject({
      status: 0,
    });
    const other = run("score", ...options, "--ignore-index", "7,9,255", "--resume", "r.state");
    expect(other.status).toBe(1);
    expect(other.stderr).toContain("ignored label");
  });
});
