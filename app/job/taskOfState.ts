import { ByteReader } from "../../src/run/byteStream.js";
import { measureNameOf } from "../../src/run/stateBytes.js";

const STATE_TASKS = ["components", "boundary", "surfaces", "panoptic", "detections"] as const;
export type StateTask = (typeof STATE_TASKS)[number];

/** Of which task a state is, by its beginning, which is read; undefined: of none, or it is no state. */
export function taskOfState(state: Uint8Array | ByteReader): StateTask | undefined {
  const measure = measureNameOf(state instanceof ByteReader ? state : new ByteReader(state));
  return STATE_TASKS.find((task) => task === measure);
}
