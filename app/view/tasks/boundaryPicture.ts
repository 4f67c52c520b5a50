import { readBoundaryJob } from "../../../src/measures/boundary/boundaryIou.js";
import { type BoundarySettings, isScored } from "../../../src/measures/boundary/boundarySettings.js";
import { boundaryClasses } from "../../../src/volumes/boundaryCounts.js";
import { NO_CLASS } from "../../../src/volumes/labelPair.js";
import { countText } from "../numberTexts.js";
import { MAX_SIDE } from "../smallMasks.js";
import type { LabelledImage } from "./labelledImage.js";
import { NOTHING, paintSlice, sampledSlice } from "./paintSlice.js";
import { paintScale, type TaskPicture } from "./taskPicture.js";

/** What became of a boundary's pixel, each with its colour; the first three as tokens.css has them. */
const OUTCOMES = [
  { text: "on both boundaries", colour: "#2f7fd6" },
  { text: "missed: on the ground truth's alone", colour: "#d9480f" },
  { text: "false: on the prediction's alone", colour: "#ffd43b" },
  { text: "on both, of different classes", colour: "#8f4fc9" },
] as const;
const [BOTH, MISSED, FALSE, OTHER] = [0, 1, 2, 3];

/** Palette: nothing, the outcomes, what lies within, the outlines. */
const FIRST_OUTCOME = 1;
const WITHIN = { place: FIRST_OUTCOME + OUTCOMES.length, colour: "#aab4c0" };
const TRUTH = { place: WITHIN.place + 1, colour: "#10141a" };
const PREDICTION = { place: TRUTH.place + 1, colour: "#ffffff" };
const PALETTE = [
  "#000000",
  ...OUTCOMES.map(({ colour }) => colour),
  ...[WITHIN, TRUTH, PREDICTION].map(({ colour }) => colour),
];

/** Of each pixel the outcome of its boundary, -1 where it is on none that is scored. */
export function boundaryOutcomes(
  settings: BoundarySettings,
  { groundTruth, prediction, shape }: LabelledImage,
): { readonly outcomes: Int8Array; readonly distance: number } {
  const [height, width] = shape;
  const { pair, distance } = readBoundaryJob(groundTruth, prediction, {
    width,
    height,
    numClasses: settings.numClasses ?? undefined,
    ratio: settings.ratio ?? undefined,
    distance: settings.distance ?? undefined,
    ignoreIndex: settings.ignoreIndex,
  });
  const on = boundaryClasses(pair, distance);
  const outcomes = Int8Array.from(on.groundTruth, (truth, pixel) => {
    const predicted = on.prediction[pixel] as number;
    const isOf = (label: number): boolean => label !== NO_CLASS && isScored(settings, label);
    if (!isOf(truth)) return isOf(predicted) ? FALSE : -1;
    if (!isOf(predicted)) return MISSED;
    return truth === predicted ? BOTH : OTHER;
  });
  return { outcomes, distance };
}

/**
 * Both sides' boundaries in one: where they overlap, and what only one of them has, over the masks' outlines.
 *
 * @throws {TypeError | RangeError} as BoundaryScorer.update
 */
export function boundaryPicture(
  id: string,
  about: string,
  settings: BoundarySettings,
  image: LabelledImage,
): TaskPicture {
  const { outcomes, distance } = boundaryOutcomes(settings, image);
  const [height, width] = image.shape as readonly [number, number];
  const scale = paintScale(width, height, MAX_SIDE);
  const sampled = (valueAt: (pixel: number) => number): Int32Array => sampledSlice(scale, width, 0, valueAt);
  const masked = (labels: LabelledImage["groundTruth"]): Int32Array =>
    sampled((pixel) => {
      const label = Number(labels[pixel]);
      return isScored(settings, label) ? label : -1;
    });
  const [truth, predicted] = [masked(image.groundTruth), masked(image.prediction)];
  const small = sampled((pixel) => outcomes[pixel] as number);
  const indices = Uint8Array.from(small, (outcome, place) => {
    if (outcome >= 0) return FIRST_OUTCOME + outcome;
    return (truth[place] as number) >= 0 || (predicted[place] as number) >= 0 ? WITHIN.place : NOTHING;
  });
  const outlines = [
    { values: predicted, index: PREDICTION.place },
    { values: truth, index: TRUTH.place },
  ];
  const counts = OUTCOMES.map((_, outcome) => outcomes.filter((one) => one === outcome).length);
  return {
    id,
    about,
    width: scale.width,
    height: scale.height,
    first: 0,
    slices: [
      {
        detail: undefined,
        panels: [
          { title: "Both boundaries", uri: paintSlice({ indices, scale, outlines }, PALETTE), boxes: [] },
        ],
      },
    ],
    legend: [
      ...OUTCOMES.flatMap(({ text, colour }, outcome) =>
        outcome === OTHER && counts[OTHER] === 0
          ? []
          : [{ colour, text: `${text}: ${countText(counts[outcome] as number)} pixels` }],
      ),
      { colour: WITHIN.colour, text: "within a mask, on no boundary" },
      { colour: TRUTH.colour, text: "outline of the ground truth" },
      { colour: PREDICTION.colour, text: "outline of the prediction" },
    ],
    facts: [["boundary", `${countText(distance)} ${distance === 1 ? "pixel" : "pixels"} wide, inwards`]],
    segments: [],
  };
}
