import type { DroppedItem } from "../score/droppedFiles.js";
import type { SideFiles } from "../score/pairs.js";
import type { Side } from "../score/roles.js";

/** A side with more files: its JSON and its PNGs may come one after the other. Its name is the JSON's. */
export function withPanopticFiles(before: SideFiles | undefined, items: readonly DroppedItem[]): SideFiles {
  const added = items.flatMap(({ name, isFolder, files }) =>
    files.map(({ path, file }) => ({ path: isFolder ? `${name}/${path}` : path, file })),
  );
  const paths = new Set(added.map(({ path }) => path));
  const files = [...(before?.files ?? []).filter(({ path }) => !paths.has(path)), ...added];
  const json = files.find(({ path }) => /\.json$/i.test(path));
  return { name: json?.path ?? items[0]?.name ?? "", isFolder: false, files };
}

/** Where no side was aimed at: as the names say, else the first that has nothing. */
export function panopticSideOf(items: readonly DroppedItem[], hasTruth: boolean): Side {
  return hasTruth || items.some(({ name }) => /pred|result|output/i.test(name))
    ? "prediction"
    : "groundTruth";
}
