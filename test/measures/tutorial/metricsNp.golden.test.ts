import { describe, expect, it } from "vitest";
import { metrics_np } from "../../../src/index.js";
import { COUNTERS } from "../../helpers/counters.js";
import { BACKENDS, withBackend } from "../../helpers/backends.js";
import { readGoldenCases } from "../../helpers/golden.js";
import { scoreTensor } from "../../helpers/scores.js";

const CASES = readGoldenCases();

it("holds every kind of case", () => {
  expect(CASES.length).toBe(38);
  expect(CASES.reduce((sum, { expected }) => sum + expected.length, 0)).toBe(904);
});

describe.each(CASES)("$name", (golden) => {
  const [batchSize, height, width, numClasses] = golden.shape;

  it.each(COUNTERS)("has NumPy's counts: %s", (_, counter) => {
    const sums = counter.countOverlap(
      scoreTensor(golden.y_true, batchSize, height * width, numClasses),
      scoreTensor(golden.y_pred, batchSize, height * width, numClasses),
    );
    expect([...sums.intersection]).toEqual(golden.intersection);
    expect([...sums.groundTruthArea]).toEqual(golden.true_sum);
    expect([...sums.predictionArea]).toEqual(golden.pred_sum);
  });

  it.each(BACKENDS)("has NumPy's value for every option: %s", (name) => {
    withBackend(name, () => {
      const yTrue = { data: golden.y_true, shape: golden.shape };
      const yPred = { data: golden.y_pred, shape: golden.shape };
      for (const { metric_name, metric_type, drop_last, mean_per_class, value } of golden.expected) {
        const got = metrics_np(yTrue, yPred, metric_name, metric_type, drop_last, mean_per_class);
        const options = `${metric_name} ${metric_type} drop_last ${drop_last} mean_per_class ${mean_per_class}`;
        const wanted = [value].flat();
        const values = typeof got === "number" ? [got] : [...got];
        expect(got instanceof Float64Array, options).toBe(mean_per_class);
        expect(values.length, options).toBe(wanted.length);
        wanted.forEach((number, c) => {
          // Hard metrics are ratios of integers; soft ones sum in another order than NumPy does.
          const tolerance = metric_type === "soft" ? 1e-6 * Math.abs(number ?? 0) : 1e-12;
          if (number === null) expect(values[c], options).toBeNaN();
          else expect(Math.abs((values[c] as number) - number), options).toBeLessThanOrEqual(tolerance);
        });
      }
    });
  });
});
