import type { RecordReader } from "../json/recordStream.js";
import { readAnnotation, type RecordColumns } from "./cocoRecords.js";
import type { RecordBatch, RecordKernel } from "./recordKernels.js";

/** ASCII is the same in all of them; of one byte a character it is read soonest. */
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
            const count = kernel.read(cursor, isFirst, masks);
            if (count === 0) return 0;
            appendBatch(columns, kernel.batch, count);
            if (masks) {
              const text = BYTEWISE.decode(kernel.texts);
              columns.segmentations.append(text, kernel.batch.texts, kernel.batch.sizes, count);
            }
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
