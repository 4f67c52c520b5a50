import { chooseMasks, type MaskChoice } from "../../../app/pairing/chooseMasks.js";
import { DatasetError } from "../../../app/errors/problem.js";
import { nameOf } from "../../../app/pairing/maskNames.js";
import { matchNames } from "../../../app/pairing/matchNames.js";
import type { DatasetPreset } from "../../../app/presets/presets.js";
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
  const truths = byName(
    groundTruth,
    { glob: preset?.truthGlob, maskFolder: preset?.maskFolder },
    strip,
    notes,
  );
  const predictions = byName(prediction, {}, strip, notes);
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
    const shown = byFolder ? `${folder}/${path}` : isOfBoth ? `${side}, ${path}` : path;
    return { file, shown, id: idOf(file) };
  };
}

const ids = new WeakMap<File, number>();
let idCount = 0;

/** Files that are dropped a second time are others: they may have changed. */
function idOf(file: File): number {
  const id = ids.get(file) ?? idCount++;
  ids.set(file, id);
  return id;
}

function byName(
  { name: side, files }: SideFiles,
  choice: MaskChoice,
  strip: readonly string[],
  notes: string[],
): Map<string, DroppedFile> {
  const found = new Map<string, DroppedFile>();
  const masks = chooseMasks(
    files.map(({ path }) => path),
    choice,
  );
  const chosen = new Set(masks.files);
  for (const dropped of files.filter(({ path }) => chosen.has(path))) {
    const name = nameOf(dropped.path, strip);
    const twin = found.get(name);
    if (twin !== undefined) {
      throw new DatasetError({
        code: "name-twice",
        file: side,
        got: `${twin.path} and ${dropped.path} are masks of one name, ${JSON.stringify(name)}: which of them is meant cannot be told`,
        cure: [{ do: "say", text: "leave one out" }],
      });
    }
    found.set(name, dropped);
  }
  const others = masks.leftOut.length;
  if (others > 0)
    notes.push(
      `${side}: ${others === 1 ? "one file is" : `${others} files are`} no mask by name, and left out.`,
    );
  return found;
}
