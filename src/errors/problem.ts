import { shorten } from "./describe.js";

// What can be wrong, as data. Each code is told of once, here: docs/errors.md is made from these interfaces. They are types
// only, so that the table costs a bundle nothing.

/** Whose pixels. */
export type Side = "groundTruth" | "prediction";

/** What is known of any problem; what a code always has, the tables below say. */
interface Details {
  /** What was passed, as the library calls it: "prediction", "groundTruth.shape", "segments[2].mask". */
  readonly argument?: string;
  readonly side?: Side;
  /** What would have been right, in words. */
  readonly expected?: string;
  /** What came, in words. */
  readonly got?: string;
  /** The label that is wrong, as it was passed. */
  readonly label?: number;
  /** Where it stands, in row-major order, in its image. */
  readonly pixel?: number;
  /** Which image of a batch. */
  readonly image?: number;
  /** Text where it is the same whoever asks; else what could be done, of which any is enough. */
  readonly cure?: string | readonly Cure[];
}

/** Something that mends a problem, and that every door calls by its own name. */
export type Cure =
  | { readonly do: "set-class-count"; readonly numClasses: number }
  | { readonly do: "ignore-label"; readonly label: number }
  | { readonly do: "remap-label" }
  /** Let predictions of void count as missed. */
  | { readonly do: "miss-void" };

interface Expectation {
  readonly argument: string;
  readonly expected: string;
  readonly got: string;
}

interface PixelExpectation extends Expectation {
  readonly pixel: number;
}

/** The wrong kind of thing: a TypeError. */
export interface WrongKinds {
  /** An argument or option is of another kind than it must be. */
  "wrong-type": Expectation;
  /** A tensor, image or array cannot be read: it is disposed of, detached, or throws. */
  unreadable: Expectation;
}

/** The right kind, of a wrong value: a RangeError. */
export interface WrongValues {
  /** A value is none of those that are possible: a number beyond its range, a choice that there is not, an empty list. */
  "wrong-value": Expectation;
  /** An options object has a key that is no option. */
  "unknown-option": Expectation;
  /** Two options, or an option and the data, cannot both hold. */
  "options-contradict": { readonly argument: string };
  /** A tensor has other dimensions than are read. */
  "wrong-shape": Expectation;
  /** An array has more or fewer elements than its shape or sizes say. */
  "wrong-length": Expectation;
  /** Ground truth and prediction are not of the same pixels, images or classes. */
  "sizes-differ": Expectation;
  /** Integers could be labels as well as one-hot scores. */
  ambiguous: Expectation;
  /** A pixel has a colour, and nobody said what colours mean. */
  "not-grey": PixelExpectation;
  /** A pixel is not opaque, so that its value is no label. */
  "not-opaque": PixelExpectation;
  /** A pixel has a colour that the palette does not have. */
  "unknown-colour": PixelExpectation;
  /** A segment has a pixel that is neither in it nor out of it. */
  "grey-segment": PixelExpectation;
  /** Two segments of different labels hold one pixel. */
  "segments-overlap": PixelExpectation;
  /** No segment holds a pixel. */
  "pixel-unlabelled": PixelExpectation;
  /** A label that counts is no class. */
  "label-out-of-range": {
    readonly side: Side;
    readonly label: number;
    readonly pixel: number;
    readonly numClasses: number;
    readonly cure: readonly Cure[];
  };
  /** A label is not in the mapping of its side. Without a pixel where the label came of scores. */
  "label-unmapped": { readonly side: Side; readonly label: number; readonly cure: readonly Cure[] };
  /** A side holds one float a pixel, not all of them 0 and 1, and no threshold says from where on a pixel is foreground. */
  "threshold-missing": PixelExpectation;
  /** A threshold is beyond 0 and 1, and a side's values are not: it was meant for others. `fitting`: thresholds that tell each side's values apart. */
  "threshold-misfit": {
    readonly side: Side;
    readonly threshold: number;
    readonly least: number;
    readonly largest: number;
    readonly fitting: { readonly groundTruth: number; readonly prediction: number };
  };
  /** A value that is to be compared with a threshold is NaN. */
  "not-a-number": { readonly side: Side; readonly pixel: number };
  /** There is no memory left for an array. */
  "out-of-memory": Expectation;
}

