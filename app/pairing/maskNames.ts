/** Endings of files that are taken for masks where no pattern says which are. What they are is told by their content. */
const MASK_ENDINGS = [".png", ".npy", ".npz", ".tif", ".tiff", ".nii", ".nii.gz"];

export const MASK_ENDINGS_TEXT = ".png, .npy, .npz, .tif, .nii or .nii.gz";

/** The masks of one side. */
export interface MaskFolder {
  /** What the folder is called in messages. */
  readonly path: string;
  /** Name to path. */
  readonly files: ReadonlyMap<string, string>;
}

/** Whether a file is called like a mask. */
export function isMaskName(path: string): boolean {
  return endingOf(path) !== "";
}

/** A path without the ending of its file and without what a data set puts behind the image's name. */
export function nameOf(path: string, strip: readonly string[]): string {
  const known = endingOf(path);
  const ending = known === "" ? (/\.[^./]*$/.exec(path)?.[0] ?? "") : known;
  const name = path.slice(0, path.length - ending.length);
  // The longest first: "_labelIds" must not leave half of "_gtFine_labelIds".
  const suffix = [...strip].sort((a, b) => b.length - a.length).find((text) => name.endsWith(text)) ?? "";
  return name.slice(0, name.length - suffix.length);
}

/** The last part of a name: a path's stem. */
export function stemOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function endingOf(path: string): string {
  const lower = path.toLowerCase();
  // The longest first: ".nii.gz" before what else may end so.
  return [...MASK_ENDINGS].sort((a, b) => b.length - a.length).find((ending) => lower.endsWith(ending)) ?? "";
}
