import type { Side } from "../../src/errors/problem.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import type { RasterSize } from "../../src/reading/raster.js";

// What can be wrong with files, folders and settings, as data: command and page each say it in their own words (words.ts).
// Each code is told of once, here: docs/errors.md is made from these interfaces.

/** What two names may differ by, and be one: zeros before numbers, case, or folders against "_" and other signs. */
export type NameRuleWord = "number" | "case" | "flat";

/** What a grey of fewer than 8 bits is: the number as it is stored ("raw"), or that scaled to 0..255 ("scaled"). */
export type LowBits = "raw" | "scaled";

/** The same for each side. */
export interface SideLowBits {
  readonly groundTruth: LowBits;
  readonly prediction: LowBits;
}

/** Something that mends a problem. A door that has no such setting leaves it out. */
export type Remedy =
  /** The same whoever asks. */
  | { readonly do: "say"; readonly text: string }
  | {
      readonly do: "set-class-count";
      readonly numClasses: number;
      readonly why?: string;
      /** Labels that mark void beside the classes. */
      readonly ignoring?: readonly number[];
    }
  /** With others that are to be, and those that are already; of a predicted label, which is to count as missed then. */
  | {
      readonly do: "ignore-label";
      readonly label: number;
      readonly also?: readonly number[];
      readonly already?: readonly number[];
      readonly isPredicted?: boolean;
    }
  | { readonly do: "score-as-binary" }
  /** The labels look like those of a known data set. */
  | { readonly do: "choose-dataset"; readonly name: string; readonly title: string }
  | { readonly do: "use-train-ids" }
  /** With areIds false they are no ids: as such they would be no classes. */
  | { readonly do: "name-colours"; readonly areIds?: boolean }
  | { readonly do: "miss-void" }
  | { readonly do: "decide-nodata" }
  | { readonly do: "ignore-placement" }
  /** A prediction of another size is brought to the truth's, by nearest neighbour. */
  | { readonly do: "resize-prediction" }
  /** Pixels of alpha 0 are unlabelled. */
  | { readonly do: "void-transparent" }
  /** A colour that the palette lacks is taken for the nearest one, or is unlabelled. */
  | { readonly do: "nearest-colour" }
  | { readonly do: "void-unlisted" }
  /** Ids of instances are divided to classes on the sides that have them. */
  | { readonly do: "divide-side"; readonly side: Side; readonly divisor: number }
  | { readonly do: "raise-pixel-limit"; readonly pixels: number }
  /** One for both sides, or one for each; and what it would do. */
  | { readonly do: "set-threshold"; readonly threshold: number | SideThresholds; readonly why: string }
  /** For both sides, or for each. */
  | { readonly do: "set-low-bits"; readonly choice: LowBits | SideLowBits }
  | { readonly do: "allow-missing" }
  /** Names are compared by another rule: what is added to it, and what it then pairs. */
  | {
      readonly do: "match-names";
      readonly match: readonly NameRuleWord[];
      readonly strip: readonly string[];
      readonly isWhole: boolean;
      readonly pairs: number;
      readonly examples: readonly (readonly [truth: string, prediction: string])[];
    }
  | { readonly do: "list-pairs" }
  /** One of two masks of a side is to be left out. */
  | { readonly do: "choose-mask"; readonly side: Side }
  | { readonly do: "score-folder"; readonly folder: string }
  | {
      readonly do: "leave-out-copies";
      readonly side: Side;
      readonly ending: string;
      readonly pattern: string;
    }
  | {
      readonly do: "choose-folder";
      readonly side: Side;
      readonly path: string;
      readonly names: readonly [string, string];
      readonly pattern: string;
    };

interface Details {
  /** Which file or folder, as the user knows it. */
  readonly file?: string;
  /** What is wrong, the same at every door, without the file's name; where it is left out, the code says it. */
  readonly got?: string;
  readonly label?: number;
  readonly pixel?: number;
  /** What could be done, of which any is enough. */
  readonly cure?: readonly Remedy[];
}

