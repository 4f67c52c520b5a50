import { describe, expect, it } from "vitest";
import { compareSets } from "../../src/statistics/compareSets.js";
import { confidenceIntervals, named } from "../../src/statistics/confidenceIntervals.js";
import { jackknifeInterval } from "../../src/statistics/jackknifeInterval.js";
import { studentQuantile } from "../../src/statistics/student.js";
import { LinearSet } from "../../src/measures/linearSet.js";
import type { Scale } from "../../src/measures/measure.js";

// scipy.stats.t 1.17.1
const QUANTILES = [
  [0.6, 1, 0.32491969623290634],
  [0.6, 1.7, 0.29506112729782746],
  [0.6, 5000, 0.25336058396923183],
  [0.9, 3.3, 1.598366958560087],
  [0.975, 1, 12.706204736174694],
  [0.975, 1.7, 5.1188389882530565],
  [0.975, 5, 2.5705818356363146],
  [0.975, 14, 2.144786687917804],
  [0.975, 29.5, 2.043724966772122],
  [0.975, 232, 1.9702419362015695],
  [0.995, 2, 9.924843200918287],
  [0.99995, 1, 6366.197671316637],
  [0.99995, 14, 5.363413041156879],
  [0.99995, 5000, 3.8937332089269456],
] as const;

/** Images of a part and a whole each, scored by the ratio of their sums. */
function ratios(
  images: readonly (readonly [part: number, whole: number])[],
  scale: Scale | undefined,
): LinearSet {
  const value = scale === undefined ? {} : { scale };
  return new LinearSet(
    { rows: Float64Array.from(images.flat()), rowCount: images.length, width: 2 },
    [{ name: "ratio", classIndex: undefined, ...value }],
    (sums, out) => {
      out[0] = (sums[0] as number) / (sums[1] as number);
    },
  );
}

const CHOICE = { level: 0.95, resamples: 200, seed: 1 };

function only(set: LinearSet): ReturnType<typeof confidenceIntervals>[number] {
  return confidenceIntervals(set, CHOICE)[0] as ReturnType<typeof confidenceIntervals>[number];
}

describe("Student's distribution", () => {
  it.each(QUANTILES)("reaches %d with %d degrees of freedom at %d", (p, degrees, t) => {
    expect(Math.abs(studentQuantile(p, degrees) / t - 1)).toBeLessThan(1e-10);
  });
});

describe("intervals of the jackknife", () => {
  it("are Student's interval of a mean where tails are light", () => {
    // Of a mean the jackknife's standard error is s / sqrt(n); of a kurtosis of 1 to 2.2 no degree is taken away.
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const sum = 78;
    const leftOut = Float64Array.from(values, (value) => (sum - value) / 11);
    // Of variance 13, and with Student's 2.200985160082949.
    const reach = 2.200985160082949 * Math.sqrt(13 / 12);
    const bounds = jackknifeInterval(6.5, leftOut, 0.95, "difference");
    expect(bounds?.low).toBeCloseTo(6.5 - reach, 9);
    expect(bounds?.high).toBeCloseTo(6.5 + reach, 9);
  });

  it("widen with the tail", () => {
    const width = (last: number): number => {
      const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, last];
      const sum = values.reduce((a, b) => a + b, 0);
      const leftOut = Float64Array.from(values, (value) => (sum - value) / 11);
      const { low, high } = jackknifeInterval(sum / 12, leftOut, 0.95, "difference") ?? { low: 0, high: 0 };
      const mean = sum / 12;
      const error = Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / 12 / 11);
      return (high - low) / 2 / error;
    };
    expect(width(12)).toBeCloseTo(studentQuantile(0.975, 11), 6);
    // All the spread is one image's: kurtosis of n - 2 + 1 / (n - 1).
    expect(width(1e6)).toBeGreaterThan(studentQuantile(0.975, 2));
  });

  it("stay on their scale", () => {
    const images = Array.from({ length: 12 }, (_, i) => [i === 3 ? 10 : 99, 100] as const);
    const share = only(ratios(images, "share"));
    expect(share.method).toBe("jackknife-t");
    expect(share.bounds.high).toBeLessThan(1);
    expect(share.bounds.low).toBeGreaterThan(0);
    expect(share.bounds.low).toBeLessThan(share.estimate);
    const far = Array.from({ length: 12 }, (_, i) => [i === 3 ? 1000 : 1, 1] as const);
    expect(only(ratios(far, "length")).bounds.low).toBeGreaterThan(0);
    expect(only(ratios(far, "difference")).bounds.low).toBeLessThan(0);
  });

  it("are the same of IoU and of Dice", () => {
    const images = Array.from({ length: 15 }, (_, i) => [20 + ((i * 7) % 11), 40] as const);
    const iou = only(ratios(images, "share"));
    const dice = only(
      ratios(
        images.map(([part, whole]) => [2 * part, whole + part] as const),
        "share",
      ),
    );
    const asDice = (value: number): number => (2 * value) / (1 + value);
    expect(dice.bounds.low).toBeCloseTo(asDice(iou.bounds.low), 10);
    expect(dice.bounds.high).toBeCloseTo(asDice(iou.bounds.high), 10);
  });

  it("go by the distance where one image keeps the score from its scale's end", () => {
    const images = Array.from({ length: 12 }, (_, i) => [i === 0 ? 5 : 0, 10] as const);
    const { bounds, movedBy, note } = only(ratios(images, "share"));
    expect(movedBy).toBe(12);
    expect(note).toBeUndefined();
    expect(bounds.low).toBeGreaterThan(0);
    expect(bounds.high).toBeGreaterThan(0.3);
  });
});

