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
 * @param unitOf items of one unit that stand side by side are one lane's, however many they are
 */
export async function countOnLanes<Item, Outcome>(
  items: readonly Item[],
  lanes: readonly Lane<Item, Outcome>[],
  handle: (index: number, outcome: Outcome) => boolean,
  unitOf?: (item: Item) => unknown,
): Promise<void> {
  let next = 0;
  let isStopped = false;
  const work = async (lane: Lane<Item, Outcome>): Promise<void> => {
    while (!isStopped && next < items.length) {
      const first = next;
      const batch = items.slice(first, endOfBatch(items, first, lane.batchSize, unitOf));
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

function endOfBatch<Item>(
  items: readonly Item[],
  first: number,
  batchSize: number,
  unitOf: ((item: Item) => unknown) | undefined,
): number {
  if (unitOf === undefined) return first + batchSize;
  const unit = unitOf(items[first] as Item);
  let end = first + 1;
  while (end < items.length && unitOf(items[end] as Item) === unit) end++;
  return end;
}
