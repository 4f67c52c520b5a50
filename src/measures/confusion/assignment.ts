/**
 * One column for each row, no column twice, with the largest sum of values: the Hungarian method, O(n^3), by shortest
 * augmenting paths.
 *
 * @param values n x n, row-major
 * @returns the column of each row
 * @see Kuhn, "The Hungarian method for the assignment problem" (1955); Jonker and Volgenant, "A shortest augmenting path
 *   algorithm for dense and sparse linear assignment problems" (1987)
 */
export function bestAssignment(values: Float64Array, n: number): number[] {
  // Row and column 0 are a start that stands outside; costs are negated values.
  const rowPotential = new Float64Array(n + 1);
  const columnPotential = new Float64Array(n + 1);
  const rowOfColumn = new Int32Array(n + 1);
  const before = new Int32Array(n + 1);
  for (let row = 1; row <= n; row++) {
    rowOfColumn[0] = row;
    let column = 0;
    const shortest = new Float64Array(n + 1).fill(Infinity);
    const isUsed = new Uint8Array(n + 1);
    do {
      isUsed[column] = 1;
      const from = rowOfColumn[column] as number;
      let step = Infinity;
      let next = 0;
      for (let c = 1; c <= n; c++) {
        if (isUsed[c] === 1) continue;
        const cost =
          -(values[(from - 1) * n + c - 1] as number) -
          (rowPotential[from] as number) -
          (columnPotential[c] as number);
        if (cost < (shortest[c] as number)) {
          shortest[c] = cost;
          before[c] = column;
        }
        if ((shortest[c] as number) < step) {
          step = shortest[c] as number;
          next = c;
        }
      }
      for (let c = 0; c <= n; c++) {
        if (isUsed[c] === 1) {
          const r = rowOfColumn[c] as number;
          rowPotential[r] = (rowPotential[r] as number) + step;
          columnPotential[c] = (columnPotential[c] as number) - step;
        } else {
          shortest[c] = (shortest[c] as number) - step;
        }
      }
      column = next;
    } while (rowOfColumn[column] !== 0);
    // The path back to the start hands each column to the row before.
    while (column !== 0) {
      const previous = before[column] as number;
      rowOfColumn[column] = rowOfColumn[previous] as number;
      column = previous;
    }
  }
  const columns = Array<number>(n).fill(0);
  for (let c = 1; c <= n; c++) columns[(rowOfColumn[c] as number) - 1] = c - 1;
  return columns;
}
