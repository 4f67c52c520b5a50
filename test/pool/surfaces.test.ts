import { afterAll, afterEach, describe, expect, it } from "vitest";
// The built package: workers load the compiled file.
import { setBackend } from "maskscore";
import { createScoringPool } from "maskscore/pool";
import { boundaryIou, surfaceDistances } from "maskscore/surfaces";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { BACKENDS } from "../helpers/backends.js";

const pool = createScoringPool({ threads: 2 });
afterAll(() => pool.close());
afterEach(() => {
  setBackend("simd");
});

const random = seededRandom(3);
const [width, height] = [40, 30];
const side = (): Uint8Array =>
  Uint8Array.from({ length: width * height }, (_, i) => (random() < 0.1 ? 3 : Math.floor((i % width) / 14)));
const [truth, predicted] = [side(), side()];
const shared = new Uint8Array(new SharedArrayBuffer(truth.length));
shared.set(truth);

/** Code, argument and message of what is thrown. */
async function thrownBy(act: () => unknown): Promise<object> {
  try {
    await act();
  } catch (error) {
    const { name, message, problem } = error as Error & { readonly problem: object };
    return { name, message, problem };
  }
  throw new Error("nothing was thrown");
}

describe.each(BACKENDS)("a pool with %s behind it", (name) => {
  it("measures surfaces and boundaries as the plain functions do, of any form of labels", async () => {
    setBackend(name);
    const all = { shape: [height, width], spacing: [2, 0.5], tolerances: [1], numClasses: 4 } as const;
    const sides = [
      truth,
      shared,
      Int32Array.from(truth),
      BigInt64Array.from([...truth].map(BigInt)),
      { data: truth, shape: [1, height, width] },
    ];
    for (const ours of sides) {
      const { numClasses, ...masks } = all;
      expect(await pool.surfaceDistances(ours, predicted, all)).toEqual(
        surfaceDistances(truth, predicted, all),
      );
      for (const options of [
        masks,
        { ...masks, edges: "surfels", percentile: 90, ignoreIndex: 3 } as const,
      ]) {
        expect(await pool.surfaceDistances(ours, predicted, options)).toEqual(
          surfaceDistances(truth, predicted, options),
        );
      }
      const size = { width, height, ignoreIndex: [3] };
      expect(await pool.boundaryIou(ours, predicted, { ...size, distance: 2 })).toEqual(
        boundaryIou(truth, predicted, { ...size, distance: 2 }),
      );
      expect(await pool.boundaryIou(ours, predicted, { ...size, numClasses })).toEqual(
        boundaryIou(truth, predicted, { ...size, numClasses }),
      );
    }
    // A copy was handed over: the caller's arrays are as they were.
    expect(truth.length + predicted.length).toBe(2 * width * height);
  });
});

it("a pool refuses surfaces and boundaries with the errors of the plain functions", async () => {
  const shape = [height, width];
  const size = { width, height };
  for (const options of [{}, { shape, numClasses: 2 }, { shape, spacing: [0, 1] }, { shape, more: 1 }]) {
    const given = options as never;
    expect(await thrownBy(() => pool.surfaceDistances(truth, predicted, given))).toEqual(
      await thrownBy(() => surfaceDistances(truth, predicted, given)),
    );
  }
  for (const options of [
    {},
    { ...size, numClasses: 2 },
    { ...size, ratio: 1, distance: 1 },
    { ...size, a: 1 },
  ]) {
    const given = options as never;
    expect(await thrownBy(() => pool.boundaryIou(truth, predicted, given))).toEqual(
      await thrownBy(() => boundaryIou(truth, predicted, given)),
    );
  }
});
