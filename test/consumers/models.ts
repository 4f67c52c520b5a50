import { type Consumer, SHOW } from "./consumer.js";
import { makeProject, run } from "./project.js";

/** Truth 0 1 2 2 against 0 1 2 1, by hand. */
const COUNTS = [1, 0, 0, 0, 1, 0, 0, 1, 1];

const RUNTIME_TENSORS = { probabilities: COUNTS, float16: COUNTS };

const tensorsOf = (runtime: string): string => `
  import * as runtime from "${runtime}";
  import { scoreTensors } from "./models/scoreTensors.js";
  show(() => scoreTensors(runtime));`;

/** What models put out, scored as it is: real packages, a model of three classes written by hand. */
export const MODELS: readonly Consumer[] = [
  model("onnxruntime-node, scores", ["onnxruntime-node"], tensorsOf("onnxruntime-node"), RUNTIME_TENSORS),
  model("onnxruntime-web, scores", ["onnxruntime-web"], tensorsOf("onnxruntime-web"), RUNTIME_TENSORS),
];

/** A program that uses the package beside others, which are installed already. */
export function model(name: string, beside: readonly string[], main: string, expected: unknown): Consumer {
  return {
    name,
    expected,
    async run(tarball) {
      const folder = await makeProject(tarball, { "src/main.js": `${SHOW}${main}` }, beside);
      return JSON.parse(await run(process.execPath, ["src/main.js"], folder));
    },
  };
}
