import { afterAll, expect, it } from "vitest";
// The built package: workers load the compiled file.
import { confusionMatrix } from "maskscore";
import { createScoringPool } from "maskscore/pool";
import { seededRandom } from "../../app/samples/seededRandom.js";

const pool = createScoringPool({ threads: 2 });
afterAll(() => pool.close());

it("a pool counts void predictions as one thread does, whatever the ignored label", async () => {
  const random = seededRandom(11);
  for (const ignoreIndex of [255, 1, -1, 70_000]) {
    const labels = (): Int32Array =>
      Int32Array.from({ length: 600_000 }, () => (random() < 0.1 ? ignoreIndex : Math.floor(random() * 5)));
    const [truth, prediction] = [labels(), labels()];
    const options = { numClasses: 5, ignoreIndex, voidPredictions: "miss" } as const;
    const wanted = confusionMatrix(truth, prediction, options);
    expect(wanted.voidPredictions?.some((count) => count > 1000)).toBe(true);
    expect(await pool.confusionMatrix(truth, prediction, options)).toEqual(wanted);
  }
});
