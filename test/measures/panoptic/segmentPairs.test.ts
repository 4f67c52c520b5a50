import { describe, expect, it } from "vitest";
import { countPairs, type SegmentPairs } from "../../../src/measures/panoptic/segmentPairs.js";
import { seededRandom } from "../../../app/samples/seededRandom.js";
import { BACKENDS, withBackend } from "../../helpers/backends.js";

function sorted({ length, groundTruth, prediction, pixels }: SegmentPairs): number[][] {
  return Array.from({ length }, (_, i) => [groundTruth[i], prediction[i], pixels[i]] as number[]).sort(
    ([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d,
  );
}

describe.each([
  ["of no more than a tile", 1000, 5, 40],
  ["of several tiles and an odd rest", 3 * 2 ** 15 + 7, 50, 300],
  ["of noise that overflows the table", 20_000, 5000, 1],
] as const)("pairs %s", (_, pixelCount, idCount, runLength) => {
  const random = seededRandom(pixelCount);
  const map = (): Uint32Array => {
    let id = 0;
    return Uint32Array.from({ length: pixelCount }, (__, i) => {
      if (i % runLength === 0) id = Math.floor(random() * idCount) * 40_503;
      return id;
    });
  };
  const [truth, predicted] = [map(), map()];

  it("are the same on every backend", () => {
    const [first, ...others] = BACKENDS.map((name) =>
      withBackend(name, () => countPairs(truth, predicted, 8)),
    );
    const wanted = sorted(first as SegmentPairs);
    expect(wanted.reduce((sum, [, , pixels]) => sum + (pixels as number), 0)).toBe(pixelCount);
    for (const other of others) expect(JSON.stringify(sorted(other)) === JSON.stringify(wanted)).toBe(true);
  });
});
