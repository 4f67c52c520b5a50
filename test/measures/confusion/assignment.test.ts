import fc from "fast-check";
import { expect, it } from "vitest";
import { bestAssignment } from "../../../src/measures/confusion/assignment.js";

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((shorter) =>
    Array.from({ length: n }, (_, at) => [...shorter.slice(0, at), n - 1, ...shorter.slice(at)]),
  );
}

it("gains as much as the best of all orders", () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 6 })
        .chain((n) =>
          fc.tuple(
            fc.constant(n),
            fc.array(fc.integer({ min: -50, max: 1000 }), { minLength: n * n, maxLength: n * n }),
          ),
        ),
      ([n, values]) => {
        const sum = (columns: readonly number[]): number =>
          columns.reduce((all, column, row) => all + (values[row * n + column] as number), 0);
        const got = bestAssignment(Float64Array.from(values), n);
        expect([...got].sort()).toEqual(Array.from({ length: n }, (_, i) => i));
        expect(sum(got)).toBe(Math.max(...permutations(n).map(sum)));
      },
    ),
    { numRuns: 300 },
  );
});

it("finds a hidden order of 100", () => {
  const n = 100;
  const hidden = Array.from({ length: n }, (_, row) => (row * 37 + 11) % n);
  const values = new Float64Array(n * n).map((_, i) => (i * 7919) % 50);
  hidden.forEach((column, row) => {
    values[row * n + column] = 1000;
  });
  expect(bestAssignment(values, n)).toEqual(hidden);
});