interface Told {
  readonly got: string;
}

/** A file that is no mask, or none that can be read. */
export interface FileProblems {
  /** The file is not there, or the system does not let it be read. */
  "file-unreadable": Told;
  /** The file was written to while it was read. */
  "file-changed": Told;
  /** What the file holds contradicts itself: it was changed or written wrongly. */
  "file-damaged": Told;
  /** The file ends too early. */
  "file-truncated": Told;
  /** The file is sound, and holds no labels or scores that can be read. */
  "file-unsupported": Told;
  /** The file holds colours, and nobody said what they mean. */
  "file-coloured": Told;
  /** The file holds values of one a pixel, as probabilities or greys, and no threshold says from where on a pixel is foreground. */
  "threshold-missing": Told;
  /** The mask has more pixels than are taken. */
  "file-too-large": Told;
}

/** Masks and folders that cannot be scored as they are. */
export interface DataProblems {
  /** Scores are of another number of classes than are scored. */
  "class-count-differs": {
    readonly file: string;
    readonly scores: number;
    /** H x W x N = 512 x 512 x 21 */
    readonly axes: string;
    readonly numClasses: number;
  };
  /** The two masks of a pair have different sizes. */
  "pair-sizes-differ": {
    readonly file: string;
    readonly predicted: string;
    readonly groundTruth: string;
    readonly expected: string;
  };
  /** The two files of a pair are stacks of different numbers of label maps. */
  "stack-sizes-differ": {
    readonly file: string;
    readonly predicted: number;
    readonly groundTruth: string;
    readonly expected: number;
  };
  /** The files of a pair say that they lie in different places. */
  "placement-differs": {
    readonly file: string;
    readonly predicted: string;
    readonly groundTruth: string;
    readonly expected: string;
    /** In pixels, where it can be told. */
    readonly distance: number | undefined;
  };
  /** A label that counts is no class. */
  "label-out-of-range": {
    readonly side: Side;
    readonly file: string;
    readonly label: number;
    readonly pixel: number;
    /** Of the mask: tells where the pixel stands. */
    readonly size: RasterSize;
    readonly numClasses: number;
  };
  /** A label is not in the mapping of its side. */
  "label-unmapped": {
    readonly side: Side;
    readonly file: string;
    readonly label: number;
    readonly size: RasterSize;
    /** What it is not, in the words of the data set; undefined where the mapping is the user's own. */
    readonly dataset: string | undefined;
  };
  /** The label that a truth's file names as no data is a class, too. */
  "nodata-is-class": {
    readonly file: string;
    readonly label: number;
    readonly pixel: number;
    readonly size: RasterSize;
    readonly className: string;
  };
  /** A mask that is to be binary holds more values than 0 and one other. */
  "not-binary": {
    readonly file: string;
    readonly valueCount: number;
    /** The first of them, each with the first pixel that has it. */
    readonly values: readonly { readonly value: number; readonly pixel: number }[];
    readonly size: RasterSize;
    /** A value of a prediction that is void in the truth. */
    readonly ignored?: number;
  };
  /** A threshold makes one class of all that a mask holds: it was meant for the values of the other side. */
  "threshold-misfit": {
    readonly file: string;
    readonly other: string;
    readonly threshold: number;
    readonly least: number;
    readonly largest: number;
  };
  /** A predicted pixel is void by what was declared, where the truth has a class. */
  "declared-void-predicted": {
    readonly file: string;
    readonly pixel: number;
    readonly size: RasterSize;
    /** Whether the file has pixels of alpha 0, and of colours that the palette lacks; of neither, it is no data by the file. */
    readonly isTransparent: boolean;
    readonly isUnlisted: boolean;
  };
  /** Ids of instances were to be divided to classes, and the file holds scores or values. */
  "divided-no-labels": { readonly file: string };
  /** A threshold is of one value a pixel, and the file holds scores of several classes. */
  "threshold-of-scores": { readonly file: string; readonly scores: number };
  /** Greys of 1, 2 or 4 bits can be labels as they are stored, or greys of 0 to 255 in fewer bits, and score otherwise. */
  "bits-unclear": {
    readonly side: Side;
    readonly file: string;
    readonly bits: number;
    /** The first pixel whose meaning depends on it, with what is stored there and what that is when it is scaled. */
    readonly pixel: number;
    readonly value: number;
    readonly scaled: number;
    /** The label of void pixels, where so few bits cannot hold it. */
    readonly lostVoid: number | undefined;
    /** Another file of the run, whose greys have another number of bits. */
    readonly otherBits: { readonly file: string; readonly bits: number } | undefined;
    readonly size: RasterSize;
  };
  /** A value that is to be compared with a threshold is NaN. */
  "not-a-number": { readonly file: string; readonly pixel: number; readonly size: RasterSize };
  /** Scores are of more classes than can be scored. */
  "too-many-classes": Told;
  /** Masks of a folder have no partner in the other one. */
  "mask-without-partner": Told;
  /** Two folders have no two masks of one name. */
  "no-pair": Told;
  /** Two masks of a folder have one name. */
  "name-twice": Told;
  /** A file that should be JSON is none, is too deep or too large, or says one thing twice. */
  "json-file": Told;
  /** A YOLO label file, or a folder of them, is not as it should be, or an image's size is not known. */
  "yolo-labels": Told;
  /** A classes file has a key of a wrong kind or value. */
  "classes-file": Told;
  /** One colour stands for two labels. */
  "colour-ambiguous": Told;
}

