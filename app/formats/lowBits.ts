// A grey of 1, 2 or 4 bits may be a label as it is stored, or one that a program stored in fewer bits than it had: 0 and 255
// become 0 and 1 without a loss, and Pillow and OpenCV turn them back.

import type { LowBits, SideLowBits } from "../errors/problem.js";

export type { LowBits, SideLowBits } from "../errors/problem.js";

export const LOW_BITS: readonly LowBits[] = ["raw", "scaled"];

/** The largest number of so many bits. */
function largestOf(bits: number): number {
  return 2 ** bits - 1;
}

/** What one step of so many bits is of 0..255: 255, 85 or 17. */
export function stepOf(bits: number): number {
  return 255 / largestOf(bits);
}

/** Whether a number can be held in so many bits. */
export function fitsBits(value: number, bits: number): boolean {
  return value >= 0 && value <= largestOf(bits);
}

/** Scales greys of so many bits to 0..255, in place. */
export function scaleGreys(samples: Uint8Array, bits: number): void {
  const step = stepOf(bits);
  for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) * step;
}

/** The choice of one side; undefined where there is none. */
export function lowBitsOf(
  choice: LowBits | SideLowBits | undefined,
  side: keyof SideLowBits,
): LowBits | undefined {
  return typeof choice === "object" ? choice[side] : choice;
}

/** "raw", or "truth=scaled,prediction=raw". */
export function lowBitsText(choice: LowBits | SideLowBits): string {
  return typeof choice === "string" ? choice : `truth=${choice.groundTruth},prediction=${choice.prediction}`;
}
