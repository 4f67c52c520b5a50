import { VOID } from "../../src/labels/labelKinds.js";
import { pngDataUri } from "../formats/labelPng.js";
import { changeText, scoreText } from "./numberTexts.js";
import { FAINT, NO_COLOUR, OUTCOMES } from "./displayColours.js";
import { errorMap, pictureMasks, worstIndex } from "./pictureMasks.js";
import type { Layer } from "./paintTile.js";
import type { MovedImage, PictureView } from "./runView.js";

/** What a photo may look like: it goes into a style, where nothing else must. */
const PHOTO = /^data:image\/(?:jpeg|png|webp);base64,[A-Za-z0-9+/]+=*$/;

/** A class of a picture, by the number that its pixels have in the images: palette indices. */
export interface StillClass {
  readonly index: number;
  readonly name: string;
  readonly colour: string;
}

/** A picture as images that need no script: its masks as indexed PNGs, which can be read back. */
export interface StillPicture {
  readonly title: string;
  readonly about: string;
  readonly width: number;
  readonly height: number;
  readonly classes: readonly StillClass[];
  /** The index of void. */
  readonly voidIndex: number;
  readonly hasVoid: boolean;
  /** The class whose errors are shown, -1: all; and its pixels hit, missed and false. */
  readonly errorsOf: number;
  readonly counts: readonly [hit: number, missed: number, wrong: number];
  readonly uris: Readonly<Record<Layer, string>>;
  readonly photo: string | undefined;
}

/** @param names by class */
export function stillPicture(
  picture: PictureView,
  names: readonly string[],
  palette: readonly string[],
): StillPicture {
  const { width, height } = picture;
  const masks = pictureMasks(picture);
  const classes = stillClasses(masks.classes, names, palette);
  const colours = [...classes.map(({ colour }) => colour), "#000000"];
  const mask = (indices: Uint8Array): string =>
    pngDataUri({ width, height, indices, palette: colours, transparent: masks.voidIndex });
  const errorsOf = worstIndex(masks);
  const errors = errorMap(masks, errorsOf);
  return {
    title: picture.id,
    about: aboutText(picture),
    width,
    height,
    classes,
    voidIndex: masks.voidIndex,
    hasVoid: picture.groundTruth.includes(VOID),
    errorsOf,
    counts: errors.counts,
    uris: {
      truth: mask(masks.groundTruth),
      prediction: mask(masks.prediction),
      errors: pngDataUri({
        width,
        height,
        indices: errors.indices,
        palette: ["#000000", errorsOf < 0 ? FAINT : OUTCOMES.hit, OUTCOMES.missed, OUTCOMES.false],
        transparent: 0,
      }),
    },
    photo: picture.photo !== undefined && PHOTO.test(picture.photo) ? picture.photo : undefined,
  };
}

/** @param classes of a picture's palette, in its order; -1 is every class that had no room */
export function stillClasses(
  classes: readonly number[],
  names: readonly string[],
  palette: readonly string[],
): StillClass[] {
  return classes.map((c, index) => ({
    index,
    name: c < 0 ? "other classes" : (names[c] ?? `class ${c}`),
    colour: palette[c] ?? NO_COLOUR,
  }));
}

function aboutText({ detail, moved, meanIou, changeWithout }: PictureView): string {
  const scores =
    moved === undefined
      ? `mean IoU ${scoreText(meanIou)}; leaving it out changes the mean by ${changeText(changeWithout)}`
      : movedText(moved);
  return `${detail === undefined ? "" : `${detail}; `}${scores}`;
}

function movedText({ metric, first, second, difference }: MovedImage): string {
  return `mean ${metric} ${scoreText(first.score)} by ${first.name}, ${scoreText(second.score)} by ${second.name}: ${changeText(difference)}`;
}
