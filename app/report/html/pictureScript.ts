import { OUTCOMES } from "../../view/errorMap.js";

/**
 * The error map of another class, and how strongly masks cover the photo. Labels come out of the pictures that are shown:
 * indexed PNGs whose rows are not filtered, so inflating is all there is to do. A canvas would hand out colours, which some
 * browsers blur on purpose.
 */
export const PICTURE_SCRIPT = `
const OUTCOMES = ${JSON.stringify(OUTCOMES)};
const colours = [OUTCOMES.hit, OUTCOMES.missed, OUTCOMES.false].map((colour) =>
  [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16)),
);

const labelsOf = async (image) => {
  const base64 = image.src.slice(image.src.indexOf(",") + 1);
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  for (let offset = 8; offset < bytes.length; offset += view.getUint32(offset) + 12) {
    if (String.fromCharCode(...bytes.subarray(offset + 4, offset + 8)) !== "IDAT") continue;
    const content = bytes.subarray(offset + 8, offset + 8 + view.getUint32(offset));
    const stream = new Blob([content]).stream().pipeThrough(new DecompressionStream("deflate"));
    const rows = new Uint8Array(await new Response(stream).arrayBuffer());
    const labels = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      labels.set(rows.subarray(y * (width + 1) + 1, (y + 1) * (width + 1)), y * width);
    }
    return { labels, width, height };
  }
  throw new Error("a mask without data");
};

const paint = (picture, truth, prediction, wanted) => {
  const voidIndex = Number(picture.dataset.void);
  const counts = [0, 0, 0];
  let canvas = picture.querySelector("canvas");
  if (!canvas) {
    const image = picture.querySelector(".errors");
    canvas = document.createElement("canvas");
    canvas.className = "mask";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", image.alt);
    canvas.width = truth.width;
    canvas.height = truth.height;
    image.replaceWith(canvas);
  }
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(truth.width, truth.height);
  truth.labels.forEach((t, i) => {
    const p = prediction.labels[i];
    if (t === voidIndex) return;
    let outcome = -1;
    if (wanted < 0) outcome = t === p ? 0 : 1;
    else if (t === wanted) outcome = p === wanted ? 0 : 1;
    else if (p === wanted) outcome = 2;
    if (outcome < 0) return;
    counts[outcome]++;
    pixels.data.set(colours[outcome], i * 4);
    pixels.data[i * 4 + 3] = 255;
  });
  context.putImageData(pixels, 0, 0);
  ["hit", "missed", "false"].forEach((kind, i) => {
    picture.querySelector("." + kind + " .count").textContent = counts[i].toLocaleString("en-US");
  });
  picture.querySelector(".missed .word").textContent = wanted < 0 ? "wrong" : "missed";
  picture.querySelector(".key.false").hidden = wanted < 0;
};

for (const picture of document.querySelectorAll(".picture")) {
  const select = picture.querySelector(".error-class");
  let masks;
  const change = async () => {
    masks = masks || Promise.all([".truth", ".prediction"].map((kind) => labelsOf(picture.querySelector(kind))));
    const [truth, prediction] = await masks;
    paint(picture, truth, prediction, Number(select.value));
    picture.querySelector(".of").textContent = "of " + select.selectedOptions[0].textContent;
  };
  // Without a way to inflate the map of the first class stays, and no other is offered.
  if (typeof DecompressionStream === "undefined") select.disabled = true;
  else select.addEventListener("change", change);
  // The browser may have kept another choice over a reload.
  if (!select.selectedOptions[0].defaultSelected) change();
  const slider = picture.querySelector(".opacity");
  if (slider) {
    const apply = () => picture.style.setProperty("--opacity", slider.value / 100);
    slider.addEventListener("input", apply);
    apply();
  }
}
`;
