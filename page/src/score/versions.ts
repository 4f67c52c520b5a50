import { chooseMasks } from "../../../app/pairing/chooseMasks.js";
import { withoutEnding } from "../../../app/pairing/maskNames.js";
import { listNames } from "../../../src/errors/describe.js";
import type { DroppedFile, DroppedItem } from "./droppedFiles.js";
import { type FolderLabels, isPhotoFolder, leaningOf, truthByLabels, truthByName } from "./roles.js";

/** What is what of things that were dropped together. */
export interface ToldRoles {
  /** Undefined where there is one already. */
  readonly groundTruth: DroppedItem | undefined;
  readonly models: readonly DroppedItem[];
  /** What is not scored: photos, and what is of a few of the images only. */
  readonly leftOut: readonly DroppedItem[];
  /** How that was told, in words. */
  readonly because: string;
}

/** Looks at some masks of a folder. */
export type LookAtLabels = (folder: DroppedItem) => Promise<FolderLabels>;

/** A folder that has fewer of the images is no version of them all. */
const SHARE = 0.5;

/**
 * What is what of several folders, or of three files or more of which one is called as a truth: undefined where they are not
 * versions of the same images.
 *
 * @param truth what the others are predictions of, where that is known
 */
export async function rolesOf(
  items: readonly DroppedItem[],
  truth: DroppedItem | undefined,
  look: LookAtLabels,
): Promise<ToldRoles | undefined> {
  const photos = items.filter(({ name, isFolder }) => isFolder && isPhotoFolder(name));
  const others = items.filter((item) => !photos.includes(item));
  const named = others.filter(({ name }) => leaningOf(name) > 0).length === 1;
  if (others.length < 2 && truth === undefined) {
    const [only] = others;
    if (only === undefined || photos.length === 0) return undefined;
    return { groundTruth: only, models: [], leftOut: photos, because: photoWords(photos) };
  }
  // Two things are told apart whatever they are; more are one side's files unless something says otherwise.
  const areFolders = others.every(({ isFolder }) => isFolder);
  if (others.length > 2 && !areFolders && !named) return undefined;
  if (truth !== undefined && !named) return modelsOf(truth, others, photos);
  const { index, because } = await tellTruth(others, look);
  const groundTruth = others[index] as DroppedItem;
  const told = modelsOf(
    groundTruth,
    others.filter((item) => item !== groundTruth),
    photos,
  );
  return {
    ...told,
    groundTruth,
    because: [because, told.because].filter((words) => words !== "").join("; "),
  };
}

/**
 * The folders in one that holds truth and models, or models: undefined where it is one folder of masks, as one by city is.
 *
 * @param truth what they are predictions of, where that is known
 */
export async function rolesInside(
  parent: DroppedItem,
  truth: DroppedItem | undefined,
  look: LookAtLabels,
): Promise<(ToldRoles & { readonly loose: readonly DroppedFile[] }) | undefined> {
  const { folders, loose } = partsOf(parent);
  if (folders.length < 2) return undefined;
  const masked = folders.filter(({ name }) => !isPhotoFolder(name));
  const isTold = masked.filter(({ name }) => leaningOf(name) > 0).length === 1;
  if (truth !== undefined && !isTold) {
    // A truth that has folders of these names is of the same order: they are no models.
    const own = new Set(partsOf(truth).folders.map(({ name }) => name));
    const areModels = masked.every((item) => !own.has(item.name) && sharesNames(truth, item));
    return masked.length > 0 && areModels
      ? {
          ...modelsOf(
            truth,
            masked,
            folders.filter((item) => !masked.includes(item)),
          ),
          loose,
        }
      : undefined;
  }
  if (!isTold) {
    const [first, ...rest] = masked;
    if (first === undefined || !rest.some((item) => sharesNames(first, item))) return undefined;
    const byLabels =
      truthByName(masked.map(({ name }) => name)) ?? truthByLabels(await lookAtEach(masked, look));
    if (byLabels === undefined) return undefined;
  }
  const roles = await rolesOf(folders, undefined, look);
  return roles && { ...roles, loose };
}

