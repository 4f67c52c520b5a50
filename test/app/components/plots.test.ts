import fc from "fast-check";
import { h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { dodge } from "../../../app/components/plots/dodge.js";
import { Distribution } from "../../../app/components/plots/Distribution.js";
import type { PlotRow } from "../../../app/components/plots/RowPlot.js";
import { linearScale, paddedRange, shortened } from "../../../app/components/plots/scale.js";
import { ScoreBars } from "../../../app/components/plots/ScoreBars.js";
import { DifferenceDots } from "../../../app/components/plots/ScoreDots.js";
import { binsOf } from "../../../app/view/scoreBins.js";
import { parseDocument } from "../../helpers/documents.js";

function drawn<Props>(plot: VNode<Props>): Element {
  return parseDocument(renderToString(plot as VNode), "text/html").querySelector("svg") as Element;
}

function row(value: number, low = NaN, high = NaN): PlotRow {
  return { name: "road", colour: "#804080", value, low, high, missing: "absent" };
}

const numberOf = (element: Element | null, name: string): number => Number(element?.getAttribute(name));

describe("dodge", () => {
  it("lets no circle cover another, and lays each as low as it goes", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 40 }), (places) => {
        const heights = dodge(places, 5, 1);
        heights.forEach((height, i) => {
          expect(height).toBeGreaterThanOrEqual(5);
          const gaps = heights
            .slice(0, i)
            .map((other, k) => Math.hypot((places[i] as number) - (places[k] as number), height - other));
          for (const gap of gaps) expect(gap).toBeGreaterThan(11 - 1e-6);
          // On the line, or held up by another.
          expect(height === 5 || gaps.some((gap) => gap < 11 + 1e-6)).toBe(true);
        });
      }),
    );
  });
});

describe("linearScale", () => {
  it("has ticks in its domain, told apart by their texts, and ends where it is to end", () => {
    const ends = fc
      .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0.01, max: 2, noNaN: true }))
      .map(([low, width]): [number, number] => [low, low + width]);
    fc.assert(
      fc.property(ends, fc.integer({ min: 200, max: 800 }), (domain, right) => {
        const scale = linearScale(domain, [20, right]);
        expect(domain.map(scale.at)).toEqual([20, right]);
        expect(scale.ticks.length).toBeGreaterThan(1);
        for (const tick of scale.ticks) {
          expect(tick).toBeGreaterThanOrEqual(domain[0] - 1e-9);
          expect(tick).toBeLessThanOrEqual(domain[1] + 1e-9);
          expect(Number(scale.text(tick))).toBeCloseTo(tick, 9);
        }
        expect(new Set(scale.ticks.map(scale.text)).size).toBe(scale.ticks.length);
      }),
    );
  });

  it("is from 0 to 1 in fifths where there is room for those", () => {
    const { ticks, text } = linearScale([0, 1], [150, 580]);
    expect(ticks.map(text)).toEqual(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
  });
});

describe("paddedRange", () => {
  it("holds every end that is a number, and something round it", () => {
    const [low, high] = paddedRange([row(0.5, 0.4, 0.6), row(0.7), row(NaN)]);
    expect(low).toBeCloseTo(0.4 - 0.024, 9);
    expect(high).toBeCloseTo(0.7 + 0.024, 9);
    expect(paddedRange([])).toEqual([0, 1]);
  });
});

it("shortened cuts between letters, not within them", () => {
  expect(shortened("abcdef", 6)).toBe("abcdef");
  expect(shortened("abcdef", 5)).toBe("abcd\u2026");
  expect(shortened("\u{1F6B2}".repeat(4), 3)).toBe("\u{1F6B2}\u{1F6B2}\u2026");
});

describe("rows", () => {
  it("a bar is as long as its score, between the axis's ends", () => {
    const svg = drawn(
      h(ScoreBars, { label: "IoU", rows: [row(1), row(0.25), row(NaN)], mean: 0.625, axis: "IoU" }),
    );
    const [whole, quarter, none] = Array.from(svg.querySelectorAll(".bar-fill"), (bar) =>
      numberOf(bar, "width"),
    );
    expect(quarter).toBeCloseTo((whole as number) / 4, 1);
    expect(none).toBeUndefined();
    expect(svg.querySelector(".missing")?.textContent).toBe("absent");
    const mean = svg.querySelector("line.dashed");
    const left = numberOf(svg.querySelector(".bar-fill"), "x");
    expect(numberOf(mean, "x1") - left).toBeCloseTo(0.625 * (whole as number), 1);
  });

  it("a difference whose interval holds zero is hollow, and one without has no whisker", () => {
    const rows = [row(0.2, 0.1, 0.3), row(0.1, -0.1, 0.3), row(-0.2, -0.3, -0.1), row(0.1)];
    const svg = drawn(h(DifferenceDots, { label: "difference", rows, axis: "IoU" }));
    const kinds = Array.from(svg.querySelectorAll("circle"), (dot) => dot.getAttribute("class"));
    expect(kinds).toEqual(["dot", "dot hollow", "dot", "dot hollow"]);
    expect(svg.querySelectorAll(".whisker")).toHaveLength(3);
  });
});

describe("Distribution", () => {
  const draw = (values: readonly number[]): Element =>
    drawn(h(Distribution, { label: "images", values, bins: binsOf(values), median: 0.5 }));

  it("shows few images one by one, and many as bars that hold each once", () => {
    const few = Array.from({ length: 40 }, (_, i) => 0.4 + i / 200);
    expect(draw(few).querySelectorAll("circle")).toHaveLength(40);
    const many = [...few, 0.6];
    const svg = draw(many);
    expect(svg.querySelectorAll("circle")).toHaveLength(0);
    expect(svg.querySelectorAll(".bar-fill rect")).toHaveLength(binsOf(many).length);
  });

  it("counts images in whole numbers", () => {
    // At most two in a bin: there is no tick at one and a half.
    const svg = draw(Array.from({ length: 41 }, (_, i) => 0.1 + i / 50));
    const counts = Array.from(svg.querySelectorAll('[text-anchor="end"] g text'), (text) => text.textContent);
    expect(counts.length).toBeGreaterThan(1);
    for (const count of counts) expect(count).toMatch(/^\d+$/);
  });
});
