import type { LabelArray } from "../types.js";
import type { FoundComponents } from "./foundComponents.js";
import type { Grid } from "./grid.js";

/**
 * Components by flood fill, pixel after pixel: what the kernels are compared with, and the way without WebAssembly.
 *
 * @param background the label of no component
 * @param steps along how many axes at once neighbours may differ
 */
export function floodComponents(
  labels: LabelArray,
  grid: Grid,
  background: number,
  steps: number,
): FoundComponents {
  const { depth, height, width, pixelCount } = grid;
  const neighbours = neighbourSteps(steps);
  const componentIds = new Uint32Array(pixelCount);
  const areas: number[] = [];
  const labelsOf: number[] = [];
  const waiting: number[] = [];
  for (let first = 0; first < pixelCount; first++) {
    const label = labels[first] as number;
    if (label === background || componentIds[first] !== 0) continue;
    const id = areas.length + 1;
    let area = 0;
    componentIds[first] = id;
    waiting.push(first);
    for (let pixel = waiting.pop(); pixel !== undefined; pixel = waiting.pop()) {
      area++;
      const x = pixel % width;
      const row = Math.floor(pixel / width);
      const [y, z] = [row % height, Math.floor(row / height)];
      for (const [dz, dy, dx] of neighbours) {
        if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
        if (z + dz < 0 || z + dz >= depth) continue;
        const next = pixel + (dz * height + dy) * width + dx;
        if (labels[next] !== label || componentIds[next] !== 0) continue;
        componentIds[next] = id;
        waiting.push(next);
      }
    }
    areas.push(area);
    labelsOf.push(label);
  }
  return { componentIds, areas: Float64Array.from(areas), labels: Float64Array.from(labelsOf) };
}

/** Steps to all neighbours that differ along at most so many axes. */
function neighbourSteps(most: number): (readonly [dz: number, dy: number, dx: number])[] {
  const each = [-1, 0, 1];
  return each
    .flatMap((dz) => each.flatMap((dy) => each.map((dx) => [dz, dy, dx] as const)))
    .filter((step) => {
      const axes = step.filter((distance) => distance !== 0).length;
      return axes > 0 && axes <= most;
    });
}
