import type { DroppedItem } from "./droppedFiles.js";
import type { SideFiles } from "./pairs.js";
import type { Side } from "./roles.js";

/** What is to be scored: a truth, and any number of models. */
export interface Sides {
  readonly groundTruth?: SideFiles | undefined;
  readonly predictions: readonly SideFiles[];
  /** What came with them and is not scored. */
  readonly leftOut: readonly SideFiles[];
  /** How the page told which is which, in words; undefined where the user said it. */
  readonly told?: string | undefined;
}

export const NO_SIDES: Sides = { predictions: [], leftOut: [] };

/** What a folder, or a file, is of a run. */
export type Role = "groundTruth" | "model" | "leftOut";

/** Things as one side: of folders in one, paths tell them apart. */
export function asSide(items: readonly DroppedItem[]): SideFiles {
  const [only] = items;
  const isOne = items.length === 1 && only !== undefined;
  const files = items.flatMap(({ name, isFolder, files: found }) =>
    isOne || !isFolder ? found : found.map(({ path, file }) => ({ path: `${name}/${path}`, file })),
  );
  return { name: isOne ? only.name : `${files.length} files`, isFolder: isOne && only.isFolder, files };
}

/** Folders stand beside folders, and masks beside masks; of loose files there is one model. */
function areAlike(a: SideFiles, b: SideFiles): boolean {
  return a.isFolder ? b.isFolder : !b.isFolder && a.files.length === 1 && b.files.length === 1;
}

/** Models with more of them: they take the places of those of their names, and of those that are of another kind. */
export function withModels(sides: Sides, items: readonly SideFiles[], told?: string): Sides {
  const kept = sides.predictions.filter((one) =>
    items.every((item) => item.name !== one.name && areAlike(item, one)),
  );
  return { ...sides, predictions: [...kept, ...items], told: told ?? sides.told };
}

/** One of them is something else. Where it is the truth, what was the truth is a model. */
export function withRole({ groundTruth, predictions, leftOut }: Sides, side: SideFiles, role: Role): Sides {
  const without = (sides: readonly SideFiles[]): SideFiles[] => sides.filter((one) => one !== side);
  const truth = role === "groundTruth" ? side : groundTruth === side ? undefined : groundTruth;
  const former =
    role === "groundTruth" && groundTruth !== undefined && groundTruth !== side ? [groundTruth] : [];
  return {
    groundTruth: truth,
    predictions: [...former, ...without(predictions), ...(role === "model" ? [side] : [])],
    leftOut: [...without(leftOut), ...(role === "leftOut" ? [side] : [])],
  };
}

/** The truth and the only model, or the first of several: of tasks that take one of each. */
export function firstPair({
  groundTruth,
  predictions: [prediction],
}: Sides): Partial<Record<Side, SideFiles>> {
  return { ...(groundTruth && { groundTruth }), ...(prediction && { prediction }) };
}

/** The same the other way round. */
export function asSides({ groundTruth, prediction }: Partial<Record<Side, SideFiles>>): Sides {
  return { groundTruth, predictions: prediction === undefined ? [] : [prediction], leftOut: [] };
}
