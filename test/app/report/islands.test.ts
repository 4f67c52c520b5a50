import { type ComponentType, h } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { ConfusionTable } from "../../../app/components/ConfusionTable.js";
import { ImageTable } from "../../../app/components/ImageTable.js";
import { Picture } from "../../../app/components/viewer/Picture.js";
import { readData, writeData } from "../../../app/report/html/islandData.js";
import { readIndices } from "../../../app/report/script/readIndices.js";
import { confusionView } from "../../../app/view/confusionView.js";
import { pictureMasks } from "../../../app/view/pictureMasks.js";
import { stillPicture } from "../../../app/view/stillPicture.js";
import { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";
import { parseDocument } from "../../helpers/documents.js";
import {
  cellsOf,
  madePicture,
  madeReport,
  madeScorer,
  pageOf,
  paletteOf,
  viewedModel,
} from "../../helpers/reported.js";

const ISLANDS: Readonly<Record<string, ComponentType<object>>> = {
  confusion: ConfusionTable as ComponentType<object>,
  images: ImageTable as ComponentType<object>,
  picture: Picture as unknown as ComponentType<object>,
};

const FOUR = { options: { numClasses: 4, classNames: ["sky", "<b>", "</script>", "a'b\"c"] }, imageCount: 5 };

/** A run with an image that has no score. */
function runWithGaps(): SegmentationScorer {
  const scorer = madeScorer({ ...FOUR, options: { ...FOUR.options, ignoreIndex: 255 } }, 3);
  scorer.update(Uint8Array.of(255, 255), Uint8Array.of(0, 1), { id: "<empty>" });
  return scorer;
}

describe("parts of a report that come to life", () => {
  const model = viewedModel("only", runWithGaps());
  const { page } = pageOf(madeReport([model], { pictures: [madePicture("image 1", "only", 4)] }));
  const places = Array.from(page.querySelectorAll("[data-island]"));

  it("are of every kind", () => {
    expect(places.map((place) => place.getAttribute("data-island")).sort()).toEqual(
      Object.keys(ISLANDS).sort(),
    );
  });

  it.each(["confusion", "images"])("%s: its data draw what is there already", (name) => {
    const place = places.find((one) => one.getAttribute("data-island") === name);
    const props = readData(place?.nextElementSibling?.textContent ?? "") as object;
    const again = renderToString(h(ISLANDS[name] as ComponentType<object>, props));
    expect(parseDocument(again, "text/html").body.innerHTML).toBe(place?.innerHTML);
  });

  it("a picture: its data and its images do, and its masks are read out of these", async () => {
    const place = places.find((one) => one.getAttribute("data-island") === "picture");
    const { picture, id } = readData(place?.nextElementSibling?.textContent ?? "") as {
      picture: object;
      id: string;
    };
    expect(picture).not.toHaveProperty("uris");
    const uris = Object.fromEntries(
      ["truth", "prediction", "errors"].map((layer) => [
        layer,
        place?.querySelector(`img.${layer}`)?.getAttribute("src"),
      ]),
    ) as Record<"truth" | "prediction" | "errors", string>;
    const { photo } = madePicture("image 1", "only", 4);
    const again = renderToString(
      h(ISLANDS.picture as ComponentType<object>, { id, picture: { ...picture, uris, photo } } as object),
    );
    expect(parseDocument(again, "text/html").body.innerHTML).toBe(place?.innerHTML);
    const masks = pictureMasks(madePicture("image 1", "only", 4));
    expect(await readIndices(uris.truth)).toEqual(masks.groundTruth);
    expect(await readIndices(uris.prediction)).toEqual(masks.prediction);
  });
});

it("data keep numbers that are none, leave out what is asked, and can end no element", () => {
  const text = writeData({ a: [NaN, 1], b: { uris: "gone", c: "</script><!--" } }, ["uris"]);
  expect(text).not.toContain("<");
  expect(readData(text)).toEqual({ a: [NaN, 1], b: { c: "</script><!--" } });
});

it("a picture's photo is one of a photo's formats, or none", () => {
  const still = (photo: string) =>
    stillPicture({ ...madePicture("a", "m", 3), photo }, [], paletteOf(3)).photo;
  expect(still("data:image/png;base64,AAAA")).toBe("data:image/png;base64,AAAA");
  expect(still("data:image/svg+xml;base64,AAAA")).toBeUndefined();
  expect(still('data:image/png;base64,") ; x: url("y')).toBeUndefined();
});

describe("pixels that are predicted void", () => {
  const counts = {
    numClasses: 2,
    counts: Float64Array.of(6, 1, 2, 5),
    ignoredCount: 0,
    voidPredictions: Float64Array.of(3, 0),
  };
  const view = confusionView({ confusionMatrix: counts, matrices: [counts], ids: ["a"] });

  it("are in the row of their true class, in no column, and in one of their own", () => {
    expect(view.rowTotals).toEqual([10, 7]);
    expect(view.columnTotals).toEqual([8, 6]);
    expect(view.voids).toEqual([3, 0]);
    const text = renderToString(
      h(ConfusionTable, { view, names: ["a", "b"], classCount: 2, model: "m", id: "m" }),
    );
    const [head, ...rows] = cellsOf(parseDocument(text, "text/html").querySelector("table") as Element);
    expect(head).toEqual(["truth \\ prediction", "a", "b", "void", "truth px"]);
    expect(rows).toEqual([
      ["a", "60.0", "10.0", "3", "10"],
      ["b", "28.6", "71.4", "0", "7"],
    ]);
  });

  it("have no column where there are none", () => {
    const none = { ...counts, voidPredictions: Float64Array.of(0, 0) };
    expect(confusionView({ confusionMatrix: none, matrices: [], ids: [] }).voids).toBeUndefined();
  });
});
