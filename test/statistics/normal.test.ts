import { describe, expect, it } from "vitest";
import { normalProbability, normalQuantile } from "../../src/statistics/normal.js";

// scipy.stats.norm 1.10.1
const QUANTILES = [
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798409],
  [1e-10, -6.361340902404056],
  [1e-5, -4.264890793922825],
  [0.001, -3.090232306167813],
  [0.025, -1.9599639845400545],
  [0.05, -1.6448536269514729],
  [0.3, -0.5244005127080409],
  [0.61, 0.27931903444745415],
  [0.925, 1.4395314709384563],
  [0.999, 3.090232306167813],
  [0.9999999999, 6.361340889697422],
] as const;
const PROBABILITIES = [
  [-20, 2.7536241186061556e-89],
  [-8, 6.22096057427174e-16],
  [-7, 1.279812543885835e-12],
  [-5, 2.866515718791933e-7],
  [-3, 0.0013498980316300933],
  [-1.96, 0.024997895148220435],
  [-0.5, 0.3085375387259869],
  [0.1, 0.539827837277029],
  [2.5, 0.9937903346742238],
  [6.9, 0.9999999999973999],
  [8, 0.9999999999999993],
] as const;

describe("the normal distribution", () => {
  it.each(QUANTILES)("reaches %d at %d", (p, z) => {
    expect(Math.abs(normalQuantile(p) / z - 1)).toBeLessThan(2e-14);
  });

  it.each(PROBABILITIES)("stays below %d with probability %d", (z, p) => {
    expect(Math.abs(normalProbability(z) - p)).toBeLessThan(1e-15);
  });

  it("knows its ends", () => {
    expect([0, 0.5, 1, -1, 2, NaN].map(normalQuantile)).toEqual([-Infinity, 0, Infinity, NaN, NaN, NaN]);
    expect([-Infinity, 0, Infinity, NaN].map(normalProbability)).toEqual([0, 0.5, 1, NaN]);
  });

  it("goes there and back", () => {
    for (let z = -6; z <= 6; z += 0.1) expect(normalQuantile(normalProbability(z))).toBeCloseTo(z, 6);
  });
});
