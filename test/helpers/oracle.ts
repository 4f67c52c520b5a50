import { readFileSync } from "node:fs";

/** A number, or nested lists of them; NaN where the file says "nan". */
export type OracleValue = number | readonly OracleValue[];

interface OracleFile {
  readonly target: readonly number[][][];
  readonly pred: readonly number[][][];
  readonly target_ignore255: readonly number[][][];
  readonly soft_pred_float32: readonly number[][][][];
  readonly [key: string]: unknown;
}

/** Keys that hold inputs. */
export const ORACLE_INPUTS = [
  "about",
  "shape_BHWC",
  "target",
  "pred",
  "target_ignore255",
  "soft_pred_float32",
];

export function readOracle(): OracleFile {
  const file = new URL("../golden/conventions/conventions.oracle.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as OracleFile;
}

/** Every figure of the file by its path, "tool / setting / figure"; inputs are left out. */
export function oracleFigures(): ReadonlyMap<string, unknown> {
  const figures = new Map<string, unknown>();
  const visit = (path: readonly string[], value: unknown): void => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) visit([...path, key], inner);
    } else {
      figures.set(path.join(" / "), value);
    }
  };
  for (const [key, value] of Object.entries(readOracle())) {
    if (!ORACLE_INPUTS.includes(key)) visit([key], value);
  }
  return figures;
}

/** "nan" and "inf" are strings in the file. */
export function numbersOf(value: unknown): OracleValue {
  if (Array.isArray(value)) return value.map(numbersOf);
  if (typeof value === "number") return value;
  if (value === "nan") return NaN;
  if (value === "inf") return Infinity;
  throw new Error(`not a figure: ${JSON.stringify(value)}`);
}
