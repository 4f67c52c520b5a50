import { matchedImage, readComponentJob } from "../../../src/measures/components/componentImage.js";
import { countOverlaps } from "../../../src/measures/components/componentOverlaps.js";
import type { ComponentSettings } from "../../../src/measures/components/componentSettings.js";
import type { ConnectedComponents } from "../../../src/volumes/foundComponents.js";
import type { LabelledImage } from "./labelledImage.js";
import { segmentMaps, type SegmentSide } from "./segmentMaps.js";
import { type OutcomeSegment, segmentOutcomes } from "./segmentOutcomes.js";
import type { SegmentMaps } from "./segmentPicture.js";

/**
 * What became of the components of an image, pixel by pixel, as a ComponentScorer matches them.
 *
 * @throws {TypeError | RangeError} as ComponentScorer.update
 */
export function componentMaps(
  settings: ComponentSettings,
  { groundTruth, prediction, shape, spacing }: LabelledImage,
  nameOfClass: (label: number) => string,
): SegmentMaps {
  const image = matchedImage(
    readComponentJob(groundTruth, prediction, { shape, spacing }, settings, settings.numClasses),
  );
  const overlaps = countOverlaps(image.groundTruth.componentIds, image.prediction.componentIds);
  const kept = { truth: new Set<number>(), prediction: new Set<number>() };
  for (const component of image.components) {
    if (component.groundTruth !== undefined) kept.truth.add(component.groundTruth - 1);
    if (component.prediction !== undefined) kept.prediction.add(component.prediction - 1);
  }
  const matches = image.components.flatMap((one) =>
    one.groundTruth === undefined || one.prediction === undefined
      ? []
      : [
          {
            truth: one.groundTruth - 1,
            predicted: one.prediction - 1,
            iou: one.intersection / (one.groundTruthArea + one.predictionArea - one.intersection),
          },
        ],
  );
  const outcomes = segmentOutcomes(
    segmentsOf(image.groundTruth, kept.truth),
    segmentsOf(image.prediction, kept.prediction),
    Array.from(overlaps.intersection, (pixels, i) => ({
      truth: (overlaps.groundTruth[i] as number) - 1,
      predicted: (overlaps.prediction[i] as number) - 1,
      pixels,
    })),
    matches,
  );
  const [depth = 1, height, width] =
    image.grid.shape.length === 3 ? image.grid.shape : [1, ...image.grid.shape];
  return segmentMaps({
    size: [depth, height as number, width as number],
    outcomes,
    matches,
    truth: sideOf(image.groundTruth, nameOfClass),
    prediction: sideOf(image.prediction, nameOfClass),
  });
}

function segmentsOf({ areas, labels }: ConnectedComponents, kept: ReadonlySet<number>): OutcomeSegment[] {
  return Array.from(areas, (area, index) => ({
    category: labels[index] as number,
    area,
    isIgnored: !kept.has(index),
  }));
}

function sideOf(
  { areas, labels, componentIds }: ConnectedComponents,
  nameOfClass: (label: number) => string,
): SegmentSide {
  return {
    areas,
    nameOf: (index) => `${nameOfClass(labels[index] as number)} #${index + 1}`,
    map: Int32Array.from(componentIds, (id) => id - 1),
  };
}