/** Settings that are missing, or that contradict each other. */
export interface SettingProblems {
  /** Nothing tells how many classes there are. */
  "class-count-unknown": {
    readonly groundTruth: string;
    readonly prediction: string;
    readonly largestLabel: number;
    /** The different labels of so many files, where more were looked at. */
    readonly labels?: readonly number[];
    readonly files?: number;
  };
  /** A setting has a value that is impossible, or that does not fit the others; where a file is named, it is a key of that. */
  "wrong-setting": {
    /** As the library and classes files call it. */
    readonly argument: string;
    readonly expected: string;
    readonly got: string;
  };
  /** Binary masks, and something that says otherwise: the data set or number of classes, what a classes file says, or an ignored label 1. */
  "binary-contradicts": {
    readonly by: "class-count" | "file-class-count" | "file-mapping" | "ignored-label";
    readonly numClasses?: number;
    /** They are binary as a threshold was given. */
    readonly byThreshold?: boolean;
  };
}

type Problems = FileProblems & DataProblems & SettingProblems;

export type JobErrorCode = keyof Problems;

/** What is wrong, as data: plain, so that a worker can post it. */
export type JobProblem<C extends JobErrorCode = JobErrorCode> = {
  readonly [K in C]: { readonly code: K } & Problems[K] & Details;
}[C];

/** An error that a door words. Its own message, for those who look at the error itself, asks for no setting. */
export class JobError<C extends JobErrorCode> extends Error {
  constructor(
    readonly problem: JobProblem<C>,
    options?: ErrorOptions,
  ) {
    const { code, file, got = code, cure = [] } = problem as JobProblem;
    const said = cure.flatMap((remedy) => (remedy.do === "say" ? [remedy.text] : []));
    super(`${file === undefined ? "" : `${file}: `}${[got, ...said].join("; ")}`, options);
  }
}

/** A file or pair that cannot be scored. */
export class DatasetError extends JobError<keyof FileProblems | keyof DataProblems> {
  override readonly name = "DatasetError";
}

/** What was said of the masks contradicts itself, or does not suffice. */
export class SettingsError extends JobError<keyof SettingProblems> {
  override readonly name = "SettingsError";
}

/** What such an error says; also one that a worker posted, which comes without its class. */
export function jobProblemOf(error: unknown): JobProblem | undefined {
  const isOfJob = error instanceof Error && (error.name === "DatasetError" || error.name === "SettingsError");
  return isOfJob ? (error as Error & { readonly problem: JobProblem }).problem : undefined;
}