/** Says how often images were drawn. */
class CountedSet extends LinearSet {
  draws = 0;

  override combination(): ReturnType<LinearSet["combination"]> {
    const combination = super.combination();
    const addEach = combination.addEach.bind(combination);
    combination.addEach = (times) => {
      this.draws++;
      addEach(times);
    };
    return combination;
  }
}

function counted(set: LinearSet): CountedSet {
  return new CountedSet(set.table, set.values, set.score);
}

describe("the bootstrap", () => {
  const spread = Array.from({ length: 12 }, (_, i) => [30 + ((i * 5) % 7), 40] as const);

  it("is drawn when its bounds are looked at, and once for all", () => {
    const set = counted(ratios(spread, "share"));
    const interval = only(set);
    const told = named({ what: "ratio" }, interval);
    expect([told.what, told.estimate, told.bounds, told.note]).toEqual([
      "ratio",
      interval.estimate,
      interval.bounds,
      undefined,
    ]);
    expect(set.draws).toBe(0);
    expect(told.percentile.low).toBeLessThan(interval.bca.high);
    expect([interval.definedResamples, set.draws]).toEqual([200, 200]);
  });

  it("is not drawn where every resample would be the same", () => {
    const nothing = Array.from({ length: 12 }, () => [0, 0] as const);
    for (const [images, value] of [
      [Array.from({ length: 12 }, () => [7, 7] as const), 1],
      [Array.from({ length: 12 }, () => [0, 7] as const), 0],
      [nothing, NaN],
    ] as const) {
      const set = counted(ratios(images, "share"));
      const { bounds, method, movedBy } = only(set);
      expect([bounds, method, movedBy]).toEqual([{ low: value, high: value }, "bca", 0]);
      expect(set.draws).toBe(0);
      expect(only(counted(ratios(images, "share"))).bca).toEqual(bounds);
    }
  });

  it("is drawn where it alone tells the bounds", () => {
    const set = counted(ratios(spread, undefined));
    expect(only(set).method).toBe("bca");
    expect(set.draws).toBe(200);
  });

  it("of a comparison is drawn for what is looked at, too", () => {
    const first = counted(ratios(spread, "share"));
    const second = counted(
      ratios(
        spread.map(([part, whole], i) => [part + (i % 3), whole] as const),
        "share",
      ),
    );
    const [moved] = compareSets(first, second, CHOICE).values;
    expect(moved?.bounds.low).toBeLessThan(moved?.difference as number);
    expect([first.draws, second.draws]).toEqual([0, 0]);
    expect(moved?.bca.low).toBeLessThan(moved?.difference as number);
    expect([first.draws, second.draws]).toEqual([200, 200]);
    const perfect = ratios(
      Array.from({ length: 12 }, () => [7, 7] as const),
      "share",
    );
    const [same] = compareSets(counted(perfect), counted(perfect), CHOICE).values;
    expect(same).toMatchObject({ difference: 0, bounds: { low: 0, high: 0 }, method: "bca", pValue: 1 });
  });
});

describe("where an interval cannot hold what it says", () => {
  const none = [0, 0] as const;

  it("of few images, it says so", () => {
    const images = [[5, 10], [6, 10], [2, 10], ...Array.from({ length: 20 }, () => none)] as const;
    const { movedBy, note, bounds } = only(ratios(images, "share"));
    expect(movedBy).toBe(3);
    expect(note).toBe("only 3 images of 23 change it: below 10 no interval is known to cover");
    expect(bounds.low).toBeLessThan(0.3);
  });

  it("of one image alone there is none", () => {
    const images = [[5, 10], ...Array.from({ length: 20 }, () => none)] as const;
    const { movedBy, note, bounds } = only(ratios(images, "share"));
    expect(movedBy).toBe(1);
    expect(bounds).toEqual({ low: NaN, high: NaN });
    expect(note).toBe("one image alone defines it: nothing tells how far it spreads");
  });

  it("of images that agree it is that point, by the bootstrap", () => {
    const images = Array.from({ length: 20 }, () => [10, 10] as const);
    const { movedBy, note, bounds, method } = only(ratios(images, "share"));
    expect([movedBy, method]).toEqual([0, "bca"]);
    expect(bounds).toEqual({ low: 1, high: 1 });
    expect(note).toBe("no image changes it: nothing tells how far it spreads");
  });

  it("of what jumps, the bootstrap's stands, and only few images are told of", () => {
    const images = Array.from({ length: 12 }, (_, i) => [i, 12] as const);
    const enough = only(ratios(images, undefined));
    expect([enough.method, enough.note]).toEqual(["bca", undefined]);
    expect(enough.bounds).toEqual(enough.bca);
    expect(only(ratios(images.slice(3), undefined)).note).toBe(
      "only 9 images: below 10 no interval is known to cover",
    );
  });
});
