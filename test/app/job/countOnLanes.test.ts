import fc from "fast-check";
import { expect, it } from "vitest";
import { countOnLanes, type Lane } from "../../../app/job/countOnLanes.js";

/** A lane that takes its time: as many turns as the list says, over and over. */
function lane(
  batchSize: number,
  turns: readonly number[],
  onTaken = (): void => undefined,
): Lane<number, number> {
  let next = 0;
  return {
    batchSize,
    async count(batch) {
      onTaken();
      const wait = turns[next++ % turns.length] as number;
      for (let i = 0; i < wait; i++) await Promise.resolve();
      return batch.map((item) => item * 10);
    },
  };
}

const lanesArb = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 })),
  { minLength: 1, maxLength: 6 },
);

it("every item is counted once, whatever the lanes do", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 60 }), lanesArb, async (count, lanes) => {
      const items = Array.from({ length: count }, (_, i) => i);
      const outcomes = new Map<number, number>();
      await countOnLanes(
        items,
        lanes.map(([size, turns]) => lane(size, turns)),
        (index, outcome) => {
          expect(outcomes.has(index)).toBe(false);
          outcomes.set(index, outcome);
          return true;
        },
      );
      expect(items.map((item) => outcomes.get(item))).toEqual(items.map((item) => item * 10));
    }),
  );
});

it("a run that is stopped knows the first of all failures, and takes nothing more", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 10 }),
      lanesArb,
      async (wrong, lanes) => {
        const items = Array.from({ length: 60 }, (_, i) => i);
        const failed: number[] = [];
        const onTaken = (): void => {
          expect(failed).toEqual([]);
        };
        await countOnLanes(
          items,
          lanes.map(([size, turns]) => lane(size, turns, onTaken)),
          (index) => {
            if (!wrong.includes(index)) return true;
            failed.push(index);
            return false;
          },
        );
        expect(Math.min(...failed)).toBe(Math.min(...wrong));
      },
    ),
  );
});

it("a lane that breaks ends the run, and the other lanes", async () => {
  const taken: number[] = [];
  const broken: Lane<number, number> = { batchSize: 1, count: () => Promise.reject(new Error("broken")) };
  const slow: Lane<number, number> = {
    batchSize: 1,
    async count([item]) {
      taken.push(item as number);
      await new Promise((resolve) => setTimeout(resolve));
      return [0];
    },
  };
  const items = Array.from({ length: 50 }, (_, i) => i);
  await expect(countOnLanes(items, [broken, slow], () => true)).rejects.toThrow("broken");
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(taken).toEqual([1]);
});
