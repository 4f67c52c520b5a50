import { stripped } from "./stripWords.js";

/**
 * Endings of files that are taken for masks where no pattern says which are. What they are is told by their content. The
 * longest first: ".nii.gz" before what else may end so.
 */
const MASK_ENDINGS = [".nii.gz", ".tiff", ".png", ".npy", ".npz", ".tif", ".nii"];

const MASK_ENDINGS_TEXT = ".png, .npy, .npz, .tif, .nii or .nii.gz";

/** Images that may as well be photos: masks only where a folder has nothing else that is called like one. */
const IMAGE_ENDINGS = /\.(bmp|dib|gif|pgm|ppm|pnm)$/i;

const IMAGE_ENDINGS_TEXT = ".bmp, .gif, .pgm or .ppm";

export const READ_ENDINGS_TEXT = `${MASK_ENDINGS_TEXT.replace(" or", ",")}, ${IMAGE_ENDINGS_TEXT}`;

/** Photos, mostly: masks only where a threshold says how they are read. */
const JPEG_ENDING = /\.jpe?g$/i;

/** A mask of a folder. */
export interface FolderMask {
  /** Its path in the folder, "/" between folders. */
  readonly relative: string;
  /** What it is called in messages, and opened by. */
  readonly path: string;
}

/** The masks of one side. */
export interface MaskFolder {
  /** What the folder is called in messages. */
  readonly path: string;
  readonly masks: readonly FolderMask[];
}

/** Whether a file is called like a mask. */
export function isMaskName(path: string): boolean {
  return endingOf(path) !== "";
}

/** Whether a file is called like an image that may be a mask, or a photo. */
export function isImageName(path: string): boolean {
  return IMAGE_ENDINGS.test(path);
}

/** How the files end beside which others were left out. */
export function leftOutEndings(chosen: readonly string[]): string {
  return chosen.some(isMaskName) || !chosen.some(isImageName) ? MASK_ENDINGS_TEXT : IMAGE_ENDINGS_TEXT;
}

/** Whether a file is called like a JPEG. */
export function isJpegName(path: string): boolean {
  return JPEG_ENDING.test(path);
}

/** A path without the ending of its file and without what a data set puts around the image's name. */
export function nameOf(path: string, strip: readonly string[]): string {
  return stripped(withoutEnding(path), strip);
}

/** A path without the ending of its file. */
export function withoutEnding(path: string): string {
  const known = endingOf(path);
  const ending = known === "" ? (/\.[^./]*$/.exec(path)?.[0] ?? "") : known;
  return path.slice(0, path.length - ending.length);
}

/** The last part of a name: a path's stem. */
export function stemOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function endingOf(path: string): string {
  // The longest has 7 characters.
  const end = path.slice(-7).toLowerCase();
  return MASK_ENDINGS.find((ending) => end.endsWith(ending)) ?? "";
}
