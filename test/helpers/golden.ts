import { readFileSync } from "node:fs";
import type { MetricName, MetricType } from "../../src/index.js";

/** One input of metrics_np.golden.json with the expected values of every option. */
export interface GoldenCase {
  readonly name: string;
  readonly shape: [number, number, number, number];
  readonly y_true: Float32Array;
  readonly y_pred: Float32Array;
  /** B x N counts after argmax. */
  readonly intersection: readonly number[];
  readonly true_sum: readonly number[];
  readonly pred_sum: readonly number[];
  readonly expected: readonly {
    readonly metric_name: MetricName;
    readonly metric_type: MetricType;
    readonly drop_last: boolean;
    readonly mean_per_class: boolean;
    /** null is NaN. */
    readonly value: number | null | readonly (number | null)[];
  }[];
}

export function readGoldenCases(): GoldenCase[] {
  const file = new URL("../golden/metrics_np/metrics_np.golden.json", import.meta.url);
  const { cases } = JSON.parse(readFileSync(file, "utf8")) as {
    cases: (Omit<GoldenCase, "y_true" | "y_pred"> & { y_true: string; y_pred: string })[];
  };
  if (cases.length === 0) throw new Error("the golden file holds no case");
  return cases.map((golden) => ({
    ...golden,
    y_true: floatsOf(golden.y_true),
    y_pred: floatsOf(golden.y_pred),
  }));
}

function floatsOf(base64: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  return new Float32Array(bytes.buffer);
}
