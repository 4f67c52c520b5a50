import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { entriesOf } from "../../../src/counting/entries.js";
import { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";
import { decodePngLabels } from "../../../app/formats/png.js";
import { SCRIPT } from "../../../app/report/html/assets.generated.js";
import type { RunView } from "../../../app/view/runView.js";
import { VOID } from "../../../src/labels/labelKinds.js";
import {
  cellsOf,
  comparisonOf,
  madePicture,
  madeReport,
  madeScorer,
  pageOf,
  paletteOf,
  viewedModel,
} from "../../helpers/reported.js";

const FOUR = { options: { numClasses: 4, classNames: ["sky", "road", "car", "sign"] }, imageCount: 12 };

function fullReport(names: readonly [string, string] = ["first", "second"], made = FOUR): RunView {
  const scorers = [madeScorer(made, 2), madeScorer(made, 5)] as const;
  const models = [viewedModel(names[1], scorers[1]), viewedModel(names[0], scorers[0])];
  const comparison = comparisonOf(...scorers);
  return madeReport(models, {
    comparison: { ...comparison, first: names[0], second: names[1] },
    pictures: [madePicture("image 3", names[1], 4), madePicture("image 5", names[0], 4)],
    failures: [{ file: "image 99.png", code: "file-truncated", message: "truncated PNG" }],
  });
}

function tableOf(page: Document, caption: string): string[][] {
  const table = Array.from(page.querySelectorAll("table")).find(
    (found) => (found.querySelector("caption")?.textContent ?? found.getAttribute("aria-label")) === caption,
  );
  if (table === undefined) throw new Error(`no table "${caption}"`);
  return cellsOf(table);
}

const four = (score: number): string => score.toFixed(4);
const grouped = (count: number): string => count.toLocaleString("en-US");

describe("htmlReport", () => {
  const report = fullReport();
  const { text, page } = pageOf(report);
  const [best] = report.models as [(typeof report.models)[number]];
  const { images = [], spread } = best;
  const { matrices } = madeScorer(FOUR, 5).countedImages("the test").images;

  it("says the model's scores, its interval and its pixels", () => {
    const summary = page.querySelector("#summary");
    expect(summary?.querySelector(".big")?.textContent).toBe(four(best.scores.meanIou));
    const bounds = best.intervals?.iou?.mean.bounds;
    expect(summary?.textContent).toContain(
      `[${four(bounds?.low as number)}, ${four(bounds?.high as number)}]`,
    );
    expect(Array.from(summary?.querySelectorAll("dd") ?? [], (fact) => fact.textContent)).toEqual([
      four(best.scores.meanDice),
      four(best.scores.pixelAccuracy),
      "12",
      "4,800",
      "0",
    ]);
    expect(summary?.textContent).toContain("image 99.png: truncated PNG");
    expect(summary?.textContent).toContain("Absent classes:");
  });

  it("lists every class with its scores", () => {
    const [, ...rows] = tableOf(page, "Scores of each class of second");
    expect(rows).toEqual(
      best.scores.classes.map((score, c) => {
        const bounds = best.intervals?.iou?.classes[c]?.bounds;
        return [
          score.name,
          four(score.iou),
          `[${four(bounds?.low as number)}, ${four(bounds?.high as number)}]`,
          four(score.dice),
          four(score.precision),
          four(score.recall),
          grouped(score.groundTruthArea),
          grouped(score.predictionArea),
        ];
      }),
    );
  });

  it("shows the confusion matrix by row, its pixels, and the images behind each cell", () => {
    const [, ...rows] = tableOf(page, "Confusion matrix of second: rows ground truth, columns prediction");
    const { counts } = best.confusionMatrix;
    best.scores.classes.forEach(({ name, groundTruthArea }, t) => {
      const row = [...counts.subarray(t * 4, t * 4 + 4)];
      expect(rows[t]).toEqual([
        name,
        ...row.map((count) => ((100 * count) / groundTruthArea).toFixed(1)),
        grouped(groundTruthArea),
      ]);
    });
    const pixels = Array.from(page.querySelectorAll("#model-1 .matrix td[data-n]"), (cell) =>
      Number(cell.getAttribute("data-n")),
    );
    expect(pixels).toEqual([...counts]);
    const { view: data } = JSON.parse(page.querySelector("#model-1 .confusion-data")?.textContent ?? "") as {
      view: { ids: string[]; images: number[][] };
    };
    data.images.forEach(([count = 0, ...found], cell) => {
      const byImage = matrices
        .map((matrix, i) => [new Map(entriesOf(matrix)).get(cell) ?? 0, images[i]?.id] as const)
        .filter(([n]) => n > 0)
        .sort(([a], [b]) => b - a);
      expect(count).toBe(byImage.length);
      expect(found.filter((_, i) => i % 2 === 1)).toEqual(byImage.slice(0, 10).map(([n]) => n));
      expect(found.length).toBe(2 * Math.min(10, count));
      for (let i = 0; i < found.length; i += 2) {
        expect(byImage).toContainEqual([found[i + 1], data.ids[found[i] as number]]);
      }
    });
  });

  it("lists the dearest confusions", () => {
    const [, ...rows] = tableOf(page, "The dearest confusions");
    const confusions = best.contributions.iou?.confusions ?? [];
    expect(rows.map((row) => row.slice(0, 3))).toEqual(
      confusions.map(({ text: what, cost, pixels }) => [what, `+${four(cost)}`, grouped(pixels)]),
    );
  });

  it("lists every image", () => {
    const [, ...rows] = tableOf(page, "Scores of each image by second");
    const changes = new Map(best.contributions.iou?.images.map((image) => [image.id, image.changeWithout]));
    expect(rows.map((row) => [row[0], row[1], row[2], Number(row[3])])).toEqual(
      images.map(({ id, meanIou, pixelAccuracy }) => [
        id,
        four(meanIou),
        four(pixelAccuracy),
        // Number() and toFixed may keep a sign at 0.
        Number(four(changes.get(id) as number)) + 0,
      ]),
    );
  });

  it("counts every image once in its bins, and marks the median", () => {
    const [, ...rows] = tableOf(page, "Images by mean IoU");
    expect(rows.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(12);
    const sorted = images.map(({ meanIou }) => meanIou).sort((a, b) => a - b);
    const median = ((sorted[5] as number) + (sorted[6] as number)) / 2;
    expect(page.querySelector("#model-1-images figcaption")?.textContent).toContain(`Median ${four(median)}`);
  });

  it("says what each convention makes of the run", () => {
    const [, ...rows] = tableOf(page, "Mean IoU by each rule");
    // Those of one number and one rule stand together, the highest number first.
    const told = rows.flatMap(([value, , rule], i) => {
      const tools = page.querySelectorAll(
        `#model-1-spread table.spread tbody tr:nth-child(${i + 1}) th > div`,
      );
      return Array.from(tools, (tool) => [tool.textContent, value, rule]);
    });
    const wanted = spread?.rows.map(({ label, value, rule }) => [
      label,
      Number.isNaN(value) ? "-" : four(value),
      rule,
    ]);
    expect(told).toHaveLength(wanted?.length ?? 0);
    expect(told).toEqual(expect.arrayContaining(wanted ?? []));
    const numbers = rows.map(([value]) => (value === "-" ? -1 : Number(value)));
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    expect(page.querySelector("#model-1-spread")?.textContent).toContain(spread?.sentence);
  });

  it("ranks several models, and folds all but the first", () => {
    const [, ...rows] = tableOf(page, "Models by mean IoU");
    expect(rows.map(([name, score]) => [name, score])).toEqual(
      report.models.map(({ name, scores }) => [name, four(scores.meanIou)]),
    );
    const isOpen = Array.from(page.querySelectorAll("details.model"), (model) => model.hasAttribute("open"));
    expect(isOpen).toEqual([true, false]);
  });

  it("compares two models in a sentence, by class and by image", () => {
    const result = report.comparison?.result;
    if (result === undefined) throw new Error("no comparison");
    const { difference, bounds } = result.mean;
    expect(page.querySelector(".verdict")?.textContent).toBe(
      `second is ${difference.toFixed(3)} above first [${bounds.low.toFixed(3)}, ${bounds.high.toFixed(3)}], p < 0.001.`.replace(
        "p < 0.001",
        result.mean.pValue < 0.001 ? "p < 0.001" : `p = ${result.mean.pValue.toFixed(3)}`,
      ),
    );
    const [, ...classes] = tableOf(page, "IoU of each class by both models");
    expect(classes.map((row) => row.slice(0, 3))).toEqual(
      result.classes.map(({ name, first, second }) => [name, four(first), four(second)]),
    );
    const [, ...images] = tableOf(page, "Images that moved most");
    expect(images.map(([id]) => id)).toEqual(result.images.slice(0, 10).map(({ id }) => id));
  });

  it("has no plot without a description, no anchor without a target, and no id twice", () => {
    const plots = Array.from(page.querySelectorAll("svg"));
    expect(plots.length).toBeGreaterThan(8);
    for (const svg of plots) {
      expect(svg.getAttribute("role")).toBe("img");
      expect(svg.getAttribute("aria-label")).not.toBe("");
    }
    const ids = Array.from(page.querySelectorAll("[id]"), ({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of page.querySelectorAll("a[href]")) {
      expect(ids).toContain(link.getAttribute("href")?.slice(1));
    }
  });

  it("asks the network for nothing", () => {
    // Names of XML namespaces, which Preact has, are asked of nobody.
    expect(text.replaceAll("http://www.w3.org/", "")).not.toMatch(/https?:|<link|@import/i);
    expect(page.querySelector("meta[http-equiv]")?.getAttribute("content")).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:",
    );
    for (const element of page.querySelectorAll("[src]")) {
      expect(element.getAttribute("src")).toMatch(/^data:image\/png;base64,/);
    }
  });

  it("is the same text every time", () => {
    expect(pageOf(report).text).toBe(text);
  });

  it("has a script that parses, and writes no markup", () => {
    expect(() => new Script(SCRIPT)).not.toThrow();
    expect(SCRIPT).not.toMatch(/outerHTML|insertAdjacentHTML|document\.write|<\/|fetch\(/);
    // Preact knows it, for a property that no part of the script has: what is written beforehand alone uses that.
    expect(SCRIPT).not.toMatch(/(?<!__html==\w\.)innerHTML(?!=\w\.__html)|dangerouslySetInnerHTML:/);
  });
});

describe("pictures", () => {
  const picture = madePicture("image 3", "second", 4);
  const model = viewedModel("second", madeScorer(FOUR, 5));
  const shown = (pictures: RunView["pictures"]): Document => pageOf(madeReport([model], { pictures })).page;
  const masksOf = (page: Document, kind: string): Uint8Array => {
    const uri = page.querySelector(`img.${kind}`)?.getAttribute("src") as string;
    return decodePngLabels(Buffer.from(uri.split(",")[1] as string, "base64")).data as Uint8Array;
  };

  it("hold both masks: classes of the picture in order, void last", () => {
    const page = shown([picture]);
    const masks = [masksOf(page, "truth"), masksOf(page, "prediction")];
    expect(masks[0]).toEqual(Uint8Array.from(picture.groundTruth, (label) => (label === VOID ? 4 : label)));
    expect(masks[1]).toEqual(Uint8Array.from(picture.prediction));
    const data = JSON.parse(page.querySelector(".picture-data")?.textContent ?? "") as {
      picture: { voidIndex: number };
    };
    expect(data.picture.voidIndex).toBe(4);
  });

  it("count the errors of the class with the most of them", () => {
    const wrong = [0, 1, 2, 3].map((c) => {
      const counts = { hit: 0, missed: 0, false: 0 };
      picture.groundTruth.forEach((t, i) => {
        const p = picture.prediction[i];
        if (t === VOID) return;
        if (t === c) counts[p === c ? "hit" : "missed"]++;
        else if (p === c) counts.false++;
      });
      return counts;
    });
    const most = [...wrong].sort((a, b) => b.missed + b.false - a.missed - a.false)[0];
    const page = shown([picture]);
    const selected = page.querySelector(".error-class option[selected]");
    expect(wrong[Number(selected?.getAttribute("value"))]).toEqual(most);
    const keys = (["hit", "missed", "false"] as const).map((kind) =>
      Number(page.querySelector(`.key.${kind} .count`)?.textContent.replace(",", "")),
    );
    expect(keys).toEqual([most?.hit, most?.missed, most?.false]);
    const painted = masksOf(page, "errors");
    expect([1, 2, 3].map((outcome) => painted.filter((index) => index === outcome).length)).toEqual(keys);
  });

  it("offer all classes where no pixel is wrong", () => {
    const page = shown([{ ...picture, prediction: picture.groundTruth.map((t) => (t === VOID ? 0 : t)) }]);
    expect(page.querySelector(".error-class option[selected]")?.textContent).toBe("all classes");
    expect(page.querySelector(".keys")?.textContent).toContain("wrong 0");
    expect(page.querySelector(".key.false")?.hasAttribute("hidden")).toBe(true);
  });

  it("fold what has no room in a palette into one class", () => {
    const side = 60;
    const groundTruth = Int16Array.from({ length: side * side }, (_, i) => Math.floor(i / 4));
    const many = { ...picture, width: side, height: side, groundTruth, prediction: groundTruth };
    const page = shown([many]);
    const names = Array.from(page.querySelectorAll(".legend li"), ({ textContent }) => textContent);
    expect(names).toHaveLength(255);
    expect(names.at(-1)).toBe("other classes");
  });

  it("put a photo behind the masks only where it is one", () => {
    expect(shown([picture]).querySelectorAll(".photo")).toHaveLength(3);
    for (const photo of [
      undefined,
      'data:image/png;base64,"); background: red',
      "data:image/svg+xml;base64,AA==",
    ]) {
      const page = shown([{ ...picture, photo }]);
      expect(page.querySelectorAll(".photo")).toHaveLength(0);
      expect(page.querySelector(".picture")?.getAttribute("style")).not.toContain("--photo");
    }
  });

  it("are shown even where no model has their name", () => {
    expect(shown([{ ...picture, model: "another" }]).querySelectorAll("#pictures .picture")).toHaveLength(1);
  });
});

describe("names that look like markup", () => {
  const NAMES = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(1)//",
    "</title></style><b>&lt;&amp;'`${1}<!--",
  ];
  /** Elements with the names of their attributes, in order. */
  const shapeOf = (page: Document): string[] =>
    Array.from(page.querySelectorAll("*"), (element) =>
      [element.tagName, ...Array.from(element.attributes, ({ name }) => name)].join(" "),
    );
  // As long as the names: plots make room for these, and then have other ticks.
  const plain = NAMES.map((name, i) => (i + 1).toString().repeat(name.length));
  const made = (names: readonly string[]): RunView => {
    const name = (i: number): string => names[i % 4] as string;
    const options = { numClasses: 4, classNames: names };
    const report = fullReport([name(0), name(1)], {
      ...FOUR,
      options: { ...options, classNames: [...names] },
    });
    return {
      ...report,
      title: name(2),
      models: report.models.map((model) => ({
        ...model,
        findings: [
          { code: "unused-classes", severity: "note", message: name(1), classes: [], images: [name(3)] },
        ],
        spread: model.spread && {
          ...model.spread,
          sentence: name(0),
          rows: model.spread.rows.map((row, i) => ({ ...row, label: name(i), rule: name(i + 1) })),
        },
        images: model.images?.map((image, i) => ({ ...image, id: `${name(i)} ${i}` })),
      })),
      pictures: report.pictures.map((picture, i) => ({ ...picture, id: name(i + 2), detail: name(i + 3) })),
      failures: names.map((file, i) => ({ file, code: "file-truncated" as const, message: name(i + 1) })),
      conventionText: name(3),
      provenance: { command: name(0), version: name(1), createdAt: name(2) },
      palette: names,
    };
  };

  it("stay text everywhere", () => {
    const { page, text } = pageOf(made(NAMES));
    expect(shapeOf(page)).toEqual(shapeOf(pageOf(made(plain)).page));
    expect(page.querySelector("h1")?.textContent).toBe(NAMES[2]);
    expect(page.querySelector("title")?.textContent).toBe(NAMES[2]);
    expect(page.querySelector("footer code")?.textContent).toBe(NAMES[0]);
    expect(page.querySelector("svg")?.getAttribute("aria-label")).toContain(NAMES[0]);
    const data = JSON.parse(page.querySelector(".confusion-data")?.textContent ?? "") as { names: string[] };
    expect(data.names).toEqual(NAMES);
    // The data of two confusion matrices, two tables of images and two pictures, and the script.
    expect(text.match(/<script/g)).toHaveLength(7);
    expect(text).not.toMatch(/<img[^>]* onerror/);
  });
});

describe("runs of every kind", () => {
  const one = (scorer: SegmentationScorer, more: Partial<RunView> = {}): ReturnType<typeof pageOf> =>
    pageOf(madeReport([viewedModel("only", scorer)], more));

  it.each([1, 2])("%i images", (imageCount) => {
    const { page } = one(madeScorer({ ...FOUR, imageCount }, 3));
    const summary = page.querySelector("#summary")?.textContent;
    expect(summary?.includes("no interval:")).toBe(imageCount === 1);
    expect(page.querySelector("#leaderboard")).toBeNull();
    expect(page.querySelector("#comparison")).toBeNull();
    expect(page.querySelectorAll("details.model")).toHaveLength(0);
  });

  it("classes that are absent or ignored have no score, and say so", () => {
    const options = { numClasses: 5, ignoreIndex: 3 };
    const { page, text } = one(madeScorer({ options, imageCount: 4, labels: 3 }, 3), { ignored: [3] });
    const [, ...rows] = tableOf(page, "Scores of each class of only");
    expect(rows.map((row) => row[1]).slice(3)).toEqual(["ignored", "absent"]);
    expect(rows[4]).toEqual(["class 4", "absent", "-", "absent", "-", "-", "0", "0"]);
    const drawn = page.querySelector("#model-1-classes svg")?.textContent;
    expect(drawn).toContain("ignored");
    expect(drawn).toContain("absent");
    expect(text.replace(SCRIPT, "")).not.toContain("NaN");
  });

  it("nothing counted at all", () => {
    const scorer = new SegmentationScorer({ numClasses: 2, ignoreIndex: 255 });
    scorer.update(Uint8Array.of(255, 255), Uint8Array.of(0, 1), { id: "void" });
    scorer.update(Uint8Array.of(255, 255), Uint8Array.of(0, 1), { id: "void too" });
    const models = [viewedModel("only", scorer)];
    const { page, text } = pageOf(
      madeReport(models, { ignored: [255], comparison: comparisonOf(scorer, scorer) }),
    );
    expect(page.querySelector(".big")?.textContent).toBe("-");
    expect(page.querySelector(".notice.error")?.textContent).toContain(
      "every one of the 4 pixels is ignored",
    );
    expect(page.querySelector(".verdict")?.textContent).toContain("cannot be compared");
    expect(text.replace(SCRIPT, "")).not.toMatch(/NaN|Infinity/);
  });

  it("two models of the same predictions", () => {
    const scorer = madeScorer(FOUR, 3);
    const { page } = one(scorer, { comparison: comparisonOf(scorer, scorer) });
    expect(page.querySelector(".verdict")?.textContent).toBe("second and first score the same, p = 1.000.");
  });

  it("150 classes: the matrix has the 40 with the most wrong pixels", () => {
    const scorer = madeScorer({ options: { numClasses: 150 }, imageCount: 6 }, 3);
    const { page, text } = one(scorer);
    const names = Array.from(page.querySelectorAll(".matrix tbody th"), ({ textContent }) => textContent);
    const { classes } = scorer.compute();
    const wrong = classes
      .map(({ name, groundTruthArea: t, predictionArea: p, intersection: hit }) => ({
        name,
        wrong: t + p - 2 * hit,
      }))
      .sort((a, b) => b.wrong - a.wrong);
    expect(names).toHaveLength(40);
    const least = wrong[39]?.wrong as number;
    for (const { name } of wrong.filter((entry) => entry.wrong > least)) expect(names).toContain(name);
    expect(page.querySelector("figure.confusion figcaption")?.textContent).toContain(
      "Of 150 classes, the 40",
    );
    expect(text.length).toBeLessThan(2e6);
  });

  it("a sparse matrix of many classes reads as a dense one", () => {
    const [truth, prediction] = [Int16Array.of(7, 7, 9, 4999), Int16Array.of(7, 9, 9, 7)];
    const scorer = new SegmentationScorer({ numClasses: 5000 });
    scorer.update(truth, prediction, { id: "a" });
    const model = viewedModel("only", scorer);
    expect(model.confusionMatrix.cells).toBeDefined();
    const { page, text } = pageOf(madeReport([model], { palette: paletteOf(5000) }));
    const pixels = Array.from(page.querySelectorAll(".matrix td[data-n]"), (cell) =>
      cell.getAttribute("data-n"),
    );
    expect(pixels).toEqual(["1", "1", "1", "1"]);
    const names = tableOf(page, "Scores of each class of only").map(([name]) => name);
    expect(names).toHaveLength(201);
    for (const name of ["class 7", "class 9", "class 4999"]) expect(names).toContain(name);
    expect(page.querySelector("#model-1-classes")?.textContent).toContain("Of 5,000 classes, the 200");
    expect(text.length).toBeLessThan(2e6);
  });

  it("520 images: the 500 that cost most, and no more than 2 MB with 10 pictures of 19 classes", () => {
    const made = {
      options: { numClasses: 19 },
      imageCount: 520,
      idOf: (i: number) => `city/city_${i}_leftImg8bit`,
    };
    const model = viewedModel("only", madeScorer(made, 4));
    const pictures = Array.from({ length: 10 }, (_, i) => ({
      ...madePicture(`p${i}`, "only", 19, 512),
      photo: `data:image/jpeg;base64,${"A".repeat(60_000)}`,
    }));
    const { page, text } = pageOf(madeReport([model], { pictures, palette: paletteOf(19) }));
    const rows = tableOf(page, "Scores of each image by only").slice(1);
    expect(rows).toHaveLength(500);
    expect(new Set(rows.map(([id]) => id))).toEqual(
      new Set(model.contributions.iou?.images.slice(0, 500).map(({ id }) => id)),
    );
    expect(page.querySelector("#model-1-images")?.textContent).toContain("The 500 images of 520");
    expect(text.length).toBeLessThan(2e6);
  });
});
