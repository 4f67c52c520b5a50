import { describe, expect, it } from "vitest";
import type { DroppedItem } from "../../page/src/score/droppedFiles.js";
import type { FolderLabels } from "../../page/src/score/roles.js";
import { rolesInside, rolesOf, type ToldRoles } from "../../page/src/score/versions.js";

const item = (name: string, paths: readonly string[], isFolder = true): DroppedItem => ({
  name,
  isFolder,
  files: paths.map((path) => ({ path, file: new File([], path) })),
});
const masks = (folder = ""): string[] =>
  ["a.png", "b.png", "c.png", "d.png"].map((name) => `${folder}${name}`);
const file = (name: string): DroppedItem => item(name, [name], false);

/** Labels by folder; looking at any other fails. */
function looking(labels: Readonly<Record<string, readonly number[] | "scores">>) {
  return ({ name }: DroppedItem): Promise<FolderLabels> => {
    const own = labels[name];
    if (own === undefined) throw new Error(`${name} need not be looked at`);
    return Promise.resolve({ labels: new Set(own === "scores" ? [] : own), hasScores: own === "scores" });
  };
}

function told(roles: ToldRoles | undefined): unknown {
  return (
    roles && {
      truth: roles.groundTruth?.name,
      models: roles.models.map(({ name }) => name),
      leftOut: roles.leftOut.map(({ name }) => name),
      because: roles.because,
    }
  );
}

describe("folders that were dropped together", () => {
  it("are told by their names, whatever their order", async () => {
    const folders = [item("unet-a", masks()), item("gt", masks()), item("unet-b", masks())];
    expect(told(await rolesOf(folders, undefined, looking({})))).toEqual({
      truth: "gt",
      models: ["unet-a", "unet-b"],
      leftOut: [],
      because: "gt is taken for the ground truth: its name says so",
    });
  });

  it.each([
    ["void", { x: [0, 1], y: [0, 1, 255], z: [0, 1] }, "only its masks hold label 255, which marks void"],
    ["the largest label", { x: [0, 10], y: [0, 11], z: [9] }, "only its masks hold label 11"],
    ["scores", { x: "scores", y: [0, 1], z: "scores" }, "only its masks are labels and no scores"],
  ] as const)("are told by %s where names say nothing", async (_, labels, why) => {
    const folders = ["x", "y", "z"].map((name) => item(name, masks()));
    const roles = await rolesOf(folders, undefined, looking(labels));
    expect(roles?.groundTruth?.name).toBe("y");
    expect(roles?.because).toBe(`y is taken for the ground truth: ${why}`);
  });

  it("are the first and the others where nothing tells, which is said", async () => {
    const folders = [item("x", masks()), item("y", masks())];
    const roles = await rolesOf(folders, undefined, looking({ x: [0, 255], y: [0, 255] }));
    expect(roles?.because).toBe(
      "x is taken for the ground truth: it is the first, and neither names nor labels tell",
    );
  });

  it("are models of a truth that is there", async () => {
    const truth = item("truth", masks());
    const roles = await rolesOf([item("x", masks()), item("y", masks())], truth, looking({}));
    expect(told(roles)).toEqual({ truth: undefined, models: ["x", "y"], leftOut: [], because: "" });
  });

  it("leave out photos and what has a few of the images only", async () => {
    const folders = [
      item("truth", masks()),
      item("model", masks()),
      item("softmax", ["a.npy"]),
      item("images", masks()),
    ];
    expect(told(await rolesOf(folders, undefined, looking({})))).toEqual({
      truth: "truth",
      models: ["model"],
      leftOut: ["softmax", "images"],
      because:
        "truth is taken for the ground truth: its name says so; softmax is left out: it has 1 of the 4 images; images is left out: photos, by the name",
    });
  });
});

describe("files that were dropped together", () => {
  it("are a truth and models where one is called as a truth", async () => {
    const roles = await rolesOf(["a.png", "truth.png", "b.png"].map(file), undefined, looking({}));
    expect(roles?.groundTruth?.name).toBe("truth.png");
    expect(roles?.models).toHaveLength(2);
  });

  it("are else the files of one side", async () => {
    expect(await rolesOf(["1.png", "2.png", "3.png"].map(file), undefined, looking({}))).toBeUndefined();
  });
});

describe("a folder of folders", () => {
  it("holds truth and models, and what lies beside them", async () => {
    const parent = item("data", [...masks("truth/"), ...masks("new/"), ...masks("old/"), "classes.json"]);
    const roles = await rolesInside(parent, undefined, looking({}));
    expect(roles?.groundTruth?.files.map(({ path }) => path)).toEqual(masks());
    expect(roles?.models.map(({ name }) => name)).toEqual(["new", "old"]);
    expect(roles?.loose.map(({ path }) => path)).toEqual(["classes.json"]);
  });

  it("is looked into below folders that hold one folder only", async () => {
    const parent = item("data", [...masks("val/truth/"), ...masks("val/model/")]);
    expect((await rolesInside(parent, undefined, looking({})))?.groundTruth?.name).toBe("truth");
  });

  it("is told by labels where names say nothing", async () => {
    const parent = item("data", [...masks("x/"), ...masks("y/")]);
    const roles = await rolesInside(parent, undefined, looking({ x: [0, 1], y: [0, 1, 255] }));
    expect(roles?.groundTruth?.name).toBe("y");
  });

  it("is one folder of masks where nothing tells, as one by city or by camera is", async () => {
    const cities = item("gtFine", ["bremen/bremen_1.png", "ulm/ulm_1.png"]);
    expect(await rolesInside(cities, undefined, looking({}))).toBeUndefined();
    const cameras = item("rig", [...masks("left/"), ...masks("right/")]);
    const labels = looking({ left: [0, 255], right: [0, 255] });
    expect(await rolesInside(cameras, undefined, labels)).toBeUndefined();
  });

  it("holds models of a truth that is there, unless that is of the same folders", async () => {
    const parent = item("runs", [...masks("x/"), ...masks("y/")]);
    const roles = await rolesInside(parent, item("truth", masks()), looking({}));
    expect(roles?.models.map(({ name }) => name)).toEqual(["x", "y"]);
    const truth = item("truth", [...masks("x/"), ...masks("y/")]);
    expect(await rolesInside(parent, truth, looking({}))).toBeUndefined();
  });
});
