import { CITYSCAPES_CATEGORIES, strayCategory } from "../../../app/job/cityscapesCategories.js";
import { cityscapesImage, instanceFiles } from "../../../app/job/cityscapesNames.js";
import type { PanopticCategoryOptions } from "../../../src/measures/panoptic/panopticSettings.js";
import type { PanopticFile } from "../counting/protocol.js";
import type { DroppedFile } from "../score/droppedFiles.js";
import { idOfFile } from "../score/pairs.js";

/**
 * A side of Cityscapes' instance ids, with a folder a city or without.
 *
 * @throws {Error} it has none, or two of one image
 */
export function cityscapesSide(
  files: readonly DroppedFile[],
  name: string,
  side: string,
): {
  readonly categories: typeof CITYSCAPES_CATEGORIES;
  readonly annotations: ReadonlyMap<string, DroppedFile>;
  readonly name: string;
  readonly fileOf: (id: string) => PanopticFile;
} {
  const kept = new Set(instanceFiles(files.map(({ path }) => path)));
  const annotations = new Map<string, DroppedFile>();
  for (const dropped of files.filter(({ path }) => kept.has(path))) {
    const id = cityscapesImage(dropped.path.split("/").at(-1) ?? "");
    const twin = annotations.get(id);
    if (twin !== undefined) throw new Error(`${dropped.path} and ${twin.path} are both of image "${id}"`);
    annotations.set(id, dropped);
  }
  if (annotations.size === 0) {
    throw new Error(`the ${side}: expected *_instanceIds.png, or PNGs of instance ids, got none`);
  }
  return {
    categories: CITYSCAPES_CATEGORIES,
    annotations,
    name,
    fileOf(id) {
      const { file, path } = annotations.get(id) as DroppedFile;
      return { named: { file, shown: `${side}, ${path}`, id: idOfFile(file) }, segments: "cityscapes" };
    },
  };
}

/** @throws {Error} the prediction holds label ids, and the truth's categories are others */
export function requireLabelIds(
  truth: { readonly name: string; readonly categories: readonly PanopticCategoryOptions[] | undefined },
  predicted: string,
): void {
  const stray = strayCategory(truth.categories);
  if (stray === undefined) return;
  throw new Error(
    `${truth.name}: category ${stray.id} is "${stray.name ?? ""}", which is no label id of Cityscapes, and ${predicted} holds label ids; make the JSON without --use-train-id`,
  );
}
