import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { encode as encodeJpeg } from "jpeg-js";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { DETECTION_FIGURES } from "../../src/measures/instances/detectionScores.js";
import { maskscore } from "../helpers/command.js";
import type { Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const jsonOf = ({ stdout }: Ran): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;

/** Powers of two: dividing by them loses nothing. */
const SIZES = [
  [64, 128],
  [256, 64],
  [128, 128],
] as const;

interface Drawn {
  readonly category: number;
  readonly score: number;
  /** x, y, width, height */
  readonly box: readonly [number, number, number, number];
}

/** Objects and what was found of them, by image. */
function drawSet(seed: number): { readonly truths: Drawn[][]; readonly found: Drawn[][] } {
  const random = seededRandom(seed);
  const upTo = (most: number): number => Math.floor(random() * most);
  const truths = SIZES.map(([width, height]) =>
    Array.from({ length: 6 }, (): Drawn => {
      const [w, h] = [4 + upTo(width / 2), 4 + upTo(height / 2)];
      return { category: upTo(3), score: 0, box: [upTo(width - w), upTo(height - h), w, h] };
    }),
  );
  const found = truths.map((objects, i) => {
    const [width, height] = SIZES[i] as readonly [number, number];
    return [...objects, ...objects].map(({ category, box: [x, y, w, h] }): Drawn => ({
      category: random() < 0.2 ? upTo(3) : category,
      score: random(),
      box: [Math.min(x + upTo(5), width - w), Math.min(y + upTo(5), height - h), w, h],
    }));
  });
  return { truths, found };
}

/** A hexagon within a box: of corners that are whole numbers. */
function corners([x, y, w, h]: Drawn["box"]): number[] {
  const middle = y + Math.floor(h / 2);
  const [left, right] = [x + 1, x + w - 1];
  return [left, y, right, y, x + w, middle, right, y + h, left, y + h, x, middle];
}

const yoloLine = (
  { category, box, score }: Drawn,
  [width, height]: readonly [number, number],
  isPolygon: boolean,
  isScored: boolean,
): string => {
  const [x, y, w, h] = box;
  const parts = isPolygon
    ? corners(box).map((value, i) => value / (i % 2 === 0 ? width : height))
    : [(x + w / 2) / width, (y + h / 2) / height, w / width, h / height];
  return [category, ...parts, ...(isScored ? [score] : [])].join(" ");
};

/** The same set in both forms: gt.json and dt.json, and data/ and predict/. */
function writeBoth(seed: number, isPolygon = false): void {
  const { truths, found } = drawSet(seed);
  const cocoOf = (objects: Drawn[][], isTruth: boolean): object[] =>
    objects.flatMap((ofImage, i) =>
      ofImage.map(({ category, box, score }) => ({
        image_id: `image${i}`,
        category_id: category,
        bbox: box,
        segmentation: [corners(box)],
        ...(isTruth ? {} : { score }),
      })),
    );
  const images = SIZES.map(([width, height], i) => ({ id: `image${i}`, width, height }));
  const categories = ["cat", "dog", "owl"].map((name, id) => ({ id, name }));
  workspace.write("gt.json", JSON.stringify({ images, categories, annotations: cocoOf(truths, true) }));
  workspace.write("dt.json", JSON.stringify(cocoOf(found, false)));
  SIZES.forEach(([width, height], i) => {
    const lines = (objects: Drawn[][], isScored: boolean): string =>
      (objects[i] as Drawn[]).map((one) => yoloLine(one, [width, height], isPolygon, isScored)).join("\n");
    workspace.write(`data/labels/val/image${i}.txt`, `${lines(truths, false)}\n`);
    workspace.write(`data/images/val/image${i}.png`, png(new Uint8Array(width * height), width));
    workspace.write(`predict/labels/image${i}.txt`, `${lines(found, true)}\n`);
  });
  // As Ultralytics writes it: a path of elsewhere, and a part that is not scored.
  workspace.write(
    "data/data.yaml",
    "path: ../datasets/animals # root\ntrain: images/train\nval: images/val\nnames:\n  0: cat\n  1: dog\n  2: owl\n",
  );
}

describe("folders of YOLO's labels", () => {
  it.each([
    ["boxes", 1],
    ["boxes", 2],
    ["masks", 3],
    ["masks", 4],
  ] as const)("score %s as COCO's JSON of the same objects does", (task, seed) => {
    writeBoth(seed, task === "masks");
    const coco = jsonOf(run("score", "gt.json", "dt.json", "--task", task, "--json"));
    const ran = run("score", "data", "predict", "--json");
    expect(ran.stderr).toContain(`scoring ${task} of YOLO's labels`);
    expect(ran.stderr).toContain("labels/val");
    const yolo = jsonOf(ran);
    expect(coco.ap).toBeGreaterThan(0.05);
    for (const key of DETECTION_FIGURES) expect(yolo[key], key).toBe(coco[key]);
    expect(yolo.categories).toEqual(coco.categories);
  });

  it("takes a data.yaml, or a folder of labels, for the data set", () => {
    writeBoth(1);
    const [first, ...others] = ["data", "data/data.yaml", "data/labels/val", "data/labels"].map((truth) =>
      jsonOf(run("score", truth, "predict/labels", "--task", "boxes", "--json")),
    );
    expect((first?.categories as { name: string }[]).map(({ name }) => name)).toEqual(["cat", "dog", "owl"]);
    for (const other of others) expect(other.ap).toBe(first?.ap);
  });

  describe("by a val of data.yaml", () => {
    const names = "names: [cat, dog, owl]\n";
    const move = (image: number, to: string): void => {
      for (const [folder, ending] of [
        ["images", "png"],
        ["labels", "txt"],
      ] as const) {
        const name = `image${image}.${ending}`;
        mkdirSync(join(workspace.folder, `data/${folder}/${to}`), { recursive: true });
        renameSync(
          join(workspace.folder, `data/${folder}/val`, name),
          join(workspace.folder, `data/${folder}/${to}`, name),
        );
      }
    };
    const score = (val: string): Ran => {
      workspace.write("data/data.yaml", `path: .\ntrain: images/train\n${val}${names}`);
      return run("score", "data", "predict", "--task", "boxes", "--json");
    };

    it("that is a list of folders, in either of YAML's forms", () => {
      writeBoth(1);
      const whole = jsonOf(score("val: images/val\n"));
      move(0, "night");
      for (const val of [
        "val:\n  - images/val # by day\n  - images/night\n",
        "val:\n- images/val\n- 'images/night'\n",
        'val: [images/val, "images/night"]\n',
        "val: [images/val,\n  ./images/night]\n",
      ]) {
        const ran = score(val);
        expect(ran.stderr).toContain("scoring 3 photos, which is val of");
        expect(jsonOf(ran)).toMatchObject({ ap: whole.ap, imageCount: 3 });
      }
      const { status, stderr } = score("val: [images/val, images/dusk]\n");
      expect(status).toBe(1);
      expect(stderr).toContain("val: images/dusk is neither a folder nor a list of photos");
    });

    it("that is a text of photos, relative to it or to the data set", () => {
      writeBoth(2);
      rmSync(join(workspace.folder, "predict/labels/image1.txt"));
      const whole = jsonOf(score("val: images/val\n"));
      move(2, "night");
      move(1, "unused");
      const of = (folder: string): string =>
        [`${folder}val/image0.png`, `${folder}night/image2.png`, ""].join("\r\n");
      for (const [place, text] of [
        ["val2.txt", of("./images/")],
        ["val2.txt", of("images/")],
        ["lists/val2.txt", of("images/")],
        ["images/val2.txt", of("./")],
      ] as const) {
        workspace.write(`data/${place}`, text);
        const ran = score(`val: ${place}\n`);
        expect(ran.stderr).toContain("scoring 2 photos");
        const told = jsonOf(ran);
        expect(told.imageCount).toBe(2);
        // Without the objects of image 1, of which nothing is found.
        expect(told.ap).toBeGreaterThan(whole.ap as number);
        rmSync(join(workspace.folder, `data/${place}`));
      }
      workspace.write("data/val2.txt", "./images/val/image0.png\n./images/val/lost.png\n");
      rmSync(join(workspace.folder, "predict/labels/image2.txt"));
      expect(score("val: val2.txt\n").stderr).toContain("lost.png: the photo's size cannot be read");
      workspace.write("data/val2.txt", "no photo\n");
      expect(score("val: val2.txt\n").stderr).toContain("val: val2.txt lists no photo");
    });
  });

  it("scores boxes around polygons where boxes are asked for", () => {
    writeBoth(5, true);
    const coco = jsonOf(run("score", "gt.json", "dt.json", "--task", "boxes", "--json"));
    expect(jsonOf(run("score", "data", "predict", "--task", "boxes", "--json")).ap).toBe(coco.ap);
  });

  it("takes a photo without labels for an image without objects, and one without predictions", () => {
    writeBoth(1);
    const ap = (): unknown => jsonOf(run("score", "data", "predict", "--json")).ap;
    const before = ap();
    workspace.write("data/images/val/empty.png", png(new Uint8Array(16), 4));
    expect(ap()).toBe(before);
    // What is found there is wrong, and surer than anything else.
    workspace.write("predict/labels/empty.txt", "0 .5 .5 .5 .5 1\n1 .5 .5 .5 .5 1\n2 .5 .5 .5 .5 1\n");
    expect(ap()).toBeLessThan(before as number);
    expect(jsonOf(run("score", "data", "predict", "--json")).imageCount).toBe(4);
  });

  it("needs sizes by photos or by an option", () => {
    workspace.write("labels/a.txt", "0 .5 .5 .5 .5\n0 .5 .5 .5 .5\n");
    workspace.write("found/a.txt", "0 .5 .5 .5 .5 .9");
    const without = run("score", "labels", "found");
    expect(without.status).toBe(1);
    expect(without.stderr).toContain("--image-size");
    const told = run("score", "labels", "found", "--image-size", "640x480", "--json");
    expect(told.stderr).toContain("1 objects stand twice");
    expect(told.stderr).toContain("called by number");
    // 320 x 240 pixels: large.
    const { ap50, apLarge, apSmall } = jsonOf(told);
    expect([ap50, apLarge]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
    expect(apSmall).toBeNull();
    expect(run("score", "labels", "found", "--image-size", "640").stderr).toContain("640x480");
  });

  it("reads sizes of JPEGs, which may lie on their side", () => {
    const { data } = encodeJpeg({ width: 40, height: 20, data: new Uint8Array(40 * 20 * 4) }, 50);
    // APP1 of Exif: a TIFF with one entry, orientation 6.
    const exif = Buffer.from(
      "ffe10022457869660000" + "4d4d002a00000008" + "0001011200030000000100060000" + "00000000",
      "hex",
    );
    workspace.write("images/a.jpg", Buffer.concat([data.subarray(0, 2), exif, data.subarray(2)]));
    workspace.write("images/b.jpg", data);
    const line = "0 .1 .2 .9 .2 .9 .8 .1 .8";
    for (const id of ["a", "b"]) {
      workspace.write(`labels/${id}.txt`, line);
      workspace.write(`found/${id}.txt`, `${line} .5`);
    }
    const told = run("score", "labels", "found", "--json");
    expect(told.stderr).not.toContain("cannot");
    expect(jsonOf(told)).toMatchObject({ ap50: expect.closeTo(1, 12) as number, imageCount: 2 });
  });

  it.each([
    ["0 .5 .5 .5 .5", "save_conf=True"],
    ["0 .5 .5 .5", "line 1 expected class, middle, width and height"],
    ["0 .5 x .5 .5 .9", "line 1 expected numbers"],
    ["0.5 .5 .5 .5 .5 .9", "a class, a whole number"],
    ["0 320 240 50 50 .9", "divide pixels by the image's width and height"],
    ["7 .5 .5 .5 .5 .9", "has class 7, which is none of the 3 classes"],
  ])("refuses a prediction of %s", (line, words) => {
    writeBoth(1);
    workspace.write("predict/labels/image1.txt", line);
    const { stderr, status } = run("score", "data", "predict", "--task", "boxes");
    expect(stderr).toContain(words);
    expect(stderr).toContain("image1.txt");
    expect(status).toBe(1);
  });

  it("refuses what does not belong together", () => {
    writeBoth(1);
    expect(run("score", "data", "predict", "--task", "masks").stderr).toContain("--task boxes scores boxes");
    expect(
      run("score", "predict", "data/labels/val", "--task", "boxes", "--image-size", "64x64").stderr,
    ).toContain("wrong way round");
    expect(run("score", "gt.json", "dt.json", "--image-size", "4x4").stderr).toContain(
      "--image-size is for YOLO's",
    );
    workspace.write("predict/labels/other.txt", "0 .5 .5 .5 .5 .9");
    const { stderr } = run("score", "data", "predict");
    expect(stderr).toContain("other.txt");
  });
});
