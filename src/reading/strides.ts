import { wrongValue } from "../errors/argument.js";
import { describe, formatShape } from "../errors/describe.js";

/** Where the elements of an array of several dimensions stand in its data. */
export interface StridedView {
  readonly shape: readonly number[];
  /** Elements from one index of a dimension to the next; may be negative. */
  readonly strides: readonly number[];
  /** The place of the first element. */
  readonly offset: number;
}

/** Strides of data without gaps, the last dimension running fastest; the first one where it is column-major. */
export function denseStrides(shape: readonly number[], isColumnMajor: boolean): number[] {
  const strides = shape.map(() => 1);
  let step = 1;
  for (let i = 0; i < shape.length; i++) {
    const axis = isColumnMajor ? i : shape.length - 1 - i;
    strides[axis] = step;
    step *= shape[axis] as number;
  }
  return strides;
}

/** Whether the elements follow each other in row-major order, so that nothing has to be moved. */
export function isRowMajor({ shape, strides }: StridedView): boolean {
  const dense = denseStrides(shape, false);
  return shape.every((size, axis) => size === 1 || strides[axis] === dense[axis]);
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Looks whether every element of a view lies within data of `length` elements. A view of more elements than that would
 * have to meet some twice: it is refused, since a few bytes could then ask for all memory.
 */
export function requireWithin(view: StridedView, length: number, argument: string): void {
  const { shape, strides, offset } = view;
  let [first, last] = [offset, offset];
  const isWhole = strides.length === shape.length && [...strides, offset].every(Number.isSafeInteger);
  if (isWhole) {
    shape.forEach((size, axis) => {
      const reach = (size - 1) * (strides[axis] as number);
      if (reach < 0) first += reach;
      else last += reach;
    });
    if (first >= 0 && last < length && elementCount(shape) <= length) return;
  }
  throw wrongValue(
    `${argument}.stride`,
    `a view of ${formatShape(shape)} within its ${length} values`,
    `strides ${describe(strides)} from offset ${describe(offset)}`,
  );
}

/** Calls `visit` with the first place and the step of each row of the last dimension, in row-major order. */
function visitRows({ shape, strides, offset }: StridedView, visit: (start: number) => void): void {
  const outer = shape.slice(0, -1);
  const index = outer.map(() => 0);
  let start = offset;
  for (let rows = elementCount(outer); rows > 0; rows--) {
    visit(start);
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      const step = strides[axis] as number;
      const next = (index[axis] as number) + 1;
      if (next < (outer[axis] as number)) {
        index[axis] = next;
        start += step;
        break;
      }
      start -= (next - 1) * step;
      index[axis] = 0;
    }
  }
}

/** The elements of a view, in row-major order, set into `target`. */
export function gatherInto<T>(
  target: Record<number, T>,
  view: StridedView,
  elementAt: (place: number) => T,
): void {
  const columns = view.shape.at(-1) ?? 1;
  const step = view.strides.at(-1) ?? 1;
  let at = 0;
  visitRows(view, (start) => {
    for (let i = 0, place = start; i < columns; i++, place += step) target[at++] = elementAt(place);
  });
}
