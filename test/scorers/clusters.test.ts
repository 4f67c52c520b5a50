import { describe, expect, it } from "vitest";
import { compareModels } from "../../src/scorers/compareModels.js";
import { SegmentationScorer } from "../../src/scorers/segmentationScorer.js";
import { BoundaryScorer } from "../../src/scorers/boundaryScorer.js";

const DRAWS = { resamples: 300, seed: 3 };

/** Twelve videos of four frames: frames of one are nearly alike. */
function frames(
  miss: number,
  add: (truth: Uint8Array, prediction: Uint8Array, video: number, frame: number) => void,
): void {
  for (let video = 0; video < 12; video++) {
    for (let frame = 0; frame < 4; frame++) {
      const truth = Uint8Array.from({ length: 40 }, (_, pixel) => Number(pixel < 20));
      const wrong = ((video * 7) % 9) + (frame === 3 ? 1 : 0) + (video % 3 === 0 ? miss : 0);
      const prediction = truth.map((label, pixel) => (pixel < wrong ? 1 - label : label));
      add(truth, prediction, video, frame);
    }
  }
}

function scorerOf(miss: number, clusterOf?: (video: number) => string): SegmentationScorer {
  const scorer = new SegmentationScorer({ numClasses: 2 });
  frames(miss, (truth, prediction, video, frame) => {
    const cluster = clusterOf === undefined ? {} : { cluster: clusterOf(video) };
    scorer.update(truth, prediction, { id: `video${video}_${frame}`, ...cluster });
  });
  return scorer;
}

/** The frames of a video as one image: what is drawn together. */
function scorerOfVideos(miss: number): SegmentationScorer {
  const scorer = new SegmentationScorer({ numClasses: 2 });
  const all = new Map<number, number[][]>();
  frames(miss, (truth, prediction, video) => {
    const [t = [], p = []] = all.get(video) ?? [];
    all.set(video, [
      [...t, ...truth],
      [...p, ...prediction],
    ]);
  });
  for (const [video, [truth = [], prediction = []]] of all) {
    scorer.update(Uint8Array.from(truth), Uint8Array.from(prediction), { id: `video${video}` });
  }
  return scorer;
}

const name = (video: number): string => `video${video}`;

