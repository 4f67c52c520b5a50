/** Someone who installs the package and uses it. */
export interface Consumer {
  readonly name: string;
  /** What must be on the machine, beside Node. */
  readonly needs?: "chromium";
  /** Installs the tarball, runs the program, gives what it came to. Throws Unavailable where that cannot be tried here. */
  run(tarball: string): Promise<unknown>;
  readonly expected: unknown;
}

/** What a consumer needs cannot be had on this machine. */
export class Unavailable extends Error {}

/** What program/score.js comes to, everywhere: by hand but for the digits behind 0.001, the tutorial's smoothing. */
export const SCORED = {
  backend: "simd",
  iou: 0.666833250041646,
  dice: [0.6671106301229593, 0.6671106301229593, 1],
  labels: [1, 1, 0, 0, 1, 0, 1, 0, 1],
  scores: [1, 1, 0, 0, 1, 0, 0, 0, 1],
  // Of both images together, (3/5 + 2/3 + 3/4) / 3.
  meanIou: 0.6722222222222222,
  sameState: true,
  digest: "61bb28615f4484024e5323e142f408faeace7d8d2878f5cdb659606a833f1464",
};

/** What scoreInPool of program/score.js comes to: a fifth of classes 1 and 2 is taken for class 0. */
export const POOLED = { pooled: [1_000_000, 0, 0, 200_000, 800_000, 0, 200_000, 0, 800_000] };

/** The tail of a module that has imported the library from `from`, and the program from `program`. */
export function scoring(from: string, program = "./score.js"): string {
  return `
    import { backend, confusionMatrix, metrics_np, SegmentationScorer } from "${from}";
    import { score, scoreInPool } from "${program}";
    const scored = () => score({ backend, confusionMatrix, metrics_np, SegmentationScorer });`;
}

/** Modules that score in the page and in a pool, for a bundler to find its way from. */
export function scoringWithPool(from: string, poolFrom: string, options = "{}"): string {
  return `${scoring(from)}
    import { createScoringPool } from "${poolFrom}";
    const scoredAndPooled = async () => ({ ...scored(), ...(await scoreInPool(createScoringPool, ${options})) });`;
}

export const SHOW = `import { show } from "./show.js";`;
