import { afterAll, expect, it } from "vitest";
// The built package: workers load the compiled file.
import { confusionMatrix } from "maskscore";
import { createScoringPool } from "maskscore/pool";
import { seededRandom } from "../../app/samples/seededRandom.js";

const pool = createScoringPool({ threads: 2 });
afterAll(() => pool.close());

it("a pool compares values with a threshold as one thread does, and refuses what that refuses", async () => {
  const random = seededRandom(12);
  const truth = Uint8Array.from({ length: 600_000 }, () => (random() < 0.1 ? 255 : Number(random() < 0.4)));
  const data = Float32Array.from(truth, (t) => t * 0.4 + random() * 0.8);
  const prediction = { data, shape: [600, 1000, 1] };
  for (const threshold of [0.5, { groundTruth: 0, prediction: 0.7 }]) {
    const options = { threshold, ignoreIndex: 255 };
    const wanted = confusionMatrix(truth, prediction, options);
    expect(wanted.counts.every((count) => count > 1000)).toBe(true);
    expect(await pool.confusionMatrix(truth, prediction, options)).toEqual(wanted);
  }
  await expect(pool.confusionMatrix(truth, prediction)).rejects.toThrow("expected a threshold");
  data[599_000] = NaN;
  await expect(pool.confusionMatrix(truth, prediction, { threshold: 0.5 })).rejects.toThrow(
    '"prediction" is NaN at pixel 599000',
  );
});
