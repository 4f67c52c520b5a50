import type { Scale, ScoredValue } from "./measure.js";

/** The mean of the classes' scores, then each class's. */
export function meanAndClasses(name: string, classCount: number, scale: Scale = "share"): ScoredValue[] {
  return Array.from({ length: classCount + 1 }, (_, i) => ({
    name,
    classIndex: i === 0 ? undefined : i - 1,
    scale,
  }));
}
