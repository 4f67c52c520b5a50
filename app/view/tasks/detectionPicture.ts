import type { DetectionSettings } from "../../../src/measures/instances/detectionSettings.js";
import type { MaskInput } from "../../../src/measures/instances/objectMasks.js";
import type { ImagePair } from "../../detections/imagePairs.js";
import { pngDataUri } from "../../formats/labelPng.js";
import { MAX_SIDE } from "../smallMasks.js";
import { countText, percentText } from "../numberTexts.js";
import { type DetectionOutcomes, detectionOutcomes, type ObjectOutcome } from "./detectionOutcomes.js";
import { ObjectCanvas, type PaintedObject } from "./objectCanvas.js";
import { OUTCOMES_OF_SEGMENTS, type PicturedSegment, type SegmentOutcome } from "./segmentOutcomes.js";
import { outcomeCounts, SEGMENT_COLOURS } from "./segmentWords.js";
import { paintScale, type TaskPicture } from "./taskPicture.js";

const PALETTE = ["#000000", ...OUTCOMES_OF_SEGMENTS.map((outcome) => SEGMENT_COLOURS[outcome])];
const indexOf = (outcome: SegmentOutcome): number => 1 + OUTCOMES_OF_SEGMENTS.indexOf(outcome);

/** What is wrong is listed first, and painted last, over the rest. */
const ORDER: readonly SegmentOutcome[] = ["missed", "false", "matched", "ignored"];

/** How an image is to be pictured. */
export interface DetectionLook {
  readonly id: string;
  readonly about: string;
  readonly settings: DetectionSettings;
  readonly pair: ImagePair;
  /** Detections below are left out. */
  readonly scoreThreshold: number;
  /** "data:image/jpeg;base64,..."; undefined: a blank canvas. */
  readonly photo: string | undefined;
}

/** One side's objects: shapes and sizes by place. */
interface Side {
  readonly shapeOf: (place: number) => PaintedObject;
  readonly areaOf: (place: number) => number;
}

/**
 * Paints what became of an image's objects and detections, over its photo or on a blank canvas of its size.
 *
 * @returns undefined of an image whose size nobody tells
 */
export function detectionPicture(look: DetectionLook): TaskPicture | undefined {
  const { id, about, settings, pair, scoreThreshold, photo } = look;
  const size = sizeOf(pair);
  if (size === undefined) return undefined;
  const outcomes = detectionOutcomes(settings, pair, scoreThreshold);
  const scale = paintScale(size[1], size[0], MAX_SIDE);
  const [truth, found] = [sideOf(pair.groundTruths, size), sideOf(pair.detections, size)];
  const listed = listObjects(outcomes, settings, pair, truth, found);
  const panel = (
    title: string,
    side: Side,
    own: readonly ObjectOutcome[],
    placeOf: (one: ObjectOutcome) => number,
  ): TaskPicture["slices"][number]["panels"][number] => {
    const canvas = new ObjectCanvas(size, scale);
    const boxes = [...own]
      .sort((a, b) => ORDER.indexOf(b.outcome) - ORDER.indexOf(a.outcome))
      .map((one) => ({
        segment: placeOf(one),
        ...canvas.paint(side.shapeOf(one.place), indexOf(one.outcome)),
      }));
    const { columns, rows, indices } = canvas;
    return {
      title,
      uri: pngDataUri({ width: columns, height: rows, indices, palette: PALETTE, transparent: 0 }),
      boxes: boxes.sort((a, b) => b.width * b.height - a.width * a.height),
    };
  };
  const segments = listed.map(({ segment }) => segment);
  const truthPlaces = new Map(listed.map(({ truth: t }, i) => [t, i]));
  const foundPlaces = new Map(listed.map(({ found: f }, i) => [f, i]));
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
          panel("Ground truth", truth, outcomes.truths, ({ place }) => truthPlaces.get(place) as number),
          panel("Detections", found, outcomes.detections, ({ place }) => foundPlaces.get(place) as number),
        ],
      },
    ],
    legend: outcomeCounts(segments).map(([outcome, count]) => ({
      colour: SEGMENT_COLOURS[outcome],
      text: `${outcome}: ${countText(count)}`,
    })),
    facts: Number.isFinite(scoreThreshold)
      ? [["detections", `of score ${scoreThreshold.toFixed(2)} and above, which gives the highest F1`]]
      : [],
    segments,
    photo,
  };
}

