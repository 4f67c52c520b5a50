import type { MeasuredImage, Measure } from "../measures/measure.js";
import { compareImages } from "./imageOrder.js";
import { requireExact } from "./limits.js";
import { mergeParts } from "./provenance.js";
import type { StateHead } from "./state.js";
import type { OpenedState } from "./stateBytes.js";

/**
 * Several states of one measure and of the same settings as the one that Run.merge makes of them, without holding their
 * images: of each state one is in memory.
 *
 * @param states at least one, in the order in which they are named
 * @param onTwin what is thrown where the state at `index` has an image that one before it has
 * @throws {RangeError} (when images are read) with them counts would not be exact any more
 */
export function mergeStates<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  states: readonly OpenedState<Settings, Row>[],
  onTwin: (id: string, index: number) => Error,
): OpenedState<Settings, Row> {
  const [{ settings }] = states as readonly [OpenedState<Settings, Row>];
  let head: StateHead<Settings> = { settings, provenance: [], imageCount: 0 };
  for (const state of states) {
    const imageCount = head.imageCount + state.imageCount;
    head = { settings, provenance: mergeParts(head, state, false), imageCount };
  }
  const sources = states.map(({ images }) => images);
  const images = measure.keepsImages(settings)
    ? inOrder(measure, sources, onTwin)
    : summed(measure, settings, sources);
  return { ...head, images: exactly(measure, images) };
}

function* exactly<Settings, Row>(
  measure: Measure<Settings, Row>,
  images: Iterable<MeasuredImage<Row>>,
): Generator<MeasuredImage<Row>, void> {
  let pixelCount = 0;
  for (const image of images) {
    pixelCount += measure.pixelCount(image.row);
    requireExact(pixelCount);
    yield image;
  }
}

function* summed<Settings, Row>(
  measure: Measure<Settings, Row>,
  settings: Settings,
  sources: readonly Iterable<MeasuredImage<Row>>[],
): Generator<MeasuredImage<Row>, void> {
  let total = measure.empty(settings);
  for (const source of sources) {
    for (const { row } of source) total = measure.add(total, row, settings);
  }
  yield { id: undefined, weight: 1, row: total };
}

/** The next image of a state, and those behind it. */
interface Front<Row> {
  image: MeasuredImage<Row>;
  readonly rest: Iterator<MeasuredImage<Row>>;
  readonly index: number;
}

function* inOrder<Settings, Row, RowJson extends object>(
  measure: Measure<Settings, Row, RowJson>,
  sources: readonly Iterable<MeasuredImage<Row>>[],
  onTwin: (id: string, index: number) => Error,
): Generator<MeasuredImage<Row>, void> {
  const isBefore = (a: Front<Row>, b: Front<Row>): boolean =>
    (compareImages(measure, a.image, b.image) || a.index - b.index) < 0;
  const heap: Front<Row>[] = [];
  for (const [index, source] of sources.entries()) {
    const rest = source[Symbol.iterator]();
    const next = rest.next();
    if (next.done !== true) heap.push({ image: next.value, rest, index });
  }
  for (let at = heap.length >> 1; at-- > 0;) sink(heap, at, isBefore);
  let before: string | undefined;
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    const { image, rest, index } = first;
    if (image.id !== undefined && image.id === before) throw onTwin(image.id, index);
    before = image.id;
    yield image;
    const next = rest.next();
    if (next.done !== true) first.image = next.value;
    else {
      const last = heap.pop() as Front<Row>;
      if (last !== first) heap[0] = last;
    }
    sink(heap, 0, isBefore);
  }
}

/** Of a binary heap, whose least item is first: lets the item at a place down to where it belongs. */
function sink<T>(heap: T[], at: number, isBefore: (a: T, b: T) => boolean): void {
  const item = heap[at];
  if (item === undefined) return;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    const other = heap[child + 1];
    if (other !== undefined && isBefore(other, heap[child] as T)) child++;
    if (!isBefore(heap[child] as T, item)) break;
    heap[at] = heap[child] as T;
    at = child;
  }
  heap[at] = item;
}
