import { rmSync } from "node:fs";

// What is being written and is not yet in its place. Whoever ends the command early takes it away.

const unfinished = new Set<string>();

export function registerTemporary(path: string): void {
  unfinished.add(path);
}

/** It is in its place now. */
export function forgetTemporary(path: string): void {
  unfinished.delete(path);
}

export function removeTemporary(path: string): void {
  unfinished.delete(path);
  try {
    rmSync(path, { force: true });
  } catch {
    // Its folder is gone or out of reach; why writing failed is told by who wrote.
  }
}

export function removeTemporaries(): void {
  for (const path of unfinished) removeTemporary(path);
}