/** As the truth has it; of boxes whose image has no size, as far as they reach. */
function sizeOf({ image, groundTruths, detections }: ImagePair): readonly [number, number] | undefined {
  const { width, height } = image;
  if (width !== undefined && height !== undefined) return [height, width];
  const boxes = [groundTruths.boxes, detections.boxes].flatMap((own) =>
    own === undefined ? [] : Array.from(own as ArrayLike<number>),
  );
  let [right, bottom] = [0, 0];
  for (let i = 0; i < boxes.length; i += 4) {
    right = Math.max(right, (boxes[i] as number) + (boxes[i + 2] as number));
    bottom = Math.max(bottom, (boxes[i + 1] as number) + (boxes[i + 3] as number));
  }
  return right > 0 && bottom > 0 ? [Math.ceil(bottom), Math.ceil(right)] : undefined;
}

function sideOf(
  { boxes, masks }: ImagePair["groundTruths"] | ImagePair["detections"],
  size: readonly [number, number],
): Side {
  const shapeOf = (place: number): PaintedObject =>
    masks === undefined
      ? { box: Array.from((boxes as Float64Array).subarray(4 * place, 4 * place + 4)) }
      : { mask: masks[place] as MaskInput };
  return {
    shapeOf,
    areaOf: (place) => ObjectCanvas.area(shapeOf(place), size),
  };
}

interface Listed {
  readonly segment: PicturedSegment;
  /** Places of either side; -1 where it is not there. */
  readonly truth: number;
  readonly found: number;
}

/** Both sides in one list, in which what is matched is one: what is wrong first, and of that the largest. */
function listObjects(
  { truths, detections }: DetectionOutcomes,
  { categories }: DetectionSettings,
  pair: ImagePair,
  truth: Side,
  found: Side,
): Listed[] {
  const nameOf = (ids: ArrayLike<number>, place: number): string => {
    const id = ids[place] as number;
    return categories.find((one) => one.id === id)?.name ?? `category ${id}`;
  };
  const scoreOf = (place: number): string =>
    percentText((pair.detections.scores as ArrayLike<number>)[place] as number);
  const truthIds = pair.groundTruths.categoryIds as ArrayLike<number>;
  const foundIds = pair.detections.categoryIds as ArrayLike<number>;
  const listed = truths.map(({ place, outcome, partner, iou }): Listed => ({
    segment: {
      name: partner < 0 ? nameOf(truthIds, place) : `${nameOf(truthIds, place)}, score ${scoreOf(partner)}`,
      outcome,
      iou,
      truthArea: truth.areaOf(place),
      predictedArea: partner < 0 ? undefined : found.areaOf(partner),
    },
    truth: place,
    found: partner,
  }));
  for (const { place, outcome, partner } of detections) {
    if (partner >= 0) continue;
    const segment = {
      name: `${nameOf(foundIds, place)}, score ${scoreOf(place)}`,
      outcome,
      iou: undefined,
      truthArea: undefined,
      predictedArea: found.areaOf(place),
    };
    listed.push({ segment, truth: -1, found: place });
  }
  const rank = ({ segment }: Listed): number => ORDER.indexOf(segment.outcome);
  const area = ({ segment: { truthArea = 0, predictedArea = 0 } }: Listed): number =>
    Math.max(truthArea, predictedArea);
  return listed.sort((a, b) => rank(a) - rank(b) || area(b) - area(a));
}
