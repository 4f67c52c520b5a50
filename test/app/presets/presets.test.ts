import { describe, expect, it } from "vitest";
import { type DatasetPreset, type PresetName, PRESETS } from "../../../app/presets/presets.js";
import { vocColour } from "../../../app/presets/voc.js";
import { SegmentationScorer } from "../../../src/index.js";
import { STREET_CLASS_NAMES } from "../../../app/samples/streetScene.js";

function preset(name: PresetName): DatasetPreset {
  return PRESETS.get(name) as DatasetPreset;
}

function scorerOf({ numClasses, ignoreIndex, classNames, labelMapping }: DatasetPreset): SegmentationScorer {
  return new SegmentationScorer({ numClasses, ignoreIndex, classNames, labelMapping });
}

/** Counts one row of pixels; [truth, prediction, pixels] of what was counted, and how many were not. */
function counted(name: PresetName, truth: readonly number[], prediction: readonly number[]): unknown {
  const scorer = scorerOf(preset(name));
  scorer.update(Uint8Array.from(truth), Uint8Array.from(prediction));
  const { numClasses, counts, ignoredCount } = scorer.confusionMatrix();
  const cells = [...counts.entries()]
    .filter(([, count]) => count > 0)
    .map(([cell, count]) => [Math.floor(cell / numClasses), cell % numClasses, count]);
  return { cells, ignoredCount };
}

describe.each([...PRESETS])("%s", (name, known) => {
  it("goes by its name, and says what its labels are in one line", () => {
    expect(known.name).toBe(name);
    expect(known.description).toMatch(/^.{20,}$/);
  });

  it("has a name and a colour for each class", () => {
    expect(known.classNames).toHaveLength(known.numClasses);
    expect(known.palette).toHaveLength(known.numClasses);
    for (const className of known.classNames) expect(className).toMatch(/^[a-z]+( [a-z]+)*$/);
    for (const colour of known.palette) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  });

  it("names no class twice", () => {
    expect(new Set(known.classNames).size).toBe(known.numClasses);
  });

  it("has no colour twice, but for ADE20K's road and skyscraper", () => {
    const twice = known.classNames.filter(
      (_, c) =>
        known.palette.indexOf(known.palette[c] as string) !==
        known.palette.lastIndexOf(known.palette[c] as string),
    );
    expect(twice).toEqual(name === "ade20k" ? ["road", "skyscraper"] : []);
  });

  it("is what a scorer can be made of", () => {
    const { settings } = scorerOf(known);
    expect(settings.numClasses).toBe(known.numClasses);
    expect(settings.classNames).toEqual(known.classNames);
    expect(settings.ignoreIndex).toBe(known.ignoreIndex);
  });

  it("ignores no class", () => {
    expect(known.ignoreIndex).toBeGreaterThanOrEqual(known.numClasses);
  });
});

describe("Cityscapes", () => {
  it("has the classes of the street scene, in the order of train ids", () => {
    expect(preset("cityscapes").classNames).toEqual(STREET_CLASS_NAMES);
    expect(preset("cityscapes").palette.slice(0, 2)).toEqual(["#804080", "#f423e8"]);
    expect(preset("cityscapes").palette[18]).toBe("#770b20");
  });

  it("reads ids on both sides", () => {
    // Road, bicycle for motorcycle, parking, unlabelled, the licence plate.
    expect(counted("cityscapes", [7, 33, 9, 0, 255], [7, 32, 7, 7, 7])).toEqual({
      cells: [
        [0, 0, 1],
        [18, 17, 1],
      ],
      ignoredCount: 3,
    });
  });
});

describe("PASCAL VOC", () => {
  it("has background first and tvmonitor last", () => {
    expect(preset("voc").numClasses).toBe(21);
    expect(preset("voc").classNames[0]).toBe("background");
    expect(preset("voc").classNames[15]).toBe("person");
    expect(preset("voc").classNames[20]).toBe("tvmonitor");
  });

  it.each([
    [0, "#000000"],
    [1, "#800000"],
    [2, "#008000"],
    [7, "#808080"],
    [8, "#400000"],
    [15, "#c08080"],
    [20, "#004080"],
    [255, "#e0e0c0"],
  ])("draws label %i as %s", (label, colour) => {
    expect(vocColour(label)).toBe(colour);
    if (label < 21) expect(preset("voc").palette[label]).toBe(colour);
  });

  it("has 256 colours, all different", () => {
    expect(new Set(Array.from({ length: 256 }, (_, label) => vocColour(label))).size).toBe(256);
  });

  it("leaves void out", () => {
    expect(counted("voc", [0, 20, 255], [0, 15, 3])).toEqual({
      cells: [
        [0, 0, 1],
        [20, 15, 1],
      ],
      ignoredCount: 1,
    });
  });
});

describe("ADE20K", () => {
  it("has 150 classes, from wall to flag", () => {
    const { numClasses, classNames, palette } = preset("ade20k");
    expect(numClasses).toBe(150);
    for (const [c, className, colour] of [
      [0, "wall", "#787878"],
      [7, "bed", "#cc05ff"],
      [12, "person", "#96053d"],
      [48, "skyscraper", "#8c8c8c"],
      [76, "boat", "#adff00"],
      [149, "flag", "#5c00ff"],
    ] as const) {
      expect([classNames[c], palette[c]]).toEqual([className, colour]);
    }
  });

  it("reads 1..150 in the truth and 0..149 in the prediction", () => {
    expect(counted("ade20k", [1, 150, 0, 255], [0, 149, 5, 5])).toEqual({
      cells: [
        [0, 0, 1],
        [149, 149, 1],
      ],
      ignoredCount: 2,
    });
  });
});

describe("CamVid", () => {
  it("has SegNet's 11 classes, from sky to bicyclist", () => {
    const { numClasses, classNames, palette } = preset("camvid");
    expect(numClasses).toBe(11);
    expect([classNames[0], palette[0]]).toEqual(["sky", "#808080"]);
    expect([classNames[4], palette[4]]).toEqual(["pavement", "#3c28de"]);
    expect([classNames[10], palette[10]]).toEqual(["bicyclist", "#0080c0"]);
  });

  it("leaves 11 out", () => {
    expect(counted("camvid", [3, 11], [4, 4])).toEqual({ cells: [[3, 4, 1]], ignoredCount: 1 });
  });
});
