import { describe, expect, it } from "vitest";
import { pairImages, type SideFiles } from "../../page/src/score/pairs.js";
import { cityscapes } from "../../app/presets/cityscapes.js";
import { voc } from "../../app/presets/voc.js";

const folder = (name: string, paths: readonly string[]): SideFiles => ({
  name,
  isFolder: true,
  files: paths.map((path) => ({ path, file: new File([], path) })),
});

describe("pairImages", () => {
  it("pairs folders by paths, calls files by their folder, and tells what is left out", () => {
    const { images, notes } = pairImages(
      folder("truth", ["x/a.png", "x/b.png", "readme.txt"]),
      folder("unet", ["x/a.npy", "x/c.png"]),
      undefined,
    );
    expect(
      images.map(({ id, groundTruth, prediction }) => [id, groundTruth.shown, prediction.shown]),
    ).toEqual([["x/a", "truth/x/a.png", "unet/x/a.npy"]]);
    expect(notes).toHaveLength(3);
    expect(notes[0]).toBe("truth: one file is no mask by name, and left out.");
  });

  it("takes of Cityscapes' truth the label ids, whatever lies beside them", () => {
    const { images } = pairImages(
      folder("gtFine", ["u_gtFine_color.png", "u_gtFine_instanceIds.png", "u_gtFine_labelIds.png"]),
      folder("out", ["u_pred.png"]),
      cityscapes,
    );
    expect(images.map(({ groundTruth }) => groundTruth.shown)).toEqual(["gtFine/u_gtFine_labelIds.png"]);
  });

  it("takes of VOC's root the masks of classes", () => {
    const { images } = pairImages(
      folder("VOC2012", ["JPEGImages/a.jpg", "SegmentationClass/a.png", "SegmentationObject/a.png"]),
      folder("out", ["a.png"]),
      voc,
    );
    expect(images.map(({ groundTruth }) => groundTruth.shown)).toEqual(["VOC2012/SegmentationClass/a.png"]);
  });

  it("takes neither of two masks of one name", () => {
    expect(() =>
      pairImages(folder("t", ["a.png", "a.tif", "b.png"]), folder("p", ["a.png"]), undefined),
    ).toThrow('t/a.png and t/a.tif are masks of one name, "a": which of them is meant cannot be told');
  });

  it("says which side a file is of only where both have it", () => {
    const single = (path: string): SideFiles => ({
      name: path,
      isFolder: false,
      files: [{ path, file: new File([], path) }],
    });
    const shown = (truth: string, prediction: string): string[] =>
      pairImages(single(truth), single(prediction), undefined).images.flatMap((pair) => [
        pair.groundTruth.shown,
        pair.prediction.shown,
      ]);
    expect(shown("a.png", "b.png")).toEqual(["a.png", "b.png"]);
    expect(shown("a.png", "a.png")).toEqual(["ground truth, a.png", "prediction, a.png"]);
  });
});
