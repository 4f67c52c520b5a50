import { findInSources } from "../sources/registry.js";

/** Images in the order in which their files are best read. */
export interface ReadingOrder<Item> {
  readonly items: readonly Item[];
  /** Where each stands among the images as they came. */
  readonly indices: readonly number[];
  /** Images of one unit are best read by one thread, one after the other. */
  readonly unitOf: (item: Item) => string;
}

/**
 * Rows of Parquet are unpacked a row group at a time, and names need not be in the order of rows: each group is one thread's.
 *
 * @returns undefined where files are read one by one
 */
export function readingOrder<Item>(
  items: readonly Item[],
  filesOf: (item: Item) => readonly string[],
): ReadingOrder<Item> | undefined {
  const units = new Map<Item, { readonly unit: string; readonly row: number }>();
  for (const item of items) {
    for (const path of filesOf(item)) {
      const found = findInSources(path);
      if (found?.entry === undefined || found.source.kind !== "parquet") continue;
      units.set(item, { unit: `${found.entry.start} ${found.source.path}`, row: found.entry.stored });
      break;
    }
  }
  if (units.size === 0) return undefined;
  // Groups in the order in which they are first needed, and rows as they stand there.
  const places = new Map<string, number>();
  for (const { unit } of units.values()) if (!places.has(unit)) places.set(unit, places.size);
  const rank = (item: Item): readonly [number, number] => {
    const found = units.get(item);
    return found === undefined ? [places.size, 0] : [places.get(found.unit) as number, found.row];
  };
  const indices = [...items.keys()].sort((a, b) => {
    const [first, second] = [rank(items[a] as Item), rank(items[b] as Item)];
    return first[0] - second[0] || first[1] - second[1] || a - b;
  });
  return {
    items: indices.map((index) => items[index] as Item),
    indices,
    unitOf: (item) => units.get(item)?.unit ?? "",
  };
}
