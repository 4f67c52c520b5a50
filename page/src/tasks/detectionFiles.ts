import { isPhotoName } from "../../../app/detections/yoloNames.js";
import type { DroppedFile, DroppedItem } from "../score/droppedFiles.js";
import type { SideFiles } from "../score/pairs.js";
import { orderedByRole, type Side } from "../score/roles.js";
import { panopticSideOf } from "./panopticFiles.js";

const isPhoto = ({ path }: DroppedFile): boolean => isPhotoName(path);

type Sides = Readonly<Partial<Record<Side, SideFiles>>>;

/** Both sides with what was dropped: two things at once go to both; else all to the side that was aimed at, or that they fit. */
export function withDetections(sides: Sides, items: readonly DroppedItem[], side: Side | undefined): Sides {
  const [first, second, ...others] = items;
  if (side === undefined && first !== undefined && second !== undefined && others.length === 0) {
    const { groundTruth, prediction } = orderedByRole(first, second);
    return {
      groundTruth: withFiles(sides.groundTruth, [groundTruth]),
      prediction: withFiles(sides.prediction, [prediction]),
    };
  }
  const of = side ?? sideOf(items, sides.groundTruth);
  return { ...sides, [of]: withFiles(sides[of], items) };
}

/** A side with more files: photos are added to what is there, everything else takes its place. */
function withFiles(before: SideFiles | undefined, items: readonly DroppedItem[]): SideFiles {
  const added = items.flatMap(({ name, isFolder, files }) =>
    files.map(({ path, file }) => ({ path: isFolder ? `${name}/${path}` : path, file })),
  );
  const isOnlyPhotos = added.every(isPhoto);
  const paths = new Set(added.map(({ path }) => path));
  const kept = (before?.files ?? []).filter(
    (file) => !paths.has(file.path) && (isOnlyPhotos || isPhoto(file)),
  );
  const files = [...kept, ...added];
  const main = files.find(({ path }) => /\.json(\.gz)?$/i.test(path))?.path;
  const name = isOnlyPhotos ? before?.name : items.find((item) => !item.files.every(isPhoto))?.name;
  return { name: main ?? name ?? items[0]?.name ?? "", isFolder: false, files };
}

/** Where no side was aimed at: photos are the truth's, others go as the names say, else where there is nothing. */
function sideOf(items: readonly DroppedItem[], truth: SideFiles | undefined): Side {
  const isOnlyPhotos = items.every(({ files }) => files.every(isPhoto));
  return isOnlyPhotos
    ? "groundTruth"
    : panopticSideOf(items, truth?.files.some((file) => !isPhoto(file)) === true);
}
