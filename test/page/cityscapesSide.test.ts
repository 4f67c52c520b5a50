import { describe, expect, it } from "vitest";
import { cityscapesSide, requireLabelIds } from "../../page/src/tasks/cityscapesSide.js";
import { measureTask } from "../../page/src/tasks/measure.js";
import { PanopticScorer } from "../../src/scorers/panopticScorer.js";
import { CITYSCAPES_CATEGORIES } from "../../app/job/cityscapesCategories.js";
import type { Raster } from "../../src/reading/raster.js";

const fileOf = (path: string): { readonly path: string; readonly file: File } => ({
  path,
  file: new File([], path),
});

describe("a side of Cityscapes' instance ids", () => {
  it("takes the PNGs of ids by image, whatever lies beside them", () => {
    const names = ["bonn/bonn_000000_000019_gtFine_", "ulm/ulm_000001_000019_gtFine_"];
    const files = names.flatMap((name) => [fileOf(`${name}instanceIds.png`), fileOf(`${name}color.png`)]);
    const side = cityscapesSide(files, "gtFine", "ground truth");
    expect([...side.annotations.keys()]).toEqual(["bonn_000000_000019", "ulm_000001_000019"]);
    expect(side.fileOf("ulm_000001_000019")).toMatchObject({
      segments: "cityscapes",
      named: { shown: `ground truth, ${names[1] as string}instanceIds.png` },
    });
    const predicted = cityscapesSide([fileOf("bonn_000000_000019.png")], "p", "prediction");
    expect([...predicted.annotations.keys()]).toEqual(["bonn_000000_000019"]);
  });

  it("refuses two files of one image, none, and a truth of other labels", () => {
    const twins = ["a/x_000000_000001_gtFine_instanceIds.png", "b/x_000000_000001_instanceIds.png"].map(
      fileOf,
    );
    expect(() => cityscapesSide(twins, "t", "ground truth")).toThrow('are both of image "x_000000_000001"');
    expect(() => cityscapesSide([fileOf("x_color.png")], "t", "prediction")).toThrow(
      "the prediction: expected *_instanceIds.png, or PNGs of instance ids, got none",
    );
    const categories = [{ id: 7, name: "traffic sign", isThing: false }];
    expect(() => {
      requireLabelIds({ name: "t.json", categories }, "p");
    }).toThrow(
      't.json: category 7 is "traffic sign", which is no label id of Cityscapes, and p holds label ids',
    );
    requireLabelIds({ name: "t.json", categories: CITYSCAPES_CATEGORIES }, "p");
  });

  it("is measured by its ids: cars apart, groups as crowds, what is not evaluated as void", async () => {
    const rasters: Record<string, readonly number[]> = {
      truth: [26_001, 26_001, 26_002, 26, 7, 7, 0, 0],
      prediction: [26_001, 26_001, 7, 26_005, 7, 7, 7, 7],
    };
    const named = (shown: string) => ({ shown, file: new File([], shown), id: 1 });
    const readIds = (one: { readonly shown: string }, hasColours: boolean): Promise<Raster> => {
      expect(hasColours).toBe(false);
      const data = Uint16Array.from(rasters[one.shown] as number[]);
      return Promise.resolve({ kind: "labels", data, size: [1, 2, 4] } as unknown as Raster);
    };
    const image = {
      task: "panoptic",
      options: { categories: CITYSCAPES_CATEGORIES },
      groundTruth: { named: named("truth"), segments: "cityscapes" },
      prediction: { named: named("prediction"), segments: "cityscapes" },
      convention: undefined,
    } as const;
    const readPair = (): never => {
      throw new Error("no masks");
    };
    const { state } = await measureTask(image, { readPair, readIds });
    const { categories } = PanopticScorer.fromBytes(state).compute();
    const told = categories.map(({ name, tp, fp, fn }) => ({ name, tp, fp, fn }));
    // The car on the crowd is forgiven; the road keeps 2 of 3 pixels beside void.
    expect(told.find(({ name }) => name === "car")).toEqual({ name: "car", tp: 1, fp: 0, fn: 1 });
    expect(told.find(({ name }) => name === "road")).toEqual({ name: "road", tp: 1, fp: 0, fn: 0 });
    rasters.prediction = [40_001, 7, 7, 7, 7, 7, 7, 7];
    await expect(measureTask(image, { readPair, readIds })).rejects.toThrow("expected ids of Cityscapes");
  });
});
