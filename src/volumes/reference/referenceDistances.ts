/** The lowest parabolas of a line: where each stands, and from where on it is the lowest. */
interface Envelope {
  readonly count: number;
  readonly sites: Int32Array;
  readonly starts: Float64Array;
}

/**
 * Distance of each point of `from` to the nearest of `to`, as assembly/volumes/distanceTransform.ts: the same operations in the same
 * order, so the same bits.
 *
 * @param from planes x rows x columns, a point where it is not 0
 * @param squares of each axis, the squares of 0, 1, 2... steps
 * @returns one distance for each point of `from`, in their order
 */
export function referenceDistances(
  from: Uint8Array,
  to: Uint8Array,
  [planes, rows, columns]: readonly [number, number, number],
  squares: readonly Float64Array[],
): Float64Array {
  const [planeSquares, rowSquares, columnSquares] = squares as [Float64Array, Float64Array, Float64Array];
  const planeSize = rows * columns;
  const steps = stepsAlongPlanes(to, planes, planeSize);
  const distances: number[] = [];
  const heights = new Float64Array(planeSize);
  for (let plane = 0; plane < planes; plane++) {
    const start = plane * planeSize;
    if (from.subarray(start, start + planeSize).every((point) => point === 0)) continue;
    const reach = reachOf(plane);
    const within = (height: number): number => (height <= reach ? height : Infinity);
    for (let column = 0; column < columns; column++) {
      const line = Float64Array.from({ length: rows }, (_, row) => {
        const count = steps[start + row * columns + column] as number;
        return within(count < planes ? (planeSquares[count] as number) : Infinity);
      });
      const lowest = envelopeOf(line, rowSquares);
      let site = 0;
      for (let row = 0; row < rows; row++) {
        site = siteAt(lowest, row, site);
        heights[row * columns + column] = within(heightAt(lowest, site, row, line, rowSquares));
      }
    }
    for (let row = 0; row < rows; row++) {
      const line = heights.subarray(row * columns, (row + 1) * columns);
      const lowest = envelopeOf(line, columnSquares);
      let site = 0;
      for (let column = 0; column < columns; column++) {
        if (from[start + row * columns + column] === 0) continue;
        site = siteAt(lowest, column, site);
        distances.push(Math.sqrt(heightAt(lowest, site, column, line, columnSquares)));
      }
    }
  }
  return Float64Array.from(distances);

  /** The greatest, of all points of a plane, of the least squared distance along one of the axes. */
  function reachOf(plane: number): number {
    const start = plane * planeSize;
    let reach = 0;
    for (let cell = 0; cell < planeSize; cell++) {
      if (from[start + cell] === 0) continue;
      const [row, column] = [Math.floor(cell / columns), cell % columns];
      let least = planeSquares[steps[start + cell] as number] ?? Infinity;
      for (let k = 0; k < columns; k++) {
        if (to[start + row * columns + k] === 0) continue;
        least = Math.min(least, columnSquares[Math.abs(k - column)] as number);
      }
      for (let k = 0; k < rows; k++) {
        if (to[start + k * columns + column] === 0) continue;
        least = Math.min(least, rowSquares[Math.abs(k - row)] as number);
      }
      reach = Math.max(reach, least);
    }
    return reach;
  }
}

/** How many planes the nearest point of the same row and column is away; at least `planes` where there is none. */
function stepsAlongPlanes(to: Uint8Array, planes: number, planeSize: number): Int32Array {
  const steps = new Int32Array(planes * planeSize);
  for (let cell = 0; cell < planeSize; cell++) {
    let count = planes;
    for (let plane = 0; plane < planes; plane++) {
      count = to[plane * planeSize + cell] === 0 ? count + 1 : 0;
      steps[plane * planeSize + cell] = count;
    }
    count = planes;
    for (let plane = planes - 1; plane >= 0; plane--) {
      const place = plane * planeSize + cell;
      count = to[place] === 0 ? count + 1 : 0;
      steps[place] = Math.min(steps[place] as number, count);
    }
  }
  return steps;
}

function envelopeOf(line: Float64Array, squares: Float64Array): Envelope {
  const twice = 2 * (squares[1] ?? 0);
  const sites = new Int32Array(line.length);
  const starts = new Float64Array(line.length);
  let last = -1;
  line.forEach((height, at) => {
    if (height === Infinity) return;
    let start = -Infinity;
    while (last >= 0) {
      const site = sites[last] as number;
      start = (height - (line[site] as number)) / (twice * (at - site)) + 0.5 * (at + site);
      if (start > (starts[last] as number)) break;
      last--;
    }
    if (last < 0) start = -Infinity;
    last++;
    sites[last] = at;
    starts[last] = start;
  });
  return { count: last + 1, sites, starts };
}

function siteAt({ count, starts }: Envelope, at: number, from: number): number {
  let site = from;
  while (site + 1 < count && (starts[site + 1] as number) < at) site++;
  return site;
}

function heightAt(
  { count, sites }: Envelope,
  site: number,
  at: number,
  line: Float64Array,
  squares: Float64Array,
): number {
  if (count === 0) return Infinity;
  const place = sites[site] as number;
  return (line[place] as number) + (squares[Math.abs(at - place)] as number);
}
