// What every consumer runs: it scores masks, and gives plain numbers that are the same wherever it ran.

/** @param {typeof import("../../../src/index.js")} maskscore what the consumer imported */
export function score({ backend, confusionMatrix, metrics_np, SegmentationScorer }) {
  const shape = [2, 2, 3];
  const y_true = { shape, data: Float32Array.of(1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1) };
  const y_pred = { shape, data: Float32Array.of(0.9, 0.1, 0, 0.2, 0.7, 0.1, 0, 1, 0, 0, 0.4, 0.6) };
  const truth = Uint8Array.of(0, 0, 1, 2, 2, 255);
  const prediction = Uint8Array.of(0, 1, 1, 2, 0, 7);
  const options = { numClasses: 3, ignoreIndex: 255 };

  const scorer = new SegmentationScorer(options);
  scorer.update(truth, prediction, { id: "a" }).update(truth, truth, { id: "b" });
  const restored = SegmentationScorer.fromJSON(JSON.stringify(scorer));
  return {
    backend: backend(),
    iou: metrics_np(y_true, y_pred, "iou", { drop_last: false }),
    dice: [...metrics_np(y_true, y_pred, "dice", { drop_last: false, mean_per_class: true })],
    labels: [...confusionMatrix(truth, prediction, options).counts],
    scores: [...confusionMatrix(Int32Array.of(0, 0, 1, 2), y_pred, { numClasses: 3 }).counts],
    meanIou: restored.compute().meanIou,
    sameState: restored.digest() === scorer.digest(),
    digest: scorer.digest(),
  };
}

/** @param {typeof import("../../../src/pool/index.js").createScoringPool} createScoringPool */
export async function scoreInPool(createScoringPool, options) {
  const pool = createScoringPool({ threads: 2, ...options });
  const truth = Uint8Array.from({ length: 3_000_000 }, (_, pixel) => pixel % 3);
  const prediction = truth.map((label, pixel) => (pixel % 5 === 0 ? 0 : label));
  try {
    return { pooled: [...(await pool.confusionMatrix(truth, prediction, { numClasses: 3 })).counts] };
  } finally {
    await pool.close();
  }
}
