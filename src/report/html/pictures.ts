import { zlibSync } from "fflate";
import { encodeIndexedPng, type PaletteColour } from "../../formats/encodePng.js";
import { formatCount } from "../numbers.js";
import { type Content, html, jsonBlock, Markup, score } from "./markup.js";

/** One image's masks for looking at, scaled down by nearest neighbour. */
export interface ReportedPicture {
  readonly id: string;
  readonly model: string;
  readonly width: number;
  readonly height: number;
  /** Class per pixel, row-major; VOID where the truth does not count. */
  readonly groundTruth: Uint16Array;
  readonly prediction: Uint16Array;
  /** "data:image/jpeg;base64,..." of the photo; undefined where there is none. */
  readonly photo: string | undefined;
  /** The image's own mean IoU, and what leaving it out adds to the mean. */
  readonly meanIou: number;
  readonly changeWithout: number;
  /** "slice 12 of 40" of a volume. */
  readonly detail: string | undefined;
}

export const VOID = 0xffff;

/** Told apart by readers of any colour vision, and by their brightness. */
export const ERROR_COLOURS = { hit: "#9fb4c7", missed: "#e69f00", false: "#0072b2" } as const;

interface Shown {
  readonly classNames: readonly string[];
  readonly palette: readonly string[];
}

export function pictureSection(
  pictures: readonly ReportedPicture[],
  shown: Shown,
  introduction: Content,
): Markup {
  const hasPhotos = pictures.some(({ photo }) => photo !== undefined);
  return html`<section id="pictures">
    <h2>Images to look at</h2>
    <p>${introduction}</p>
    <p class="legend">
      Error map of one class: <span class="key" style="--key:${ERROR_COLOURS.hit}"></span>hit
      <span class="key" style="--key:${ERROR_COLOURS.missed}"></span>missed (truth only)
      <span class="key" style="--key:${ERROR_COLOURS.false}"></span>false (predicted only). Pixels are of the
      picture, which may be scaled down.
    </p>
    ${hasPhotos && html`<label class="slider">Masks over the photo <input type="range" id="opacity" min="0" max="100" value="70" /></label>`}
    ${pictures.map((picture, i) => onePicture(picture, shown, i))}
  </section>`;
}

function onePicture(picture: ReportedPicture, { classNames, palette }: Shown, index: number): Markup {
  const { id, model, width, height, groundTruth, prediction, photo, meanIou, changeWithout, detail } =
    picture;
  const present = [...new Set([...groundTruth, ...prediction])]
    .filter((c) => c !== VOID)
    .sort((a, b) => a - b);
  const worst = worstClass(picture, present);
  const maps = [
    ["truth", labelImage(groundTruth, width, height, present, palette)],
    ["prediction", labelImage(prediction, width, height, present, palette)],
    ["error map", errorImage(picture, worst)],
  ] as const;
  const counts = overlap(picture, worst);
  const photoStyle = photo === undefined ? "" : `--photo:url("${photo}")`;
  return html`<article class="picture" data-index="${index}" style="${photoStyle}">
    <h3>${id}</h3>
    <p>
      ${model}${detail === undefined ? "" : `, ${detail}`}: mean IoU
      ${score(meanIou)}${Number.isNaN(changeWithout) ? "" : html`; without this image the mean would be ${Math.abs(changeWithout).toFixed(5)} ${changeWithout >= 0 ? "higher" : "lower"}`}
    </p>
    <div class="panels">
      ${maps.map(
        ([name, source]) =>
          html`<figure>
            <div class="panel${photo === undefined ? "" : " has-photo"}">
              <img
                src="${source}"
                width="${width}"
                height="${height}"
                alt="${name} of ${id}"
              />${name === "error map" ? html`<canvas width="${width}" height="${height}" hidden aria-label="error map of ${id}"></canvas>` : ""}
            </div>
            <figcaption>${name}</figcaption>
          </figure>`,
      )}
    </div>
    <p class="controls">
      <label
        >Errors of
        <select aria-label="class of the error map of ${id}">
          <option value="-1">every class (hit, wrong)</option>
          ${present.map((c) => html`<option value="${c}" ${c === worst ? html` selected` : ""}>${classNames[c]}</option>`)}
        </select></label
      >
      <span class="counts" aria-live="polite"
        >hit ${formatCount(counts.hit)}, missed ${formatCount(counts.missed)}, false
        ${formatCount(counts.false)} pixels</span
      >
    </p>
    <p class="legend">
      ${present.map((c) => html`<span class="named"><span class="key" style="--key:${palette[c]}"></span>${classNames[c]}</span> `)}
    </p>
    ${jsonBlock(`picture-${index}`, { width, height, data: packed(picture) })}
  </article>`;
}

