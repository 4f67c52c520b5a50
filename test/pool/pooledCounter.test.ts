import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SOFT_BLOCK_PIXELS } from "../../src/counting/overlapSums.js";
import { PooledCounter, type StripLimits } from "../../src/pool/pooledCounter.js";
import { handlersOf, type PoolRequests } from "../../src/pool/poolRequests.js";
import type { WorkerSet } from "../../src/workers/workerSet.js";
import { referenceCounter } from "../../src/counting/reference/referenceCounter.js";
import { seededRandom } from "../../app/samples/seededRandom.js";
import type { Counter, LabelArray, ScoreArray, ScoreLayout, ScoreTensor } from "../../src/types.js";
import { COUNTERS } from "../helpers/counters.js";
import { scoreTensor } from "../helpers/scores.js";

type Workers = Pick<WorkerSet<PoolRequests>, "ask">;

/** Workers that count on the spot, on what posting would have made of their request. */
function workersOf(counter: Counter): { workers: Workers; tasks: () => number } {
  let tasks = 0;
  const handlers = handlersOf(() => counter);
  const ask = ((kind: "countBinary", asked: never, { transfer }: { transfer: ArrayBuffer[] }) => {
    tasks++;
    return Promise.resolve(structuredClone(handlers[kind](structuredClone(asked, { transfer }))));
  }) as Workers["ask"];
  return { workers: { ask }, tasks: () => tasks };
}

