import picomatch from "picomatch";
import { DatasetError } from "../../../src/dataset/datasetError.js";
import { isMaskName, nameOf } from "../../../src/dataset/maskNames.js";
import { matchNames } from "../../../src/dataset/matchNames.js";
import type { DatasetPreset } from "../../../src/dataset/presets.js";
import type { NamedFile, PairFiles } from "../counting/protocol.js";
import type { DroppedFile } from "./droppedFiles.js";

/** What was given for one side. */
export interface SideFiles {
  /** The folder's or file's name, or how many files there are. */
  readonly name: string;
  readonly isFolder: boolean;
  readonly files: readonly DroppedFile[];
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
 * @throws {DatasetError} no two of them belong together, or two masks of a side have one name
 */
export function pairImages(
  groundTruth: SideFiles,
  prediction: SideFiles,
  preset: DatasetPreset | undefined,
): PairedImages {
  const strip = preset?.strip ?? [];
  const named = naming(groundTruth, prediction);
  const [onlyTruth, onlyPrediction] = [onlyFile(groundTruth), onlyFile(prediction)];
  if (onlyTruth !== undefined && onlyPrediction !== undefined) {
    const id = nameOf(onlyTruth.path, strip);
    return {
      images: [
        {
          id,
          groundTruth: named("ground truth", onlyTruth),
          prediction: named("prediction", onlyPrediction),
        },
      ],
      notes: [],
    };
  }
  const notes: string[] = [];
  const truths = byName(groundTruth, truthFilter(groundTruth, preset), strip, notes);
  const predictions = byName(prediction, isMaskName, strip, notes);
  const paths = (files: ReadonlyMap<string, DroppedFile>): Map<string, string> =>
    new Map([...files].map(([name, { path }]) => [name, path]));
  const byPath = new Map([...predictions.values()].map((file) => [file.path, file]));
  const matched = matchNames(
    { path: groundTruth.name, files: paths(truths) },
    { path: prediction.name, files: paths(predictions) },
    true,
  );
  return {
    images: [...matched.partners].map(([id, path]) => ({
      id,
      groundTruth: named("ground truth", truths.get(id) as DroppedFile),
      prediction: named("prediction", byPath.get(path) as DroppedFile),
    })),
    notes: [...notes, ...matched.notes],
  };
}

function onlyFile({ files }: SideFiles): DroppedFile | undefined {
  return files.length === 1 ? files[0] : undefined;
}

/** Files of folders go by their folder; of loose files only those that both sides have say which side they are of. */
function naming(
  groundTruth: SideFiles,
  prediction: SideFiles,
): (side: "ground truth" | "prediction", file: DroppedFile) => NamedFile {
  const byFolder = groundTruth.isFolder && prediction.isFolder && groundTruth.name !== prediction.name;
  const pathsOf = ({ files }: SideFiles): Set<string> => new Set(files.map(({ path }) => path));
  const [truths, predictions] = [pathsOf(groundTruth), pathsOf(prediction)];
  return (side, { path, file }) => {
    const isOfBoth = truths.has(path) && predictions.has(path);
    const folder = side === "prediction" ? prediction.name : groundTruth.name;
    return { file, shown: byFolder ? `${folder}/${path}` : isOfBoth ? `${side}, ${path}` : path };
  };
}

/** Which files of the truth are masks: a data set may have others beside them, as the command knows, too. */
function truthFilter({ files }: SideFiles, preset: DatasetPreset | undefined): (path: string) => boolean {
  if (preset?.truthGlob !== undefined) return picomatch(preset.truthGlob);
  if (preset?.maskFolder === undefined) return isMaskName;
  const inFolder = picomatch(`**/${preset.maskFolder}/**`);
  return files.some(({ path }) => inFolder(path)) ? inFolder : isMaskName;
}

function byName(
  { name: side, files }: SideFiles,
  isMask: (path: string) => boolean,
  strip: readonly string[],
  notes: string[],
): Map<string, DroppedFile> {
  const found = new Map<string, DroppedFile>();
  for (const dropped of files.filter(({ path }) => isMask(path))) {
    const name = nameOf(dropped.path, strip);
    const twin = found.get(name);
    if (twin !== undefined) {
      throw new DatasetError(
        `${side}: ${twin.path} and ${dropped.path} are masks of one name, ${JSON.stringify(name)}: which of them is meant cannot be told; leave one out`,
      );
    }
    found.set(name, dropped);
  }
  const others = files.length - found.size;
  if (others > 0)
    notes.push(
      `${side}: ${others === 1 ? "one file is" : `${others} files are`} no mask by name, and left out.`,
    );
  return found;
}
