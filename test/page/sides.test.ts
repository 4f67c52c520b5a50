import { describe, expect, it } from "vitest";
import { modelNamesOf, pairModels, type SideFiles } from "../../page/src/score/pairs.js";
import { NO_SIDES, type Sides, withModels, withRole } from "../../page/src/score/sides.js";

const side = (name: string, paths: readonly string[] = ["a.png"]): SideFiles => ({
  name,
  isFolder: true,
  files: paths.map((path) => ({ path, file: new File([], path) })),
});

const names = ({ groundTruth, predictions, leftOut }: Sides): unknown => [
  groundTruth?.name,
  predictions.map(({ name }) => name),
  leftOut.map(({ name }) => name),
];

describe("what was dropped", () => {
  const [truth, old, next] = [side("truth"), side("old"), side("new")] as const;
  const both: Sides = { ...NO_SIDES, groundTruth: truth, predictions: [old, next] };

  it("changes its role: a truth that is none any more is a model", () => {
    expect(names(withRole(both, next, "groundTruth"))).toEqual(["new", ["truth", "old"], []]);
    expect(names(withRole(both, truth, "model"))).toEqual([undefined, ["old", "new", "truth"], []]);
    const without = withRole(both, old, "leftOut");
    expect(names(without)).toEqual(["truth", ["new"], ["old"]]);
    expect(names(withRole(without, old, "model"))).toEqual(["truth", ["new", "old"], []]);
  });

  it("is added to the models, and takes the place of one of its name", () => {
    const again = side("old", ["a.png", "b.png"]);
    const more = withModels(both, [again]);
    expect(names(more)).toEqual(["truth", ["new", "old"], []]);
    expect(more.predictions[1]).toBe(again);
  });

  it("takes the place of models of another kind", () => {
    const file: SideFiles = { name: "a.png", isFolder: false, files: side("x").files };
    expect(names(withModels(both, [file]))).toEqual(["truth", ["a.png"], []]);
    const second = { ...file, name: "b.png" };
    expect(names(withModels({ ...both, predictions: [file] }, [second]))).toEqual([
      "truth",
      ["a.png", "b.png"],
      [],
    ]);
    const loose = { ...file, name: "2 files", files: [...file.files, ...file.files] };
    expect(names(withModels({ ...both, predictions: [file] }, [loose]))).toEqual(["truth", ["2 files"], []]);
  });

  it("is called as its user says, and two of one name are numbered", () => {
    expect(modelNamesOf([old, { ...next, model: "baseline" }, side("old")])).toEqual([
      "old",
      "baseline",
      "old (2)",
    ]);
  });
});

describe("pairModels", () => {
  it("keeps the images that all models have, and tells of the others", () => {
    const { images, notes } = pairModels(
      side("truth", ["a.png", "b.png", "c.png"]),
      [side("x", ["a.png", "b.png"]), side("y", ["b.png", "c.png"])],
      undefined,
    );
    expect(images.map(({ id, predictions }) => [id, predictions.map(({ shown }) => shown)])).toEqual([
      ["b", ["x/b.png", "y/b.png"]],
    ]);
    expect(notes.at(-1)).toBe(
      "2 of 3 images are left out: models are compared over the images that all of them have.",
    );
  });

  it("refuses models that have no image in common", () => {
    expect(() =>
      pairModels(side("truth", ["a.png", "b.png"]), [side("x", ["a.png"]), side("y", ["b.png"])], undefined),
    ).toThrow("no image has a mask by every model: x, y; leave one of them out");
  });
});