function shared<T extends LabelArray | ScoreArray>(array: T): T {
  const type = array.constructor as Uint8ArrayConstructor;
  const copy = new type(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy as unknown as T;
}

const limitsArb = fc.record<StripLimits>({
  pieces: fc.integer({ min: 1, max: 9 }),
  leastBytes: fc.integer({ min: 1, max: 400 }),
});

const sizesArb = fc.record({
  batchSize: fc.integer({ min: 1, max: 4 }),
  pixelCount: fc.integer({ min: 1, max: 300 }),
  numClasses: fc.integer({ min: 1, max: 6 }),
  layout: fc.constantFrom<ScoreLayout>("channelsLast", "channelsFirst"),
  isShared: fc.boolean(),
  seed: fc.integer(),
});

describe.each(COUNTERS)("a pool of counters (%s) equals the reference", (_, counter) => {
  const tensors = (
    { batchSize, pixelCount, numClasses, layout, isShared, seed }: Record<string, unknown>,
    count = 2,
  ): ScoreTensor[] => {
    const random = seededRandom(seed as number);
    return Array.from({ length: count }, () => {
      const length = (batchSize as number) * (pixelCount as number) * (numClasses as number);
      const data = Float32Array.from({ length }, () => Math.round(random() * 5) - 2);
      return scoreTensor(
        isShared === true ? shared(data) : data,
        batchSize as number,
        pixelCount as number,
        numClasses as number,
        layout as ScoreLayout,
      );
    });
  };

  it("for scores against scores, hard and soft, and their labels", async () => {
    await fc.assert(
      fc.asyncProperty(sizesArb, limitsArb, async (sizes, limits) => {
        const [t, p] = tensors(sizes) as [ScoreTensor, ScoreTensor];
        const pool = new PooledCounter(workersOf(counter).workers, limits);
        expect(await pool.countOverlap(t, p)).toEqual(referenceCounter.countOverlap(t, p));
        expect(await pool.sumOverlap(t, p)).toEqual(counter.sumOverlap(t, p));
        expect(await pool.argmaxLabels(t)).toEqual(referenceCounter.argmaxLabels(t));
      }),
      { numRuns: 60 },
    );
  });

  it("for labels against labels or scores, the first label without a class included", async () => {
    await fc.assert(
      fc.asyncProperty(
        sizesArb,
        limitsArb,
        fc.constantFrom(Uint8Array, Int16Array, Uint32Array),
        fc.constantFrom(undefined, 2),
        fc.integer({ min: 3, max: 8 }),
        async (sizes, limits, type, ignoreIndex, numClasses) => {
          const [scores] = tensors(sizes, 1) as [ScoreTensor];
          const random = seededRandom(sizes.seed + 1);
          const length = sizes.batchSize * sizes.pixelCount;
          const labels = (): LabelArray =>
            type.from(Array.from({ length }, () => Math.floor(random() * random() * 6.5)));
          const sides = [labels(), labels()].map((side) => (sizes.isShared ? shared(side) : side));
          const [t, p] = sides as [LabelArray, LabelArray];
          const pool = new PooledCounter(workersOf(counter).workers, limits);
          for (const prediction of [p, scores]) {
            const got = await pool.countLabels(t, prediction, sizes, numClasses, ignoreIndex);
            const wanted = referenceCounter.countLabels(t, prediction, sizes, numClasses, ignoreIndex);
            expect(got.firstInvalidPixel).toBe(wanted.firstInvalidPixel);
            if (wanted.firstInvalidPixel < 0) expect(got).toEqual(wanted);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("for more classes than a matrix holds", async () => {
    const random = seededRandom(5);
    const labels = (): Uint16Array => Uint16Array.from({ length: 500 }, () => Math.floor(random() * 60000));
    const [t, p] = [labels(), labels()];
    const sizes = { batchSize: 1, pixelCount: 500 };
    const pool = new PooledCounter(workersOf(counter).workers, { pieces: 5, leastBytes: 1 });
    const wanted = referenceCounter.countLabels(t, p, sizes, 60000, undefined);
    expect(await pool.countLabels(t, p, sizes, 60000, undefined)).toEqual(wanted);
  });

  it("for binary masks, of bytes and of bits", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          width: fc.integer({ min: 1, max: 40 }),
          height: fc.integer({ min: 1, max: 30 }),
          padding: fc.integer({ min: 0, max: 3 }),
        }),
        limitsArb,
        fc.integer(),
        async ({ width, height, padding }, limits, seed) => {
          const rowBytes = Math.ceil(width / 8) + padding;
          const random = seededRandom(seed);
          const mask = (): Uint8Array =>
            Uint8Array.from({ length: rowBytes * height }, () =>
              random() < 0.4 ? 0 : Math.floor(random() * 256),
            );
          const [t, p] = [mask(), mask()];
          const pool = new PooledCounter(workersOf(counter).workers, limits);
          expect(await pool.countBinary(t, p)).toEqual(referenceCounter.countBinary(t, p));
          const rows = { width, height, rowBytes };
          expect(await pool.countPacked(t, p, rows)).toEqual(referenceCounter.countPacked(t, p, rows));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("a pool of counters", () => {
  it("adds soft sums in one thread's order: the last bit depends on it", async () => {
    const random = seededRandom(9);
    const pixelCount = SOFT_BLOCK_PIXELS * 5 + 77;
    const data = (): Float32Array => Float32Array.from({ length: pixelCount * 3 }, random);
    for (const layout of ["channelsLast", "channelsFirst"] as const) {
      const t = scoreTensor(data(), 1, pixelCount, 3, layout);
      const p = scoreTensor(data(), 1, pixelCount, 3, layout);
      const { workers, tasks } = workersOf(referenceCounter);
      const pool = new PooledCounter(workers, { pieces: 3, leastBytes: 1 });
      expect(await pool.sumOverlap(t, p)).toEqual(referenceCounter.sumOverlap(t, p));
      expect(tasks()).toBe(3);
    }
  });

  it("cuts into about as many strips as asked for, and leaves small inputs whole", async () => {
    const mask = new Uint8Array(64 * 100).fill(1);
    for (const [limits, wanted] of [
      [{ pieces: 4, leastBytes: 1 }, 4],
      [{ pieces: 4, leastBytes: 64 * 100 * 2 }, 1],
      [{ pieces: 1, leastBytes: 1 }, 1],
    ] as const) {
      const { workers, tasks } = workersOf(referenceCounter);
      const counts = await new PooledCounter(workers, limits).countBinary(mask, mask);
      expect(counts.intersection).toBe(6400);
      expect(tasks()).toBe(wanted);
    }
  });
});
