import { isMaskName, nameOf } from "../../../src/dataset/maskNames.js";
import { matchNames } from "../../../src/dataset/matchNames.js";
import type { DatasetPreset } from "../../../src/dataset/presets.js";
import type { NamedFile, PairFiles } from "../counting/protocol.js";

/** What was given for one side. */
export interface SideFiles {
  /** The folder's or file's name. */
  readonly name: string;
  readonly files: readonly NamedFile[];
}

/** An image of a run. */
export interface ImagePair extends PairFiles {
  /** The truth's path without its ending: the same image has the same id in the command. */
  readonly id: string;
}

export interface PairedImages {
  readonly images: readonly ImagePair[];
  /** What was seen and is not scored, in words. */
  readonly notes: readonly string[];
}

/**
 * Pairs two files, or two folders' masks by their names, as the command does.
 *
 * @throws {DatasetError} no two of them belong together
 */
export function pairImages(
  groundTruth: SideFiles,
  prediction: SideFiles,
  preset: DatasetPreset | undefined,
  strip: readonly string[],
): PairedImages {
  const endings = [...strip, ...(preset?.strip ?? [])];
  const [onlyTruth, onlyPrediction] = [groundTruth.files[0], prediction.files[0]];
  if (
    groundTruth.files.length === 1 &&
    prediction.files.length === 1 &&
    onlyTruth !== undefined &&
    onlyPrediction !== undefined
  ) {
    const id = nameOf(onlyTruth.path, endings);
    return { images: [{ id, groundTruth: onlyTruth, prediction: onlyPrediction }], notes: [] };
  }
  const notes: string[] = [];
  const byName = ({ name, files }: SideFiles): Map<string, NamedFile> => {
    const masks = files.filter(({ path }) => isMaskName(path));
    if (masks.length < files.length) {
      notes.push(`${name}: ${files.length - masks.length} files are not called like masks and are left out.`);
    }
    return new Map(masks.map((named) => [nameOf(named.path, endings), named]));
  };
  const truths = byName(groundTruth);
  const predictions = byName(prediction);
  const paths = (files: ReadonlyMap<string, NamedFile>): Map<string, string> =>
    new Map([...files].map(([name, { path }]) => [name, path]));
  const byPath = new Map([...predictions.values()].map((named) => [named.path, named]));
  const matched = matchNames(
    { path: groundTruth.name, files: paths(truths) },
    { path: prediction.name, files: paths(predictions) },
    true,
  );
  return {
    images: [...matched.partners].map(([id, path]) => ({
      id,
      groundTruth: truths.get(id) as NamedFile,
      prediction: byPath.get(path) as NamedFile,
    })),
    notes: [...notes, ...matched.notes],
  };
}
