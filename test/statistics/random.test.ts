import { expect, it } from "vitest";
import { RandomStream } from "../../src/statistics/random.js";

it.each([
  // sfc32 in Python's integers
  [0, [1363572419, 145230303, 808754475, 4216505632]],
  [1, [2012149540, 1872316204, 1707632675, 1779833415]],
  [4294967295, [1984736529, 3747275468, 1287205723, 2021412065]],
])("seed %d begins with %j", (seed, numbers) => {
  const random = new RandomStream(seed);
  expect(numbers.map(() => random.next())).toEqual(numbers);
});

it("draws every number below a count about as often", () => {
  const random = new RandomStream(7);
  const drawn = new Float64Array(10);
  for (let i = 0; i < 100_000; i++) {
    const n = random.below(10);
    drawn[n] = (drawn[n] as number) + 1;
  }
  // Chi-squared with 9 degrees of freedom stays below 27.9 in 999 of 1,000 runs; this run is always the same.
  expect(drawn.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9);
});
