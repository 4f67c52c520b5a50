import { colourValue } from "../../../src/labels/colours.js";
import { errorMap, OUTCOMES, pictureMasks, type PictureMasks, worstIndex } from "../../view/errorMap.js";
import { pngDataUri } from "../../formats/labelPng.js";
import { type Markup, markup } from "./markup.js";
import { changeText, countText, scoreText } from "../../view/numbers.js";
import { type MovedImage, type ReportedPicture, VOID } from "../../view/reported.js";

/** What a photo may look like: it goes into a style sheet, where nothing else must. */
const PHOTO = /^data:image\/(?:jpeg|png|webp);base64,[A-Za-z0-9+/]+=*$/;

/** Names and colours of classes, for pictures. */
export interface ClassLook {
  readonly name: string;
  readonly colour: string;
}

/** Images as three panels each: what was to be found, what was found, and where they differ. */
export function pictureSection(
  pictures: readonly ReportedPicture[],
  looks: readonly ClassLook[],
  idPrefix: string,
): Markup {
  return markup`<div class="pictures">${pictures.map((picture, i) => pictureFigure(picture, looks, `${idPrefix}-${i + 1}`))}</div>`;
}

function pictureFigure(picture: ReportedPicture, looks: readonly ClassLook[], id: string): Markup {
  const { width, height } = picture;
  const masks = pictureMasks(picture);
  const lookOf = (index: number): ClassLook => {
    const c = masks.classes[index] as number;
    return looks[c] ?? { name: c < 0 ? "other classes" : `class ${c}`, colour: "#808080" };
  };
  const palette = [...masks.classes.map((_, i) => lookOf(i).colour), "#000000"];
  const mask = (indices: Uint8Array): string =>
    pngDataUri({ width, height, indices, palette, transparent: masks.voidIndex });
  const hasVoid = picture.groundTruth.includes(VOID);
  const worst = worstIndex(masks);
  const errors = errorMap(masks, worst);
  const errorUri = pngDataUri({
    width,
    height,
    indices: errors.indices,
    palette: ["#000000", OUTCOMES.hit, OUTCOMES.missed, OUTCOMES.false],
    transparent: 0,
  });
  const hasPhoto = picture.photo !== undefined && PHOTO.test(picture.photo);
  const style = hasPhoto
    ? `--photo: url("${picture.photo}"); --ratio: ${width} / ${height}`
    : `--ratio: ${width} / ${height}`;
  const panel = (kind: string, name: string, uri: string, legend: Markup): Markup =>
    markup`<figure class="panel"><div class="stage${kind !== "errors" && " hatched"}">
${hasPhoto && markup`<div class="photo"></div>`}
<img class="mask ${kind}" alt="${name} of ${picture.id}" width="${width}" height="${height}" src="${uri}"></div>
<figcaption><strong>${name}</strong>${legend}</figcaption></figure>`;
  const about = [
    picture.detail !== undefined && `${picture.detail}; `,
    picture.moved === undefined
      ? `mean IoU ${scoreText(picture.meanIou)}; leaving it out changes the mean by ${changeText(picture.changeWithout)}`
      : movedText(picture.moved),
  ];
  return markup`<article class="picture${hasPhoto && " with-photo"}" style="${style}" data-void="${masks.voidIndex}" aria-labelledby="${id}">
<header><h4 id="${id}">${picture.id}</h4>
<p class="muted">${about}</p></header>
<div class="controls needs-script">
<label>Errors of <select class="error-class">${classOptions(masks, lookOf, worst)}</select></label>
${hasPhoto && markup`<label>Opacity <input class="opacity" type="range" min="0" max="100" value="60"></label>`}</div>
<div class="panels">${[
    panel("truth", "Ground truth", mask(masks.groundTruth), noLegend),
    panel("prediction", "Prediction", mask(masks.prediction), noLegend),
    panel(
      "errors",
      "Errors",
      errorUri,
      errorLegend(worst < 0 ? "all classes" : lookOf(worst).name, worst < 0, errors.counts),
    ),
  ]}</div>
<ul class="legend">${masks.classes.map((_, i) => markup`<li>${swatch(lookOf(i).colour)}${lookOf(i).name}</li>`)}${hasVoid && markup`<li><span class="swatch hatched"></span>not scored</li>`}</ul>
</article>`;
}

function movedText({ metric, first, second, difference }: MovedImage): string {
  return `mean ${metric} ${scoreText(first.score)} by ${first.name}, ${scoreText(second.score)} by ${second.name}: ${changeText(difference)}`;
}

const noLegend = markup``;

function classOptions(masks: PictureMasks, lookOf: (index: number) => ClassLook, worst: number): Markup[] {
  const option = (index: number, name: string): Markup =>
    index === worst
      ? markup`<option value="${index}" selected>${name}</option>`
      : markup`<option value="${index}">${name}</option>`;
  return [option(-1, "all classes"), ...masks.classes.map((_, i) => option(i, lookOf(i).name))];
}

/** Pixels are those of the picture, which may be smaller than the masks. */
function errorLegend(
  name: string,
  isAll: boolean,
  [hit, missed, wrong]: readonly [number, number, number],
): Markup {
  const entry = (kind: keyof typeof OUTCOMES, word: string, count: number, hidden: boolean): Markup =>
    markup`<span class="key ${kind}"${hidden && markup` hidden`}>
${swatch(OUTCOMES[kind])}<span class="word">${word}</span> <span class="count">${countText(count)}</span></span>`;
  return markup`<span class="keys"> <span class="of">of ${name}</span>, pixels: ${[
    entry("hit", "hit", hit, false),
    entry("missed", isAll ? "wrong" : "missed", missed, false),
    entry("false", "false", wrong, isAll),
  ]}</span>`;
}

/** A square of a colour; one that is no colour stays empty. */
export function swatch(colour: string): Markup {
  const safe = colourValue(colour) === undefined ? "transparent" : colour;
  return markup`<span class="swatch" style="background: ${safe}"></span>`;
}
