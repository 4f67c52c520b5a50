/** What was found in a label map. Components are numbered 1, 2, ... in the order of their first pixels. */
export interface ConnectedComponents {
  /** How many there are. */
  readonly count: number;
  /** The component of each pixel; 0 is background. */
  readonly componentIds: Uint32Array;
  /** Pixels of component i, at i - 1. */
  readonly areas: Float64Array;
  /** The label that all pixels of component i have, at i - 1. */
  readonly labels: Float64Array;
}

export type FoundComponents = Omit<ConnectedComponents, "count">;
