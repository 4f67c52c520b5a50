import { describe, expect, it } from "vitest";
import {
  PANOPTIC_CATEGORIES,
  PANOPTIC_SAMPLE,
  panopticScene,
  type SampleSide,
} from "../../../app/samples/panopticScene.js";
import { taskHtmlReport } from "../../../app/report/html/taskHtmlReport.js";
import { panopticMaps } from "../../../app/view/tasks/panopticPicture.js";
import { panopticView } from "../../../app/view/tasks/panopticView.js";
import { segmentPicture } from "../../../app/view/tasks/segmentPicture.js";
import { REPORT_SLICES } from "../../../app/view/tasks/taskPicture.js";
import type { TaskView } from "../../../app/view/tasks/taskView.js";
import type { PanopticImage } from "../../../src/measures/panoptic/panopticSide.js";
import { PanopticScorer } from "../../../src/scorers/panopticScorer.js";
import { parseDocument } from "../../helpers/documents.js";
import { cellsOf } from "../../helpers/reported.js";

const HOSTILE = "<script>alert(1)</script>";

function viewed(model: string): { readonly scorer: PanopticScorer; readonly view: TaskView } {
  const scorer = new PanopticScorer({ categories: PANOPTIC_CATEGORIES });
  const pictures = PANOPTIC_SAMPLE.seeds.map((seed) => {
    const { width, height, ...sides } = panopticScene({ ...PANOPTIC_SAMPLE, seed });
    const imageOf = ({ map, segments }: SampleSide): PanopticImage => ({
      map,
      width,
      height,
      segments: segments.map(({ id, category_id }) => ({ id, categoryId: category_id })),
    });
    const [truth, prediction] = [imageOf(sides.groundTruth), imageOf(sides.prediction)];
    scorer.update(truth, prediction, { id: String(seed) });
    return segmentPicture(String(seed), "", panopticMaps(scorer.settings, truth, prediction), REPORT_SLICES);
  });
  return { scorer, view: { ...panopticView(scorer, model, {}), pictures } };
}

describe("taskHtmlReport", () => {
  const { scorer, view } = viewed(HOSTILE);
  const failures = [{ file: HOSTILE, message: "truncated" }];
  const text = taskHtmlReport({ model: view.model, measures: [view], failures, provenance: undefined });
  const page = parseDocument(text, "text/html");

  it("shows the library's own scores", () => {
    const { all, categories } = scorer.compute();
    expect(page.querySelector(".headline .big")?.textContent.trim()).toBe(all?.pq.toFixed(4));
    const table = Array.from(page.querySelectorAll("table")).at(-1);
    expect(cellsOf(table as Element).slice(1)).toEqual(
      categories.map(({ name, isThing, pq, sq, rq, tp, fp, fn }) => [
        name,
        isThing ? "thing" : "stuff",
        ...[pq, sq, rq].map((score) => score.toFixed(4)),
        ...[tp, fp, fn].map(String),
      ]),
    );
    const bars = Array.from(page.querySelectorAll(".for-page .plot .value"), (value) =>
      value.textContent.trim(),
    );
    expect(bars).toEqual(
      categories.map(({ pq, sq, rq }) => `${pq.toFixed(4)} = ${sq.toFixed(4)} x ${rq.toFixed(4)}`),
    );
  });

  it("pictures every segment, and says its IoU", () => {
    const articles = Array.from(page.querySelectorAll("article.of-task"));
    expect(articles).toHaveLength(view.pictures.length);
    articles.forEach((article, i) => {
      const { segments = [] } = view.pictures[i] ?? {};
      const items = Array.from(article.querySelectorAll(".segment-list li"), (item) => item.textContent);
      expect(items).toHaveLength(segments.length);
      segments.forEach(({ iou }, s) => {
        if (iou !== undefined) expect(items[s]).toContain(`IoU ${iou.toFixed(4)}`);
      });
      expect(article.querySelectorAll('img[src^="data:image/png;base64,"]')).toHaveLength(2);
    });
  });

  it("lets no name become markup, and asks nobody for anything", () => {
    expect(page.querySelector("h1")?.textContent).toBe(HOSTILE);
    expect(page.querySelector(".failures")?.textContent).toContain(HOSTILE);
    expect(text).not.toContain(HOSTILE);
    expect(page.querySelector("meta[http-equiv]")?.getAttribute("content")).toContain("default-src 'none'");
    expect(text).not.toMatch(/(?:src|href)="(?!data:|#)/);
  });

  it("writes no picture twice", () => {
    const [picture] = view.pictures;
    const uri = picture?.slices[0]?.panels[0]?.uri ?? "";
    expect(text.split(uri)).toHaveLength(2);
  });
});
