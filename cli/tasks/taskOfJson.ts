import { DatasetError } from "../../app/errors/problem.js";
import type { JsonCursor } from "../../app/json/jsonCursor.js";
import { RecordStream } from "../../app/json/recordStream.js";
import { readJsonPieces } from "../inputs/readCocoFile.js";
import type { Terminal } from "../terminal.js";
import type { TaskName } from "./taskOptions.js";

/**
 * The task that COCO's JSON is for, by what its records have: results, or the truth where there is no result.
 *
 * @returns undefined: they are no such files
 */
export async function taskOfJson(
  truth: string,
  prediction: string,
  terminal: Terminal,
): Promise<TaskName | undefined> {
  for (const path of [prediction, truth]) {
    const keys = await keysOfFirstRecord(path);
    if (keys === undefined) return undefined;
    if (keys.has("segments_info")) return "panoptic";
    if (keys.has("bbox")) {
      if (keys.has("segmentation")) terminal.note("scoring boxes; --task masks scores the masks");
      return "boxes";
    }
    if (keys.has("segmentation")) return "masks";
  }
  return undefined;
}

/** Empty of a file without records; undefined of one that is no JSON of records. */
async function keysOfFirstRecord(path: string): Promise<ReadonlySet<string> | undefined> {
  const keys = new Set<string>();
  let isDone = false;
  const stream = new RecordStream(path, (key) =>
    key === undefined || key === "annotations"
      ? (cursor) => {
          if (isDone || !cursor.isObject()) cursor.skip();
          else readKeys(cursor, keys);
          isDone = true;
        }
      : undefined,
  );
  try {
    await readJsonPieces(path, (piece) => {
      stream.push(piece);
      return !isDone;
    });
  } catch (error) {
    if (error instanceof DatasetError) return undefined;
    throw error;
  }
  return keys;
}

/** Of values that are there: tools write null for what they have not, and empty lists. */
function readKeys(cursor: JsonCursor, keys: Set<string>): void {
  const own = new Set<string>();
  cursor.openObject();
  for (let isFirst = true; ; isFirst = false) {
    const key = cursor.nextKeyText(isFirst);
    if (key === undefined) break;
    if (cursor.isNull()) continue;
    if (!cursor.isList()) {
      cursor.skip();
      own.add(key);
      continue;
    }
    cursor.openList();
    for (let isEmpty = true; cursor.nextItem(isEmpty); isEmpty = false) {
      cursor.skip();
      own.add(key);
    }
  }
  for (const key of own) keys.add(key);
}
