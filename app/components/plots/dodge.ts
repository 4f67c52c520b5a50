/**
 * Heights of circles of one radius over their places on a line, each as low as the ones before it leave room for.
 *
 * @returns height of each middle over the line, radius at least
 */
export function dodge(places: readonly number[], radius: number, padding: number): number[] {
  const apart = 2 * radius + padding;
  const heights: number[] = [];
  places.forEach((place, i) => {
    // It lies on the line, or touches one that is near.
    const near = places
      .slice(0, i)
      .map((other, k) => ({ across: Math.abs(place - other), height: heights[k] as number }))
      .filter(({ across }) => across < apart);
    const candidates = [
      radius,
      ...near.map(({ across, height }) => height + Math.sqrt(apart ** 2 - across ** 2)),
    ].sort((a, b) => a - b);
    const isFree = (candidate: number): boolean =>
      near.every(({ across, height }) => Math.hypot(across, candidate - height) >= apart - 1e-9);
    heights.push(candidates.find(isFree) as number);
  });
  return heights;
}
