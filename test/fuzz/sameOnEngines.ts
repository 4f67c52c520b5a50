import { isMaskscoreError } from "../../src/index.js";
import type { BackendName } from "../../src/index.js";
import { withBackend } from "../helpers/backends.js";
import { finding } from "./fuzzTarget.js";
import { requireGoodText } from "./goodText.js";

/** A call of the library, and in words which. */
export interface Call {
  readonly what: string;
  readonly run: () => unknown;
}

const FAST: readonly BackendName[] = ["simd", "scalar"];

/** @throws engines differ, or an error is none of ours or says nothing to its reader */
export function requireSameOnEngines({ what, run }: Call): void {
  const wanted = outcomeOf("reference", run);
  for (const name of FAST) {
    const difference = differenceOf(wanted, outcomeOf(name, run));
    if (difference !== undefined) throw finding(`${what}: ${name} ${difference}`);
  }
}

function outcomeOf(name: BackendName, run: () => unknown): unknown {
  return withBackend(name, () => {
    try {
      return run();
    } catch (error) {
      if (!isMaskscoreError(error)) throw error;
      requireGoodText(error.message);
      return error.message;
    }
  });
}

/** Sums of floats come in another order: equal to 1e-9; everything else to the last bit. */
function differenceOf(wanted: unknown, got: unknown): string | undefined {
  if (typeof wanted === "number" && typeof got === "number") {
    const isClose = Object.is(wanted, got) || Math.abs(wanted - got) <= 1e-9 * Math.abs(wanted);
    return isClose ? undefined : `gives ${got}, not ${wanted}`;
  }
  if (typeof wanted === "object" && wanted !== null && typeof got === "object" && got !== null) {
    const keys = new Set([...Object.keys(wanted), ...Object.keys(got)]);
    for (const key of keys) {
      const [a, b] = [wanted, got].map((side) => (side as Record<string, unknown>)[key]);
      const difference = differenceOf(a, b);
      if (difference !== undefined) return `${difference} (${key})`;
    }
    return undefined;
  }
  return wanted === got ? undefined : `gives ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`;
}
