import { compareModels, SegmentationScorer } from "maskscore";

// 40 images of 64 x 64 pixels: a road with cars on it; one model is right more often than the other.
let state = 1;
const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
const options = { numClasses: 3, classNames: ["road", "car", "sky"], ignoreIndex: 255 };
const [baseline, candidate] = [new SegmentationScorer(options), new SegmentationScorer(options)];
for (let image = 0; image < 40; image++) {
  const car = Math.floor(random() * 40);
  const truth = Uint8Array.from({ length: 4096 }, (_, pixel) => {
    const [x, y] = [pixel % 64, pixel >> 6];
    if (y < 20) return 2;
    return y < 40 && x >= car && x < car + 20 ? 1 : 0;
  });
  const predicted = (mistakes) =>
    truth.map((label) => (random() < mistakes ? Math.floor(random() * 3) : label));
  const hard = image % 10 === 0 ? 0.3 : 0;
  baseline.update(truth, predicted(0.2 + hard), { id: `image ${image}` });
  candidate.update(truth, predicted(0.17 + hard), { id: `image ${image}` });
}
console.log(candidate.imageCount, candidate.compute().meanIou.toFixed(4));

console.log("@@@@");
const saved = JSON.parse(JSON.stringify(candidate));
console.log(
  candidate.toBytes().length,
  "bytes for",
  saved.images.length,
  "images; digest",
  candidate.digest().slice(0, 8),
);
const merged = new SegmentationScorer(options).merge(SegmentationScorer.fromBytes(candidate.toBytes()));
console.log(merged.digest() === candidate.digest());
saved.images[3].counts[0]++;
try {
  SegmentationScorer.fromJSON(saved);
} catch (error) {
  console.log(error.message);
}

console.log("@@@@");
const { mean, classes } = candidate.confidenceIntervals({ level: 0.95, seed: 1 });
const show = ({ estimate, bounds: { low, high } }) =>
  `${estimate.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
console.log("mean", show(mean));
for (const one of classes) console.log(one.name, show(one));

console.log("@@@@");
const comparison = compareModels(baseline, candidate, { seed: 1 });
const { difference, bounds, pValue } = comparison.mean;
console.log(
  `mean IoU ${difference.toFixed(4)} [${bounds.low.toFixed(4)}, ${bounds.high.toFixed(4)}], p = ${pValue.toFixed(4)}`,
);
for (const one of comparison.classes)
  console.log(one.name, one.difference.toFixed(4), `p = ${one.pValueHolm.toFixed(4)} (Holm)`);
console.log(compareModels(candidate, candidate).mean.pValue);

console.log("@@@@");
const { images, confusions } = candidate.contributions();
for (const { id, score, changeWithout } of images.slice(0, 2)) {
  console.log(id, score.toFixed(3), `leaving it out adds ${changeWithout.toFixed(5)}`);
}
for (const { text } of confusions.slice(0, 2)) console.log(text);

const shifted = new SegmentationScorer({ numClasses: 4 });
shifted.update(Uint8Array.of(0, 0, 1, 1, 2, 2), Uint8Array.of(1, 1, 2, 2, 3, 3));
for (const { severity, message } of shifted.audit()) console.log(`${severity}: ${message}`);

console.log("@@@@");
import { thresholdCurve } from "maskscore";

const curve = thresholdCurve(Uint8Array.of(1, 1, 0, 1, 0), Float64Array.of(0.9, 0.8, 0.6, 0.4, 0.1), {
  bins: 10,
});
console.log(curve.bestIou, curve.averagePrecision.toFixed(4));
console.log(Array.from(curve.iou, (iou) => iou.toFixed(2)).join(" "));
