import { VOID } from "../../src/labels/labelKinds.js";
import { pngDataUri } from "../formats/labelPng.js";
import { CHANGE_LOOKS, type Change, changeOf, CHANGES } from "./changes.js";
import type { MovedMasks } from "./movedMasks.js";
import { changeText, percentText, scoreText } from "./numberTexts.js";
import type { MovedImage } from "./runView.js";
import { indicesOf } from "./pictureMasks.js";
import { type StillClass, stillClasses } from "./stillPicture.js";

/** An image by two models as four images that need no script. */
export interface MovedPicture {
  readonly title: string;
  /** Its scores by both, and their difference. */
  readonly about: string;
  readonly width: number;
  readonly height: number;
  readonly panels: readonly { readonly name: string; readonly uri: string }[];
  /** What became of the scored pixels, and which share of them. */
  readonly changes: readonly {
    readonly change: Change;
    readonly word: string;
    readonly colour: string;
    readonly share: string;
  }[];
  readonly classes: readonly StillClass[];
  readonly hasVoid: boolean;
}

/**
 * @param id the image's
 * @param moved how its score moved, and between which models
 * @param names by class
 * @param palette by class
 */
export function movedPicture(
  id: string,
  masks: MovedMasks,
  moved: MovedImage,
  names: readonly string[],
  palette: readonly string[],
): MovedPicture {
  const { width, height, groundTruth, first, second, counts, detail } = masks;
  const { classes: shown, voidIndex, indexed } = indicesOf([groundTruth, first, second]);
  const classes = stillClasses(shown, names, palette);
  const colours = [...classes.map(({ colour }) => colour), "#000000"];
  const mask = (labels: Int16Array): string =>
    pngDataUri({ width, height, indices: indexed(labels), palette: colours, transparent: voidIndex });
  const changes = groundTruth.map((t, pixel) =>
    t === VOID ? 0 : 1 + CHANGES.indexOf(changeOf(t, first[pixel] as number, second[pixel] as number)),
  );
  const scored = CHANGES.reduce((sum, change) => sum + counts[change], 0);
  return {
    title: id,
    about: [...(detail === undefined ? [] : [detail]), aboutText(moved)].join("; "),
    width,
    height,
    panels: [
      { name: "Ground truth", uri: mask(groundTruth) },
      { name: moved.first.name, uri: mask(first) },
      { name: moved.second.name, uri: mask(second) },
      {
        name: "What changed",
        uri: pngDataUri({
          width,
          height,
          indices: Uint8Array.from(changes),
          palette: ["#000000", ...CHANGES.map((change) => CHANGE_LOOKS[change].colour)],
          transparent: 0,
        }),
      },
    ],
    changes: (["mended", "broken", "stillWrong", "kept"] as const).map((change) => ({
      change,
      ...CHANGE_LOOKS[change],
      share: percentText(counts[change] / scored),
    })),
    classes,
    hasVoid: groundTruth.includes(VOID),
  };
}

function aboutText({ metric, first, second, difference }: MovedImage): string {
  return `mean ${metric} ${changeText(difference)}: ${scoreText(first.score)} by ${first.name}, ${scoreText(second.score)} by ${second.name}`;
}
