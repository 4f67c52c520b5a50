import { afterAll, beforeAll } from "vitest";
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

/** Has all tests of the group that calls it run with one backend. */
export function onBackend(name: BackendName): void {
  let before: BackendName;
  beforeAll(() => {
    before = backend();
    setBackend(name);
  });
  afterAll(() => {
    setBackend(before);
  });
}
