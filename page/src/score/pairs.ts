import { type ChosenMasks, chooseMasks, type MaskChoice } from "../../../app/pairing/chooseMasks.js";
import { unreadAmongText } from "../../../app/formats/unreadNames.js";
import { DatasetError } from "../../../app/errors/problem.js";
import { isJpegName, nameOf } from "../../../app/pairing/maskNames.js";
import { type FolderMask, matchNames } from "../../../app/pairing/matchNames.js";
import type { NameRule } from "../../../app/pairing/nameRule.js";
import type { DatasetPreset } from "../../../app/presets/presets.js";
import { wordsOfRemedies } from "../../../app/errors/words.js";
import type { NamedFile, PairFiles } from "../counting/protocol.js";
import type { DroppedFile } from "./droppedFiles.js";
import { PAGE } from "./pageWords.js";

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

/** A mask of a side that can be opened. */
interface DroppedMask extends FolderMask {
  readonly file: NamedFile;
}

/**
 * Pairs two files, or two folders' masks by their names, as the command does.
 *
 * @param rule by which names are compared, beside the data set's own words
 * @param takesJpeg whether a folder's JPEGs are masks where it has no others
 * @throws {DatasetError} no two of them belong together, or two masks of a side have one name
 */
export function pairImages(
  groundTruth: SideFiles,
  prediction: SideFiles,
  preset: DatasetPreset | undefined,
  rule: NameRule = { match: [], strip: [] },
  takesJpeg = false,
): PairedImages {
  const strip = [...rule.strip, ...(preset?.strip ?? [])];
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
  const masksOf = (
    side: SideFiles,
    choice: MaskChoice,
    name: "ground truth" | "prediction",
  ): { readonly path: string; readonly masks: readonly DroppedMask[] } => {
    const chosen = chosenFiles(side, choice, notes);
    const masks = chosen.map((dropped) => {
      const file = named(name, dropped);
      return { relative: dropped.path, path: file.shown, file };
    });
    return { path: side.name, masks };
  };
  const matched = matchNames(
    masksOf(
      groundTruth,
      { glob: preset?.truthGlob, maskFolder: preset?.maskFolder, takesJpeg },
      "ground truth",
    ),
    masksOf(prediction, { takesJpeg }, "prediction"),
    { match: rule.match, strip, allowMissing: true, isPartOfPredictions: false },
  );
  const cure = wordsOfRemedies(matched.cure, PAGE);
  return {
    images: matched.pairs.map((pair) => ({
      id: pair.id,
      groundTruth: (pair.truth as DroppedMask).file,
      prediction: (pair.prediction as DroppedMask).file,
    })),
    notes: [...notes, ...matched.notes, ...(cure === "" ? [] : [`more would have partners: ${cure}`])],
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
    return { file, shown, id: idOfFile(file) };
  };
}

const ids = new WeakMap<File, number>();
let idCount = 0;

/** Files that are dropped a second time are others: they may have changed. */
export function idOfFile(file: File): number {
  const id = ids.get(file) ?? idCount++;
  ids.set(file, id);
  return id;
}

/** JPEGs alone may be masks of two classes, and only a threshold can tell. */
function requireNoJpegs(side: string, { files, leftOut, glob }: ChosenMasks): void {
  const jpegs = leftOut.filter(isJpegName).length;
  if (files.length > 0 || jpegs === 0 || glob !== undefined) return;
  throw new DatasetError({
    code: "threshold-missing",
    file: side,
    got: `holds JPEG files (${jpegs}) and no other masks`,
    cure: [{ do: "set-threshold", threshold: 127, why: "to take what is greater for foreground" }],
  });
}

/** Formats that are not read are named, with how to convert them. */
function requireMasks(side: string, { files, leftOut, glob }: ChosenMasks): void {
  const unread = files.length > 0 || glob !== undefined ? "" : unreadAmongText(leftOut);
  if (unread === "") return;
  throw new DatasetError({
    code: "file-unsupported",
    file: side,
    got: `holds no masks by name${unread}`,
  });
}

function chosenFiles(
  { name: side, files }: SideFiles,
  choice: MaskChoice,
  notes: string[],
): readonly DroppedFile[] {
  const masks = chooseMasks(
    files.map(({ path }) => path),
    choice,
  );
  requireNoJpegs(side, masks);
  requireMasks(side, masks);
  const others = masks.leftOut.length;
  if (others > 0) {
    notes.push(
      `${side}: ${others === 1 ? "one file is" : `${others} files are`} no mask by name, and left out.`,
    );
  }
  const chosen = new Set(masks.files);
  return files.filter(({ path }) => chosen.has(path));
}
