/** One way of doing a case's job. */
export interface Contender {
  readonly name: string;
  /** Called once before a round of timing. */
  readonly prepare: () => void;
  readonly run: () => unknown;
  /** run gives a promise. */
  readonly isAsync?: boolean;
}

export interface Case {
  /** group / function / value */
  readonly name: string;
  readonly pixels: number;
  /** Bytes of the input, both sides. */
  readonly bytes: number;
  /** A number that tells two results apart. */
  readonly digest: (result: unknown) => number;
  /** How far a contender's digest may be from the reference's, relatively; 0: equal to the last bit. */
  readonly tolerance: number;
  readonly contenders: readonly Contender[];
}

/**
 * A job by each backend.
 *
 * @param setBackend the package's own, or that of the sources: each knows its own choice only
 */
export function onBackends(
  setBackend: (name: "simd" | "scalar" | "reference") => void,
  run: () => unknown,
): Contender[] {
  return (["simd", "scalar", "reference"] as const).map((name) => ({
    name,
    prepare: () => {
      setBackend(name);
    },
    run,
  }));
}
