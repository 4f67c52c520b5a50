import type { ByteSource } from "../../src/run/byteStream.js";
import { measureNameOf } from "../../src/run/stateBytes.js";

const STATE_TASKS = ["components", "boundary", "surfaces", "panoptic", "detections"] as const;
export type StateTask = (typeof STATE_TASKS)[number];

/** Of which task a state is, by its beginning; undefined: of none, or it is no state. */
export function taskOfState(bytes: Uint8Array | ByteSource): StateTask | undefined {
  const measure = measureNameOf(bytes);
  return STATE_TASKS.find((task) => task === measure);
}
