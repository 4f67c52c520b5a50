import { expect, it } from "vitest";
import { valuesOfSpread } from "../../app/view/spreadValues.js";

it("conventions are told by their number, the highest first, and by their rule", () => {
  const row = (label: string, value: number, rule: string) =>
    ({ convention: "dataset", label, figure: "meanIou", value, rule }) as const;
  expect(
    valuesOfSpread([
      row("a", 0.4, "sums"),
      row("none", NaN, "sums"),
      row("b", 0.7, "images"),
      row("c", 0.400001, "sums"),
      row("d", 0.4, "adds 1"),
    ]),
  ).toEqual([
    { value: 0.7, rules: [{ rule: "images", tools: ["b"] }] },
    {
      value: 0.4,
      rules: [
        { rule: "sums", tools: ["a", "c"] },
        { rule: "adds 1", tools: ["d"] },
      ],
    },
    { value: NaN, rules: [{ rule: "sums", tools: ["none"] }] },
  ]);
});
