import { seededRandom } from "../app/samples/seededRandom.js";

/** Masks as COCO has them: one object an image of this size. */
export const MASK_SIZE = { width: 640, height: 480 } as const;

export const MASK_COUNT = 320;

/** Outlines of 8 to 60 corners, x and y in turn; one an object. */
export function outlinesOf(seed: number): number[][] {
  const { width, height } = MASK_SIZE;
  const random = seededRandom(seed);
  return Array.from({ length: MASK_COUNT }, () => {
    const [cx, cy] = [random() * width, random() * height];
    const radius = 10 + random() ** 3 * 200;
    const corners = 8 + Math.floor(random() * 52);
    return Array.from({ length: corners }, (_, i) => {
      const [angle, far] = [(i / corners) * 2 * Math.PI, radius * (0.7 + random() * 0.3)];
      const at = [cx + far * Math.cos(angle), cy + far * Math.sin(angle)];
      return at.map((coordinate) => Math.round(coordinate * 100) / 100);
    }).flat();
  });
}

/** The same in parts: every third object is of two outlines. */
export function polygonsOf(seed: number): number[][][] {
  const others = outlinesOf(seed + 1000);
  return outlinesOf(seed).map((outline, i) => (i % 3 === 0 ? [outline, others[i] as number[]] : [outline]));
}
