import { compareAllModels, SegmentationScorer } from "maskscore";

// 12 videos of 5 frames: frames of one are nearly alike.
let state = 1;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
const truth = Uint8Array.from({ length: 400 }, (_, pixel) => Number(pixel < 200));
const scored = (mistakes) => {
  const scorer = new SegmentationScorer({ numClasses: 2 });
  for (let video = 0; video < 12; video++) {
    const hard = random() * 0.3;
    for (let frame = 0; frame < 5; frame++) {
      const prediction = truth.map((label) => (random() < mistakes + hard ? 1 - label : label));
      scorer.update(truth, prediction, { id: `video${video}_${frame}` });
    }
  }
  return scorer;
};
const [a, b, c] = [scored(0.1), scored(0.12), scored(0.4)];
const show = ({ mean: { estimate, bounds, method }, imageCount, clusterCount }) =>
  `${estimate.toFixed(3)} [${bounds.low.toFixed(3)}, ${bounds.high.toFixed(3)}] by ${method} of ${clusterCount ?? imageCount}`;
console.log(show(a.confidenceIntervals()));
for (const scorer of [a, b, c]) scorer.assignClusters(/^(video\d+)_/);
console.log(show(a.confidenceIntervals()));
console.log(a.contributions().clusters[0].cluster);

console.log("@@@@");
for (const { first, second, mean, pValueHolm, isSignificant, imagesNeeded } of compareAllModels([a, b, c]).pairs) {
  console.log(first, second, mean.difference.toFixed(3), pValueHolm.toFixed(3), isSignificant, imagesNeeded);
}