interface Overlap {
  readonly hit: number;
  readonly missed: number;
  readonly false: number;
}

function overlap({ groundTruth, prediction }: ReportedPicture, c: number): Overlap {
  const counts = { hit: 0, missed: 0, false: 0 };
  groundTruth.forEach((t, i) => {
    if (t === VOID) return;
    if (t === c && prediction[i] === c) counts.hit++;
    else if (t === c) counts.missed++;
    else if (prediction[i] === c) counts.false++;
  });
  return counts;
}

/** The class with the most missed and false pixels. */
function worstClass(picture: ReportedPicture, present: readonly number[]): number {
  const wrong = new Map<number, number>();
  picture.groundTruth.forEach((t, i) => {
    const p = picture.prediction[i] as number;
    if (t === VOID || t === p) return;
    for (const c of [t, p]) wrong.set(c, (wrong.get(c) ?? 0) + 1);
  });
  const [worst] = [...wrong].sort((a, b) => b[1] - a[1]);
  return worst?.[0] ?? present[0] ?? -1;
}

/** Labels in the classes' colours; void is transparent. */
function labelImage(
  labels: Uint16Array,
  width: number,
  height: number,
  present: readonly number[],
  palette: readonly string[],
): Markup {
  // A PNG has 256 colours at most; in one picture there are hardly so many classes.
  const places = new Map(present.slice(0, 255).map((c, i) => [c, i + 1]));
  const indices = Uint8Array.from(labels, (c) => places.get(c) ?? 0);
  const colours: PaletteColour[] = [
    { colour: "#000000", alpha: 0 },
    ...present.slice(0, 255).map((c) => ({ colour: palette[c] ?? "#000000", alpha: 255 })),
  ];
  return pngUrl(encodeIndexedPng(indices, width, height, colours));
}

function errorImage({ groundTruth, prediction, width, height }: ReportedPicture, c: number): Markup {
  const indices = Uint8Array.from(groundTruth, (t, i) => {
    if (t === VOID) return 0;
    const isPredicted = prediction[i] === c;
    if (t === c) return isPredicted ? 1 : 2;
    return isPredicted ? 3 : 0;
  });
  return pngUrl(
    encodeIndexedPng(indices, width, height, [
      { colour: "#000000", alpha: 0 },
      ...Object.values(ERROR_COLOURS).map((colour) => ({ colour, alpha: 255 })),
    ]),
  );
}

function pngUrl(bytes: Uint8Array): Markup {
  return new Markup(`data:image/png;base64,${base64(bytes)}`);
}

/** Truth and prediction as 16-bit numbers, little-endian, one behind the other, deflated: for the page's script. */
function packed({ groundTruth, prediction }: ReportedPicture): string {
  const bytes = new Uint8Array(4 * groundTruth.length);
  const view = new DataView(bytes.buffer);
  groundTruth.forEach((label, i) => {
    view.setUint16(2 * i, label, true);
  });
  prediction.forEach((label, i) => {
    view.setUint16(2 * (groundTruth.length + i), label, true);
  });
  return base64(zlibSync(bytes, { level: 9 }));
}

function base64(bytes: Uint8Array): string {
  let text = "";
  const step = 8192;
  for (let at = 0; at < bytes.length; at += step) {
    text += String.fromCharCode(...bytes.subarray(at, at + step));
  }
  return btoa(text);
}
