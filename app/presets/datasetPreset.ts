import type { Remedy } from "../errors/problem.js";
import type { LabelMapping } from "../../src/labels/labelMapping.js";

export type PresetName = "cityscapes" | "voc" | "ade20k" | "camvid";

/** What a data set's files hold, as far as scoring has to know: its classes, its labels, and how its files are named. */
export interface DatasetPreset {
  readonly name: PresetName;
  readonly numClasses: number;
  /** Truth label of pixels that do not count, as the scorer takes it. */
  readonly ignoreIndex: number | undefined;
  readonly classNames: readonly string[];
  /** "#rrggbb" per class, the data set's own. */
  readonly palette: readonly string[];
  /** The colour of ignoreIndex in RGB renderings of the labels; undefined where there is none. */
  readonly voidColour: string | undefined;
  /** labelMapping of a scorer for each side: raw ids in the files -> classes. undefined: the files hold classes. */
  readonly labelMapping: LabelMapping | undefined;
  /** Which files of the truth folder are masks: a glob over paths relative to it. undefined: all. */
  readonly truthGlob: string | undefined;
  /** The folder that holds the masks where the truth is the data set's root; undefined where there is no such one. */
  readonly maskFolder: string | undefined;
  /** Endings of stems that do not belong to the image's name, on either side. */
  readonly strip: readonly string[];
  /** How people know it: one line on the labels in the files. */
  readonly description: string;
  /** With a labelMapping: what is said of a label that it does not have. */
  readonly unknownLabel: UnknownLabelTexts | undefined;
}

/** What a label of each side is not, where the data set does not have it. */
export interface UnknownLabelTexts {
  readonly groundTruth: UnknownLabel;
  readonly prediction: UnknownLabel;
}

interface UnknownLabel {
  /** "is no id of ...": behind the file, the label and the pixel. */
  readonly is: string;
  readonly cure?: readonly Remedy[];
  /** Whether such a label may mark pixels without a class. */
  readonly canIgnore?: boolean;
}

/** A class and its colour. */
export type ClassAndColour = readonly [className: string, colour: string];

/** The columns of a preset's table of classes. */
export function columnsOf(
  classes: readonly ClassAndColour[],
): Pick<DatasetPreset, "numClasses" | "classNames" | "palette"> {
  return {
    numClasses: classes.length,
    classNames: classes.map(([className]) => className),
    palette: classes.map(([, colour]) => colour),
  };
}
