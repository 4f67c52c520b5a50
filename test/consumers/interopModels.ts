// What models put out beside plain scores: labels, pictures of masks, tensors with methods. Not in run.ts yet: the library
// learns to read them in another change, after which INTEROP_MODELS joins CONSUMERS there.
import type { Consumer } from "./consumer.js";
import { model } from "./models.js";

/** Truth 0 1 2 2 against 0 1 2 1, by hand. */
const COUNTS = [1, 0, 0, 0, 1, 0, 0, 1, 1];

const labelsOf = (runtime: string): string => `
  import * as runtime from "${runtime}";
  import { confusionMatrix } from "maskscore";
  import { outputsOf, TRUTH } from "./models/tinyModel.js";
  show(async () => {
    const { labels } = await outputsOf(runtime);
    return [...confusionMatrix(TRUTH, labels, { numClasses: 3 }).counts];
  });`;

export const INTEROP_MODELS: readonly Consumer[] = [
  model(
    "transformers.js, scores",
    ["@huggingface/transformers"],
    `import { Tensor } from "@huggingface/transformers";
    import { countsOf } from "./models/scoreTensors.js";
    import { DIMS, SCORES } from "./models/tinyModel.js";
    show(() => countsOf(new Tensor("float32", SCORES, DIMS)));`,
    COUNTS,
  ),
  model("onnxruntime-node, int64 labels", ["onnxruntime-node"], labelsOf("onnxruntime-node"), COUNTS),
  model("onnxruntime-web, int64 labels", ["onnxruntime-web"], labelsOf("onnxruntime-web"), COUNTS),
  model(
    "transformers.js, int64 labels",
    ["@huggingface/transformers"],
    `import { Tensor } from "@huggingface/transformers";
    import { confusionMatrix } from "maskscore";
    import { TRUTH } from "./models/tinyModel.js";
    show(() => {
      const labels = new Tensor("int64", BigInt64Array.of(0n, 1n, 2n, 1n), [1, 2, 2]);
      return [...confusionMatrix(TRUTH, labels, { numClasses: 3 }).counts];
    });`,
    COUNTS,
  ),
  model(
    "transformers.js, a RawImage as a mask",
    ["@huggingface/transformers"],
    `import { RawImage } from "@huggingface/transformers";
    import { confusionMatrix, labelMap } from "maskscore";
    show(() => {
      const mask = new RawImage(Uint8ClampedArray.of(0, 127, 128, 255), 2, 2, 1);
      const labels = labelMap(mask, { threshold: 128 });
      return [...confusionMatrix(Uint8Array.of(0, 1, 1, 1), labels, { numClasses: 2 }).counts];
    });`,
    [1, 0, 1, 2],
  ),
  model(
    "transformers.js, the masks of a segmentation pipeline",
    ["@huggingface/transformers"],
    `import { RawImage } from "@huggingface/transformers";
    import { confusionMatrix, segmentsToLabelMap } from "maskscore";
    import { TRUTH } from "./models/tinyModel.js";
    show(() => {
      const segment = (label, ...pixels) => ({ label, score: 1, mask: new RawImage(Uint8ClampedArray.from(pixels), 2, 2, 1) });
      const segments = [segment("road", 255, 0, 0, 0), segment("car", 0, 255, 0, 255), segment("sky", 0, 0, 255, 0)];
      const labels = segmentsToLabelMap(segments, { classNames: ["road", "car", "sky"], unlabelled: 255 });
      return [...confusionMatrix(TRUTH, labels, { numClasses: 3 }).counts];
    });`,
    COUNTS,
  ),
];
