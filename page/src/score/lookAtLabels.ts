import { chooseMasks } from "../../../app/pairing/chooseMasks.js";
import { pageWorkers } from "../counting/workers.js";
import type { DroppedFile, DroppedItem } from "./droppedFiles.js";
import { idOfFile } from "./pairs.js";
import type { FolderLabels } from "./roles.js";

/** Masks that are looked at of a folder, spread over it. */
const LOOKED_AT = 6;

/** What some masks of a folder hold. What cannot be read tells nothing: it is reported when it is counted. */
export async function lookAtLabels({ files }: DroppedItem): Promise<FolderLabels> {
  const masks = new Set(
    chooseMasks(
      files.map(({ path }) => path),
      {},
    ).files,
  );
  const chosen = files.filter(({ path }) => masks.has(path));
  const step = Math.max(1, chosen.length / LOOKED_AT);
  const labels = new Set<number>();
  let hasScores = false;
  for (let i = 0; i < Math.min(LOOKED_AT, chosen.length); i++) {
    const { path, file } = chosen[Math.floor(i * step)] as DroppedFile;
    const named = { shown: path, file, id: idOfFile(file) };
    const found = await pageWorkers()
      .ask("inspect", { named, decode: {}, divide: undefined }, { about: path })
      .catch(() => undefined);
    if (found?.numClasses !== undefined) hasScores = true;
    else for (const { label } of found?.labels ?? []) labels.add(label);
  }
  return { labels, hasScores };
}