describe("clusters", () => {
  it("are drawn and left out as one image of all their pixels is", () => {
    const clustered = scorerOf(2, name).confidenceIntervals(DRAWS);
    // Canonical order is of ids: video0_0 and video0 lie alike, video10 behind video1.
    const whole = scorerOfVideos(2).confidenceIntervals(DRAWS);
    expect(clustered).toMatchObject({ imageCount: 48, clusterCount: 12 });
    expect(clustered.mean.movedBy).toBe(12);
    expect(clustered.mean.bounds.low).toBeCloseTo(whole.mean.bounds.low, 10);
    expect(clustered.mean.bounds.high).toBeCloseTo(whole.mean.bounds.high, 10);
    const width = (of: typeof whole): number => of.mean.bounds.high - of.mean.bounds.low;
    // Frames that are nearly alike tell hardly more than one of them.
    expect(width(clustered)).toBeGreaterThan(1.5 * width(scorerOf(2).confidenceIntervals(DRAWS)));
    expect(scorerOf(2).confidenceIntervals(DRAWS)).not.toHaveProperty("clusterCount");
  });

  it("change hands together", () => {
    const compared = compareModels(scorerOf(0, name), scorerOf(2, name), DRAWS);
    const whole = compareModels(scorerOfVideos(0), scorerOfVideos(2), { ...DRAWS, resamples: 5000 });
    expect(compared).toMatchObject({ imageCount: 48, clusterCount: 12 });
    // Four videos of twelve differ: of 2^4 ways to exchange them two reach the difference.
    expect(whole.mean.pValue).toBe(2 / 16);
    expect(
      compareModels(scorerOf(0, name), scorerOf(2, name), { ...DRAWS, resamples: 5000 }).mean.pValue,
    ).toBe(2 / 16);
    expect(compareModels(scorerOf(0), scorerOf(2), DRAWS).mean.pValue).toBeLessThan(0.01);
    expect(compared.images).toHaveLength(48);
    expect(compareModels(scorerOf(0), scorerOf(2, name), DRAWS).mean.pValue).toBe(compared.mean.pValue);
    expect(() =>
      compareModels(
        scorerOf(0, () => "x"),
        scorerOf(2, name),
        DRAWS,
      ),
    ).toThrow('"second" expected images of the clusters of "first"');
  });

  it("are told of beside images in contributions", () => {
    const { images, clusters, mean } = scorerOf(2, name).contributions();
    const whole = scorerOfVideos(2).contributions();
    expect(images).toHaveLength(48);
    expect(clusters).toHaveLength(12);
    const [first] = clusters ?? [];
    expect(first).toMatchObject({ cluster: whole.images[0]?.id, imageCount: 4 });
    expect(first?.changeWithout).toBeCloseTo(whole.images[0]?.changeWithout as number, 12);
    expect(mean).toBe(whole.mean);
    expect(scorerOf(2).contributions()).not.toHaveProperty("clusters");
  });

  it("are in the state, merged, and read again", () => {
    const scorer = scorerOf(2, name);
    const plain = scorerOf(2);
    const again = SegmentationScorer.fromBytes(scorer.toBytes());
    expect(again.digest()).toBe(scorer.digest());
    expect(again.digest()).not.toBe(plain.digest());
    expect(SegmentationScorer.fromJSON(JSON.stringify(scorer)).toBytes()).toEqual(scorer.toBytes());
    const { mean } = scorer.confidenceIntervals(DRAWS);
    expect(again.confidenceIntervals(DRAWS).mean).toEqual(mean);
    const merged = new SegmentationScorer({ numClasses: 2 });
    merged.merge(again).update(Uint8Array.of(0, 1), Uint8Array.of(0, 1), { id: "alone" });
    expect(merged.confidenceIntervals(DRAWS)).toMatchObject({ imageCount: 49, clusterCount: 13 });
    expect(plain.toJSON().images[0]).not.toHaveProperty("cluster");
    expect(scorer.toJSON().images[0]).toMatchObject({ id: "video0_0", cluster: "video0" });
    const changed = JSON.parse(JSON.stringify(scorer)) as { images: { cluster: unknown }[] };
    (changed.images[0] as { cluster: unknown }).cluster = 7;
    expect(() => SegmentationScorer.fromJSON(changed as never)).toThrow(
      '"state.images[0].cluster" expected a string',
    );
    (changed.images[0] as { cluster: unknown }).cluster = "video1";
    expect(() => SegmentationScorer.fromJSON(changed as never)).toThrow("does not match its digest");
  });

  it("are assigned by a pattern, a Map or a function, or not at all", () => {
    const wanted = scorerOf(2, name).digest();
    expect(
      scorerOf(2)
        .assignClusters(/^([^_]+)_/g)
        .digest(),
    ).toBe(wanted);
    const map = new Map(scorerOf(2).measuredImages.map(({ id = "" }) => [id, id.split("_")[0] as string]));
    expect(scorerOf(2).assignClusters(map).digest()).toBe(wanted);
    expect(
      scorerOf(2)
        .assignClusters((id) => id.replace(/_.*/, ""))
        .digest(),
    ).toBe(wanted);
    const scorer = scorerOf(2);
    const before = scorer.digest();
    expect(() => scorer.assignClusters(/^video1/)).toThrow(
      '"by" expected a cluster of every image, got none of',
    );
    expect(() => scorer.assignClusters(/^video/)).toThrow(
      '"by" expected at least 2 clusters, got all 48 images',
    );
    expect(() => scorer.assignClusters("video" as never)).toThrow('"by" expected a RegExp');
    expect(scorer.digest()).toBe(before);
    const sum = new SegmentationScorer({ numClasses: 2, perImage: false });
    expect(() => sum.assignClusters(/a/)).toThrow("perImage is false");
  });

  it("are one for all of a batch, or one an image, and texts", () => {
    const batch = { data: Uint8Array.of(0, 1, 1, 1, 0, 0, 1, 1, 1), shape: [3, 1, 3] };
    const scorer = new SegmentationScorer({ numClasses: 2 });
    scorer.update(batch, batch, { id: ["a", "b", "c"], cluster: ["x", "x", "y"] });
    expect(scorer.measuredImages.map(({ cluster }) => cluster)).toEqual(["x", "x", "y"]);
    scorer.update(batch, batch, { cluster: "z" });
    expect(scorer.measuredImages.filter(({ cluster }) => cluster === "z")).toHaveLength(3);
    const mask = Uint8Array.of(0, 1);
    expect(() => scorer.update(mask, mask, { cluster: 3 as never })).toThrow('"cluster" expected a string');
    expect(() => scorer.update(mask, mask, { cluster: "\ud800" })).toThrow('"cluster" expected text');
    expect(() => scorer.update(batch, batch, { cluster: ["x"] })).toThrow('"cluster" expected 3 values');
  });

  it("are of every scorer", () => {
    const scorer = new BoundaryScorer({ ratio: 0.1 });
    for (let i = 0; i < 20; i++) {
      const truth = Uint8Array.from({ length: 100 }, (_, pixel) => Number(pixel % 10 < 5));
      const prediction = truth.map((label, pixel) => (pixel < i * 2 ? 0 : label));
      scorer.update(truth, prediction, { width: 10, height: 10, id: String(i), cluster: String(i % 10) });
    }
    expect(scorer.confidenceIntervals(DRAWS)).toMatchObject({ imageCount: 20, clusterCount: 10 });
    expect(scorer.contributions().clusters).toHaveLength(10);
    expect(BoundaryScorer.fromBytes(scorer.toBytes()).digest()).toBe(scorer.digest());
  });
});