/** The right value at a wrong moment: an Error. */
export interface WrongMoments {
  /** What is put together was not made with the same settings. `what`: scorers to merge, models to compare, counters to merge, or a saved state. */
  "settings-differ": {
    readonly what: "scorers" | "models" | "counters" | "state";
    readonly setting: string;
    /** The two values, as JSON; long ones are cut. */
    readonly ours: string;
    readonly theirs: string;
  };
  /** Images of these ids were counted before. */
  "duplicate-id": { readonly ids: readonly string[] };
  /** A scorer keeps at most so many images. */
  "too-many-images": { readonly most: number };
  /** A statistic takes more images than there are. `what`: intervals, or a comparison. */
  "too-few-images": { readonly what: "intervals" | "comparison"; readonly imageCount: number };
  /** The argument names what needs every image's own counts, and they were not kept. */
  "needs-images": { readonly argument: string };
  /** Models are compared image by image, and images of one have no id. */
  "images-unnamed": { readonly argument: "first" | "second"; readonly imageCount: number };
  /** Models are compared image by image, and one has images that the other has not. */
  "images-differ": { readonly onlyInFirst: readonly string[]; readonly onlyInSecond: readonly string[] };
  /** The models that are compared were scored on another ground truth, or with other weights, in these images. */
  "truth-differs": { readonly ids: readonly string[] };
  /** The data set of a callback gave no batch. */
  "no-batch": { readonly argument: string };
  /** What should be a saved state is none, or ends within its first bytes. */
  "not-a-state": Expectation;
  /** A saved state is of a version that is not read. */
  "state-version": Expectation;
  /** A saved state was cut short or changed after it was written. */
  "state-damaged": { readonly argument: string };
  /** A backend was asked for that does not run here. */
  "backend-unavailable": { readonly got: string };
  /** The memory of an allocated array was given back. */
  "memory-freed": Details;
  /** The pool was closed before or while it counted. */
  "pool-closed": Details;
  /** A worker of the pool died while it counted; the pool goes on. */
  "worker-died": { readonly got: string };
  /** Workers do not start, or there are none here. */
  "workers-unavailable": Details;
}

type Problems = WrongKinds & WrongValues & WrongMoments;

/** What is wrong, in one stable word: what a program asks for. */
export type ErrorCode = keyof Problems;

/** What is wrong, as data: plain, so that it can be cloned, posted and written as JSON. */
export type Problem<C extends ErrorCode = ErrorCode> = {
  readonly [K in C]: { readonly code: K } & Problems[K] & Details;
}[C];

/** An error of this library: a TypeError, RangeError or Error that says in data, too, what is wrong. */
export type MaskscoreError<C extends ErrorCode = ErrorCode> = Error & {
  readonly code: C;
  readonly problem: Problem<C>;
};

/**
 * Whether an error is one of this library's, and, where a code is named, whether it is that one.
 *
 * @example if (isMaskscoreError(error, "label-out-of-range")) console.log(error.problem.label, error.problem.pixel)
 */
export function isMaskscoreError<C extends ErrorCode = ErrorCode>(
  error: unknown,
  code?: C,
): error is MaskscoreError<C> {
  const { code: found, problem }: Partial<MaskscoreError> = error instanceof Error ? error : {};
  return found !== undefined && found === problem?.code && (code === undefined || found === code);
}

/** The error that says a problem in the library's words. */
export function failure<C extends ErrorCode>(
  Kind: ErrorConstructor,
  problem: Problem<C>,
  message: string,
  options?: ErrorOptions,
): MaskscoreError<C> {
  const told = { code: problem.code, problem };
  return Object.assign(new Kind(oneLine(message), options), told);
}

/** Twice ten names, and what is said of them. */
const LONGEST = 2000;

/** What a message quotes is a caller's: it must not break the line, turn its direction or steer a terminal. */
function oneLine(message: string): string {
  return shorten(message, LONGEST).replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_C}]/gu, "\ufffd");
}