async function lookAtEach(items: readonly DroppedItem[], look: LookAtLabels): Promise<FolderLabels[]> {
  const looked: FolderLabels[] = [];
  for (const item of items) looked.push(await look(item));
  return looked;
}

async function tellTruth(
  items: readonly DroppedItem[],
  look: LookAtLabels,
): Promise<{ readonly index: number; readonly because: string }> {
  const byName = truthByName(items.map(({ name }) => name));
  const words = (index: number, why: string): { readonly index: number; readonly because: string } => ({
    index,
    because: `${items[index]?.name ?? ""} is taken for the ground truth: ${why}`,
  });
  if (byName !== undefined) return words(byName, "its name says so");
  const byLabels = truthByLabels(await lookAtEach(items, look));
  if (byLabels !== undefined) return words(byLabels.index, byLabels.because);
  return words(0, "it is the first, and neither names nor labels tell");
}

/** All that are predictions of most of the images; others are left out, and that is told. */
function modelsOf(
  truth: DroppedItem,
  items: readonly DroppedItem[],
  photos: readonly DroppedItem[],
): ToldRoles {
  const wanted = namesOf(truth);
  const shared = items.map((item) => [...namesOf(item)].filter((name) => wanted.has(name)).length);
  const most = Math.max(0, ...shared);
  const isPart = (i: number): boolean => (shared[i] as number) < most * SHARE;
  const parts = items.flatMap((item, i) =>
    isPart(i) ? [`${item.name} is left out: it has ${shared[i] as number} of the ${most} images`] : [],
  );
  return {
    groundTruth: undefined,
    models: items.filter((_, i) => !isPart(i)),
    leftOut: [...items.filter((_, i) => isPart(i)), ...photos],
    because: [...parts, ...(photos.length === 0 ? [] : [photoWords(photos)])].join("; "),
  };
}

function photoWords(photos: readonly DroppedItem[]): string {
  const names = listNames(photos.map(({ name }) => name));
  return `${names} ${photos.length === 1 ? "is" : "are"} left out: photos, by the name`;
}

/** Whether two folders have most of their masks' names in common: of the smaller one. */
export function sharesNames(a: DroppedItem, b: DroppedItem): boolean {
  const [names, others] = [namesOf(a), namesOf(b)];
  const shared = [...names].filter((name) => others.has(name)).length;
  return shared > 0 && shared >= Math.min(names.size, others.size) * SHARE;
}

function namesOf({ files }: DroppedItem): Set<string> {
  return new Set(
    chooseMasks(
      files.map(({ path }) => path),
      {},
    ).files.map(withoutEnding),
  );
}

/** The folders of a folder that hold masks, and the files beside them; below folders that hold one folder only. */
function partsOf({ files }: DroppedItem): {
  readonly folders: readonly DroppedItem[];
  readonly loose: readonly DroppedFile[];
} {
  const byFolder = new Map<string, DroppedFile[]>();
  const loose: DroppedFile[] = [];
  for (const { path, file } of files) {
    const slash = path.indexOf("/");
    if (slash < 0) {
      loose.push({ path, file });
      continue;
    }
    const name = path.slice(0, slash);
    const own = byFolder.get(name) ?? [];
    own.push({ path: path.slice(slash + 1), file });
    byFolder.set(name, own);
  }
  const folders = [...byFolder].map(([name, own]) => ({ name, isFolder: true, files: own }));
  const [only, ...more] = folders;
  if (only !== undefined && more.length === 0) {
    const below = partsOf(only);
    return { folders: below.folders, loose: [...loose, ...below.loose] };
  }
  return {
    folders: folders.filter((folder) => isPhotoFolder(folder.name) || namesOf(folder).size > 0),
    loose,
  };
}
