import type { RecordReader } from "../json/recordStream.js";
import { readAnnotation, type RecordColumns, type Segmentation } from "./cocoRecords.js";
import type { RecordBatch, RecordKernel } from "./recordKernels.js";

/** One byte a character, whatever the byte: what is cut out of it is ASCII. */
const BYTEWISE = new TextDecoder("latin1");

/**
 * Reads annotations or results, the most of them many at once.
 *
 * @param list how messages name the list; "" of one that is the file
 * @param kernel undefined: in plain TypeScript
 */
export function annotationReader(
  columns: RecordColumns,
  list: string,
  masks: boolean,
  kernel: RecordKernel | undefined,
): RecordReader {
  return {
    read: (cursor) => {
      readAnnotation(cursor, columns, list, masks);
    },
    readMany:
      kernel === undefined
        ? undefined
        : (cursor, isFirst) => {
            const start = cursor.at;
            const count = kernel.read(cursor, isFirst, masks);
            if (count === 0) return 0;
            appendBatch(columns, kernel.batch, count);
            if (masks) appendMasks(columns, kernel.batch, count, cursor.bytes.subarray(start, cursor.at));
            return count;
          },
  };
}

function appendBatch(columns: RecordColumns, batch: RecordBatch, count: number): void {
  const images = new Int32Array(count);
  let [id, index] = [NaN, -1];
  for (let i = 0; i < count; i++) {
    const next = batch.images[i] as number;
    if (next !== id) {
      id = next;
      index = columns.imageIndex(id);
    }
    images[i] = index;
  }
  columns.images.append(images);
  columns.categories.append(batch.categories.subarray(0, count));
  columns.ids.append(batch.ids.subarray(0, count));
  columns.scores.append(batch.scores.subarray(0, count));
  columns.areas.append(batch.areas.subarray(0, count));
  columns.boxes.append(batch.boxes.subarray(0, 4 * count));
  columns.crowds.append(batch.crowds.subarray(0, count));
  columns.ignores.append(batch.ignores.subarray(0, count));
}

function appendMasks(
  columns: RecordColumns,
  { texts, sizes }: RecordBatch,
  count: number,
  bytes: Uint8Array,
): void {
  const text = BYTEWISE.decode(bytes);
  let size: readonly [number, number] = [0, 0];
  for (let i = 0; i < count; i++) {
    let mask: Segmentation | undefined;
    const [start, length] = [texts[2 * i] as number, texts[2 * i + 1] as number];
    if (length > 0) {
      const [height, width] = [sizes[2 * i] as number, sizes[2 * i + 1] as number];
      if (height !== size[0] || width !== size[1]) size = [height, width];
      mask = { size, counts: text.slice(start, start + length) };
    }
    columns.segmentations.push(mask);
  }
}
