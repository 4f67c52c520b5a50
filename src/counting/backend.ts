import { failure } from "../errors/problem.js";
import { referenceCounter } from "./reference/referenceCounter.js";
import type { BackendName, Counter } from "../types.js";
import { readChoice } from "../reading/options.js";
import { supportsSimd, supportsWebAssembly } from "./wasm/instantiate.js";
import { type BinaryName, loadKernels, loadKernelsAsync } from "./wasm/load.js";
import type { Arena } from "./wasm/arena.js";
import { WasmCounter } from "./wasm/wasmCounter.js";

export const BACKEND_NAMES: readonly BackendName[] = ["simd", "scalar", "reference"];

/** Chosen on first use, so that an import does no work. */
let current: Counter | undefined;

/** Counters made so far: forcing one and coming back compiles nothing twice. */
const made = new Map<BinaryName, WasmCounter>();

/**
 * How often compiling may fail before "reference" is settled on. A content policy without 'wasm-unsafe-eval' fails
 * every time; a lack of memory may pass, and must not decide for ever.
 */
const MAX_ATTEMPTS = 3;

let failedAttempts = 0;

/** The counter in use, chosen and compiled now if none is. */
export function getCounter(): Counter {
  if (current !== undefined) return current;
  for (const name of usableBinaries()) {
    try {
      current = wasmCounter(name);
      return current;
    } catch {
      // The next one may be smaller or simpler.
    }
  }
  failedAttempts++;
  if (failedAttempts >= MAX_ATTEMPTS || usableBinaries().length === 0) current = referenceCounter;
  return referenceCounter;
}

/**
 * Which path counts: "simd" or "scalar" (the WebAssembly binaries) or "reference" (plain TypeScript, where
 * WebAssembly is missing or forbidden). All three give identical integers.
 *
 * @example backend() // "simd"
 */
export function backend(): BackendName {
  return getCounter().name;
}

/**
 * Forces a path from the next call on.
 *
 * @param name "simd" | "scalar" | "reference"
 * @throws {TypeError | RangeError} name is not one of the three
 * @throws {Error} the binary cannot run here; the path in use stays
 */
export function setBackend(name: BackendName): void {
  const choice = readChoice(name, BACKEND_NAMES, "name");
  if (choice === "reference") {
    current = referenceCounter;
    return;
  }
  try {
    current = wasmCounter(choice);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw failure(
      Error,
      { code: "backend-unavailable", got: reason },
      `backend "${choice}" cannot run here: ${reason}; "reference" runs everywhere`,
      { cause },
    );
  }
}

/**
 * Compiles the best binary ahead of the first call, off the critical path. Optional: every function loads
 * what it needs. Where WebAssembly cannot run, it settles on "reference" and does not reject.
 *
 * @returns the path that runs
 */
export async function init(): Promise<BackendName> {
  const [name] = usableBinaries();
  if (current === undefined && name !== undefined && !made.has(name)) {
    try {
      const counter = new WasmCounter(name, await loadKernelsAsync(name));
      // A synchronous call may have been faster: its counter stays.
      if (!made.has(name)) made.set(name, counter);
    } catch {
      // getCounter() below finds the same fault and falls back.
    }
  }
  return backend();
}

/** The binaries that the engine knows how to run, best first. */
function usableBinaries(): BinaryName[] {
  if (supportsSimd()) return ["simd", "scalar"];
  return supportsWebAssembly() ? ["scalar"] : [];
}

/** Memory of the binary in use, for arrays that callers hold; undefined where plain TypeScript counts. */
export function getArena(): Arena | undefined {
  const counter = getCounter();
  return counter instanceof WasmCounter ? counter.arena : undefined;
}

function wasmCounter(name: BinaryName): WasmCounter {
  let counter = made.get(name);
  if (counter === undefined) {
    counter = new WasmCounter(name, loadKernels(name));
    made.set(name, counter);
  }
  return counter;
}
