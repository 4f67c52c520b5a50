import { readOptions } from "../../reading/options.js";
import { countPanoptic } from "./countPanoptic.js";
import { type PanopticConventionName, readPanopticConvention } from "./panopticConventions.js";
import { type PanopticQuality, panopticScores } from "./panopticScores.js";
import {
  type PanopticAreas,
  type PanopticCategoryOptions,
  type PanopticSettings,
  readPanopticSettings,
} from "./panopticSettings.js";
import type { PanopticRow } from "./panopticRow.js";
import type { PanopticImage } from "./panopticSide.js";

export interface PanopticOptions {
  /** All categories that segments may have, each once: { id, isThing, name? }, or as COCO writes them, with isthing 0 or 1. */
  readonly categories: readonly PanopticCategoryOptions[];
  /** Whose rules; default "panopticapi". explainPanopticConvention tells what each does. */
  readonly convention?: PanopticConventionName | undefined;
  /**
   * A segment's listed area that is not its area in the map: "listed" (default) does as panopticapi does, which believes
   * the ground truth's, and says so in notes; "checked" refuses it. Where no area is listed, the map's is taken.
   */
  readonly areas?: PanopticAreas | undefined;
  /**
   * Boundary panoptic quality, as boundary-iou-api has it: the IoU of a pair is the smaller one of the segments' IoU and that of
   * their boundaries, this share of the image's diagonal wide (0.02 in the tool). Default: boundaries are not looked at.
   */
  readonly boundaryRatio?: number | undefined;
}

/**
 * Panoptic quality of one image.
 *
 * @param groundTruth { map, width, height, segments }: the id of each pixel's segment, row-major, 0 where it is void; and
 *   the segments, { id, categoryId, isCrowd? } each
 * @param prediction the same; every id of its map must be listed, and every listed id must have a pixel
 * @returns PQ, SQ and RQ of all categories, of things, of stuff and of each category; a group without a segment is
 *   undefined, and `reasons` says why
 * @throws {TypeError} a map holds no integers, or something is of the wrong kind
 * @throws {RangeError} sizes differ, an id is beyond 0..2^32 - 1, listed twice, painted and not listed, or listed and not
 *   painted, or a category is unknown; the message names it
 * @see Kirillov et al., "Panoptic segmentation"
 * @example
 * const segments = [{ id: 7, categoryId: 1 }];
 * const categories = [{ id: 1, isThing: true }];
 * const image = { map: Uint32Array.of(7, 7, 0, 0), width: 2, height: 2, segments };
 * panopticQuality(image, image, { categories }).all // { pq: 1, sq: 1, rq: 1, n: 1 }
 */
export function panopticQuality(
  groundTruth: PanopticImage,
  prediction: PanopticImage,
  options: PanopticOptions,
): PanopticQuality {
  const { settings, scoresOf } = readPanopticOptions(options);
  return scoresOf(countPanoptic(settings, groundTruth, prediction));
}

/**
 * How an image is counted, and what becomes of its row.
 *
 * @throws {TypeError | RangeError} an option is wrong
 */
export function readPanopticOptions(options: unknown): {
  readonly settings: PanopticSettings;
  readonly scoresOf: (row: PanopticRow) => PanopticQuality;
} {
  const { convention, ...given } = readOptions(
    options,
    ["categories", "convention", "areas", "boundaryRatio"],
    "options",
  );
  const rules = readPanopticConvention(convention ?? "panopticapi", "convention");
  const settings = readPanopticSettings(given);
  return {
    settings,
    scoresOf: (row) => panopticScores(settings, [{ id: undefined, weight: 1, row }], rules),
  };
}
