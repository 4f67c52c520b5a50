/** Somebody who counts: this thread, or a place at a worker. */
export interface Lane<Item, Outcome> {
  /** So many items at once: few enough that all lanes end at about the same time, enough that messages cost little. */
  readonly batchSize: number;
  /** What came of each, in their order. */
  count(batch: readonly Item[]): Promise<readonly Outcome[]>;
}

/**
 * Has every item counted, on all lanes side by side; outcomes come in any order. Items are taken in their order, and what is
 * under way is finished where the run is stopped: of all failures the first one is then known, whatever the lanes did.
 *
 * @param handle takes what came of an item; false stops the run after what is under way
 */
export async function countOnLanes<Item, Outcome>(
  items: readonly Item[],
  lanes: readonly Lane<Item, Outcome>[],
  handle: (index: number, outcome: Outcome) => boolean,
): Promise<void> {
  let next = 0;
  let isStopped = false;
  const work = async (lane: Lane<Item, Outcome>): Promise<void> => {
    while (!isStopped && next < items.length) {
      const first = next;
      const batch = items.slice(first, first + lane.batchSize);
      next += batch.length;
      const outcomes = await lane.count(batch);
      outcomes.forEach((outcome, i) => {
        if (!handle(first + i, outcome)) isStopped = true;
      });
    }
  };
  try {
    await Promise.all(lanes.map(work));
  } finally {
    // A lane that broke ends the others, too.
    isStopped = true;
  }
}
