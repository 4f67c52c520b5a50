/** Scores this near to each other are the same: sums taken in another order round differently. */
export const ROUNDING = 1e-12;
