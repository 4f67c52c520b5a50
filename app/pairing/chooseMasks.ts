import picomatch from "picomatch";
import { isImageName, isJpegName, isMaskName } from "./maskNames.js";

/** Which files of a folder are masks. */
export interface MaskChoice {
  /** A pattern over paths relative to the folder, "/" between folders. */
  readonly glob?: string | undefined;
  /** Without a pattern: where there is a folder of this name, only what lies in such folders is a mask. */
  readonly maskFolder?: string | undefined;
  /** Without a pattern: JPEGs are masks where nothing else is called like one; beside masks they are the photos. */
  readonly takesJpeg?: boolean | undefined;
}

export interface ChosenMasks {
  readonly files: readonly string[];
  /** The others. */
  readonly leftOut: readonly string[];
  /** The pattern that they fit; undefined where they are told by how they end. */
  readonly glob: string | undefined;
}

/** Masks before images that may be photos, and JPEGs last. */
function fitsByEnding(paths: readonly string[], takesJpeg: boolean): (path: string) => boolean {
  if (paths.some(isMaskName)) return isMaskName;
  if (paths.some(isImageName)) return isImageName;
  return takesJpeg ? isJpegName : isMaskName;
}

/** The masks among a folder's files. */
export function chooseMasks(
  paths: readonly string[],
  { glob, maskFolder, takesJpeg = false }: MaskChoice,
): ChosenMasks {
  if (glob === undefined && maskFolder !== undefined) {
    const inFolder = chooseMasks(paths, { glob: `**/${maskFolder}/**` });
    if (inFolder.files.length > 0) return inFolder;
  }
  const fits =
    glob === undefined
      ? fitsByEnding(paths, takesJpeg)
      : picomatch(glob.replaceAll("\\", "/").replace(/^\.\//, ""));
  return {
    files: paths.filter((path) => fits(path)),
    leftOut: paths.filter((path) => !fits(path)),
    glob,
  };
}
