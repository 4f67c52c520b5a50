import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { explainConvention } from "../../src/conventions/registry.js";
import { describeRun } from "../../src/cli/describeRun.js";
import { decodePngLabels } from "../../src/formats/png.js";
import { type HtmlReport, htmlReport } from "../../src/report/html/htmlReport.js";
import { type ReportedPicture, VOID } from "../../src/report/html/pictures.js";
import { compareModels, SegmentationScorer } from "../../src/index.js";

const EVIL = `</script><script>alert("1")</script><img src=x onerror='alert(2)'>&amp;`;

interface Made {
  readonly classNames?: readonly string[];
  readonly imageCount?: number;
  readonly numClasses?: number;
  readonly id?: (image: number) => string;
  readonly shift?: number;
}

/** Images of 300 pixels; the last class is nowhere. */
function scorerOf({
  numClasses = 4,
  classNames,
  imageCount = 5,
  id = (image) => `image ${image}`,
  shift = 0,
}: Made): SegmentationScorer {
  const scorer = new SegmentationScorer({ numClasses, ignoreIndex: 255, classNames });
  for (let image = 0; image < imageCount; image++) {
    const truth = Uint8Array.from({ length: 300 }, (_, p) =>
      p % 23 === 0 ? 255 : (p * (image + 2)) % (numClasses - 1),
    );
    const prediction = truth.map((label, p) =>
      label === 255 || (p + image) % (3 + shift) === 0 ? p % (numClasses - 1) : label,
    );
    scorer.update(truth, prediction, { id: id(image) });
  }
  return scorer;
}

function picture(edits: Partial<ReportedPicture> = {}): ReportedPicture {
  return {
    id: "image 1",
    model: "model",
    width: 3,
    height: 2,
    groundTruth: Uint16Array.of(0, 0, 1, VOID, 1, 2),
    prediction: Uint16Array.of(0, 1, 1, 1, 2, 2),
    photo: undefined,
    meanIou: 0.5,
    changeWithout: 0.01,
    detail: undefined,
    ...edits,
  };
}

function pageOf(
  scorers: readonly SegmentationScorer[],
  edits: Partial<HtmlReport> = {},
  names: readonly string[] = ["model", "other", "third"],
  comparison?: HtmlReport["run"]["comparison"],
): { readonly text: string; readonly document: Document; readonly report: HtmlReport } {
  const scored = scorers.map((scorer, i) => ({ name: names[i] as string, scorer }));
  const run = describeRun(
    scored,
    { html: "report.html", ci: 95, resamples: 200 },
    { comparison, elapsedMs: 1 },
  );
  const numClasses = scorers[0]?.settings.numClasses as number;
  const report: HtmlReport = {
    title: "model",
    run,
    matrices: run.models.map(
      ({ name }) =>
        scored.find((model) => model.name === name)?.scorer.countedImages("a test").images.matrices ?? [],
    ),
    palette: Array.from(
      { length: numClasses },
      (_, c) => `#${(c * 65_793 + 0x102030).toString(16).padStart(6, "0").slice(-6)}`,
    ),
    pictures: [],
    conventionText: explainConvention("dataset"),
    command: "maskscore score t p",
    version: "1.2.3",
    createdAt: "2026-01-02T03:04:05.000Z",
    ...edits,
  };
  const { document } = parseHTML("<html><body></body></html>");
  const text = htmlReport(report, document);
  return { text, document: parseHTML(text).document, report };
}

const cellsOf = (row: Element): string[] =>
  [...row.querySelectorAll("th,td")].map((cell) => cell.textContent.trim());

