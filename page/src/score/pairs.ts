import { type ChosenMasks, chooseMasks, type MaskChoice } from "../../../app/pairing/chooseMasks.js";
import { unreadAmongText } from "../../../app/formats/unreadNames.js";
import { DatasetError } from "../../../app/errors/problem.js";
import { isJpegName, nameOf } from "../../../app/pairing/maskNames.js";
import { type FolderMask, matchNames } from "../../../app/pairing/matchNames.js";
import type { NameRule } from "../../../app/pairing/nameRule.js";
import type { DatasetPreset } from "../../../app/presets/presets.js";
import { wordsOfRemedies } from "../../../app/errors/words.js";
import type { ImageFiles, NamedFile, PairFiles } from "../counting/protocol.js";
import type { DroppedFile } from "./droppedFiles.js";
import { PAGE } from "./pageWords.js";

/** What was given for one side. */
export interface SideFiles {
  /** The folder's or file's name, or how many files there are. */
  readonly name: string;
  /** What the user calls the model; undefined: as its folder is called. */
  readonly model?: string | undefined;
  readonly isFolder: boolean;
  readonly files: readonly DroppedFile[];
}

/** An image by one model. */
export interface ImagePair extends PairFiles {
  /** The truth's path without its ending: the same image has the same id in the command. */
  readonly id: string;
}

/** An image of a run, by all its models. */
export interface RunImage extends ImageFiles {
  readonly id: string;
}

/** The image by one of the models. */
export function pairOf({ id, groundTruth, predictions }: RunImage, model: number): ImagePair {
  return { id, groundTruth, prediction: predictions[model] as NamedFile };
}

interface Paired<Image> {
  readonly images: readonly Image[];
  /** What was seen and is not scored, in words. */
  readonly notes: readonly string[];
}

/** What models are called: as their user calls them, else as their folders; those of one name are numbered. */
export function modelNamesOf(predictions: readonly SideFiles[]): string[] {
  const seen = new Map<string, number>();
  return predictions.map(({ name, model = name }) => {
    const count = (seen.get(model) ?? 0) + 1;
    seen.set(model, count);
    return count === 1 ? model : `${model} (${count})`;
  });
}

/**
 * Pairs each model's masks with the truth's: the images that all models have.
 *
 * @throws {DatasetError} as pairImages, of one of the models
 * @throws {Error} no image has a mask by every model
 */
export function pairModels(
  groundTruth: SideFiles,
  predictions: readonly SideFiles[],
  ...how: Rules
): Paired<RunImage> {
  const paired = predictions.map((prediction) => pairImages(groundTruth, prediction, ...how));
  const byId = paired.map(({ images }) => new Map(images.map((image) => [image.id, image.prediction])));
  const [first, ...others] = paired as [(typeof paired)[number], ...typeof paired];
  const images = first.images
    .filter(({ id }) => byId.every((own) => own.has(id)))
    .map(({ id, groundTruth: truth }) => ({
      id,
      groundTruth: truth,
      predictions: byId.map((own) => own.get(id) as NamedFile),
    }));
  if (images.length === 0) {
    throw new Error(
      `no image has a mask by every model: ${modelNamesOf(predictions).join(", ")}; leave one of them out`,
    );
  }
  const all = new Set(paired.flatMap((one) => one.images.map(({ id }) => id))).size;
  const notes = new Set([first, ...others].flatMap((one) => one.notes));
  if (all > images.length) {
    notes.add(
      `${all - images.length} of ${all} images are left out: models are compared over the images that all of them have.`,
    );
  }
  return { images, notes: [...notes] };
}

type Rules = readonly [preset: DatasetPreset | undefined, rule?: NameRule, takesJpeg?: boolean];

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
): Paired<ImagePair> {
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
