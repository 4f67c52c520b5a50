import { backend, setBackend } from "../../src/index.js";
import type { BackendName } from "../../src/index.js";

export const BACKENDS: readonly BackendName[] = ["simd", "scalar", "reference"];

/** Runs with one backend forced, and puts back what ran before. */
export function withBackend<T>(name: BackendName, run: () => T): T {
  const before = backend();
  setBackend(name);
  try {
    return run();
  } finally {
    setBackend(before);
  }
}