describe("the page", () => {
  it("has the numbers of the run", () => {
    const { document, report } = pageOf([scorerOf({})]);
    const [model] = report.run.models;
    expect(document.querySelector(".tile.lead .value")?.textContent.trim()).toBe(
      model?.scores.meanIou.toFixed(4),
    );
    const bounds = model?.intervals?.iou?.mean.bca;
    expect(document.querySelector(".tile.lead .interval")?.textContent).toContain(
      `[${bounds?.low.toFixed(4) ?? ""}, ${bounds?.high.toFixed(4) ?? ""}]`,
    );
    const [classes] = [...document.querySelectorAll("details.numbers table")];
    const rows = [...(classes?.querySelectorAll("tbody tr") ?? [])].map(cellsOf);
    expect(rows.map(([name]) => name)).toEqual(["class 0", "class 1", "class 2", "class 3"]);
    expect(rows.map((row) => row[1])).toEqual(
      model?.scores.classes.map(({ iou }) => (Number.isNaN(iou) ? "absent in both" : iou.toFixed(4))),
    );
  });

  it("has every count of the confusion matrix, and the images behind a cell", () => {
    const { document, report } = pageOf([scorerOf({})]);
    const [model] = report.run.models;
    const cells = [...document.querySelectorAll(".matrix tbody td")] as HTMLElement[];
    expect(cells.map((cell) => Number(cell.getAttribute("data-n")))).toEqual([
      ...(model?.confusionMatrix.counts ?? []),
    ]);
    const { behind, images } = JSON.parse(document.querySelector("#confusion-0")?.textContent ?? "") as {
      behind: Record<string, [number, number][]>;
      images: string[];
    };
    expect(images).toEqual(model?.images?.map(({ id }) => id));
    for (const [cell, list] of Object.entries(behind)) {
      expect(list.reduce((sum, [, pixels]) => sum + pixels, 0)).toBe(
        model?.confusionMatrix.counts[Number(cell)],
      );
      expect(list.map(([, pixels]) => pixels)).toEqual(
        [...list.map(([, pixels]) => pixels)].sort((a, b) => b - a),
      );
    }
  });

  it("has a table behind every plot, and names what a plot shows", () => {
    const first = scorerOf({});
    const second = scorerOf({ shift: 2 });
    const comparison = {
      first: "model",
      second: "other",
      result: compareModels(first, second, { resamples: 100 }),
    };
    const { document } = pageOf([first, second], {}, undefined, comparison);
    const plots = [...document.querySelectorAll("figure svg")];
    expect(plots.length).toBe(2 + 2 * 3);
    for (const plot of plots) {
      expect(plot.getAttribute("role")).toBe("img");
      expect(plot.getAttribute("aria-label")).toMatch(/\w/);
      expect(plot.closest("figure")?.querySelector("table")).not.toBeNull();
    }
    const { difference, bca } = comparison.result.mean;
    expect(difference).toBeLessThan(0);
    expect(document.querySelector(".verdict")?.textContent).toContain(
      `other is ${Math.abs(difference).toFixed(4)} below model: ${difference.toFixed(4)} [${bca.low.toFixed(4)}, `,
    );
    const differences = [...document.querySelectorAll("#comparison details table tbody tr")].map(cellsOf);
    expect(differences[0]?.[3]).toBe(difference.toFixed(4));
  });

  it("several models are a leaderboard, each with its parts", () => {
    const { document, report } = pageOf([scorerOf({}), scorerOf({ shift: 2 }), scorerOf({ shift: 4 })]);
    const board = [...document.querySelectorAll("#board tbody tr")].slice(0, 3).map(cellsOf);
    const means = report.run.models.map(({ scores }) => scores.meanIou);
    expect(means).toEqual([...means].sort((a, b) => b - a));
    expect(board.map(([name, mean]) => [name, mean])).toEqual(
      report.run.models.map(({ name, scores }) => [name, scores.meanIou.toFixed(4)]),
    );
    const parts = [...document.querySelectorAll("details.model")];
    expect(parts.map((part) => part.hasAttribute("open"))).toEqual([true, false, false]);
  });

  it("needs nothing but itself", () => {
    const { text, document } = pageOf([scorerOf({})], { pictures: [picture()] });
    const references = text.match(/https?:\/\/[^"' <)]+/g) ?? [];
    expect([...new Set(references)].filter((url) => !url.startsWith("http://www.w3.org/"))).toEqual([]);
    const policy = document.querySelector("meta[http-equiv]")?.getAttribute("content");
    expect(policy).toContain("default-src 'none'");
    for (const element of document.querySelectorAll("[src]")) {
      expect(element.getAttribute("src")).toMatch(/^data:image\/png;base64,/);
    }
    expect(document.querySelectorAll("link,iframe,object").length).toBe(0);
  });

  it("names stay text: of models, classes, images, files, commands", () => {
    const scorer = scorerOf({ classNames: [EVIL, "b", "c", `${EVIL}2`], id: (image) => `${EVIL}${image}` });
    const { text, document, report } = pageOf(
      [
        scorer,
        scorerOf({ classNames: [EVIL, "b", "c", `${EVIL}2`], id: (image) => `${EVIL}${image}`, shift: 2 }),
      ],
      { title: EVIL, command: EVIL, pictures: [picture({ id: EVIL, model: EVIL, detail: EVIL })] },
      [EVIL, `${EVIL}3`],
      {
        first: EVIL,
        second: `${EVIL}3`,
        result: compareModels(scorer, scorer, { resamples: 50 }),
      },
    );
    // The page's own script and its blocks of data, and nothing that a name brought.
    expect(text.match(/<script/g)?.length).toBe(1 + 2 + 1);
    expect(document.querySelectorAll("img[onerror], [onerror]").length).toBe(0);
    expect([...document.querySelectorAll("img")].every((image) => image.getAttribute("src") !== "x")).toBe(
      true,
    );
    expect(document.querySelector("h1")?.textContent).toBe(EVIL);
    const { names } = JSON.parse(document.querySelector("#confusion-0")?.textContent ?? "") as {
      names: string[];
    };
    expect(names).toEqual(report.run.models[0]?.scores.classes.map(({ name }) => name));
  });

  it("stays below 2 MB for 500 images of 19 classes", () => {
    const noise = Uint16Array.from({ length: 512 * 256 }, (_, i) => (Math.floor(i / 7) * 2654435761) % 19);
    const pictures = Array.from({ length: 10 }, (_, i) =>
      picture({
        id: `image ${i}`,
        width: 512,
        height: 256,
        groundTruth: noise.map((_, p) => Math.floor((p % 512) / 40)),
        prediction: noise,
      }),
    );
    const { text } = pageOf([scorerOf({ numClasses: 19, imageCount: 500 })], { pictures });
    expect(text.length).toBeLessThan(2_000_000);
    expect(text).toContain("image 499");
  });

  it("of many classes shows those with the most wrong pixels, and says so", () => {
    const { document } = pageOf([scorerOf({ numClasses: 150, imageCount: 3 })]);
    expect(document.querySelectorAll(".matrix tbody tr").length).toBe(40);
    expect(document.querySelector(".confusion .hint")?.textContent).toContain(
      "40 classes with the most wrong pixels, of 150",
    );
  });

  it("does without intervals, images and scores where there are none", () => {
    const alone = pageOf([scorerOf({ imageCount: 1 })]);
    expect(alone.document.querySelector(".tile.lead .interval")).toBeNull();
    const empty = new SegmentationScorer({ numClasses: 2 });
    empty.update(new Uint8Array(4), new Uint8Array(4), { id: "a" });
    empty.update(new Uint8Array(4), new Uint8Array(4), { id: "b" });
    expect(pageOf([empty]).text).toContain("absent in both");
    const total = new SegmentationScorer({ numClasses: 2, perImage: false });
    total.update(new Uint8Array(4), Uint8Array.of(0, 1, 0, 0));
    const run = describeRun([{ name: "m", scorer: total }], { html: "x" }, { elapsedMs: 1 });
    expect(run.models[0]?.images).toBeUndefined();
  });
});

describe("pictures", () => {
  const pngOf = (source: string): Uint8Array =>
    Uint8Array.from(atob(source.slice("data:image/png;base64,".length)), (c) => c.charCodeAt(0));

  it("are label maps, void transparent, and the errors of the worst class", () => {
    const { document } = pageOf([scorerOf({})], { pictures: [picture()] });
    const sources = [...document.querySelectorAll(".picture img")].map(
      (image) => image.getAttribute("src") as string,
    );
    const [truth, prediction, errors] = sources.map((source) => [...decodePngLabels(pngOf(source)).data]);
    // Index 0 is transparent; classes 0, 1, 2 follow.
    expect(truth).toEqual([1, 1, 2, 0, 2, 3]);
    expect(prediction).toEqual([1, 2, 2, 2, 3, 3]);
    // Class 1 has 1 missed and 1 false pixel: 1 is hit, 2 missed, 3 false.
    expect(errors).toEqual([0, 3, 1, 0, 2, 0]);
    const text = document.querySelector(".picture .counts")?.textContent.replace(/\s+/g, " ").trim();
    expect(text).toBe("hit 1, missed 1, false 1 pixels");
    expect(document.querySelector(".picture option[selected]")?.textContent).toBe("class 1");
  });

  it("lie over the photo, which is there once", () => {
    const photo = "data:image/jpeg;base64,AAAA";
    const { text, document } = pageOf([scorerOf({})], { pictures: [picture({ photo })] });
    expect(text.split(photo).length).toBe(2);
    expect(document.querySelectorAll(".panel.has-photo").length).toBe(3);
    expect(document.querySelector("#opacity")).not.toBeNull();
    expect(pageOf([scorerOf({})], { pictures: [picture()] }).document.querySelector("#opacity")).toBeNull();
  });
});
