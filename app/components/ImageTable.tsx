import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { ImageRow } from "../view/imageRows.js";
import { changeText, countText } from "../view/numberTexts.js";
import { NumberCell } from "./cells.js";

type Key = keyof ImageRow;

interface Column {
  readonly key: Key;
  readonly label: string;
}

const COLUMNS: readonly Column[] = [
  { key: "id", label: "image" },
  { key: "meanIou", label: "mean IoU" },
  { key: "pixelAccuracy", label: "pixel accuracy" },
  { key: "changeWithout", label: "change without it" },
];

/** Where there is little room. */
const NARROW_COLUMNS: readonly Column[] = [
  { key: "id", label: "image" },
  { key: "meanIou", label: "mean IoU" },
  { key: "changeWithout", label: "without it" },
];

interface Order {
  readonly key: Key;
  readonly direction: "ascending" | "descending";
}

/** What happens when an image's name is pressed. */
export interface ImageChoice {
  readonly shown: string | undefined;
  readonly open: (id: string) => void;
}

export interface ImageTableProps {
  /** In the order in which they stand at first. */
  readonly rows: readonly ImageRow[];
  /** Rows at once: a table of thousands is slow to lay out, and nobody reads it. */
  readonly limit: number;
  readonly model: string;
  /** Begins the ids of its fields. */
  readonly id: string;
  readonly isNarrow?: boolean;
  /** Undefined where there are no masks to look at. */
  readonly choice?: ImageChoice | undefined;
}

/** The images with their own scores: sorted by any column, filtered by name. */
export function ImageTable({ rows, limit, model, id, isNarrow = false, choice }: ImageTableProps): VNode {
  const [order, setOrder] = useState<Order | undefined>(undefined);
  const [filter, setFilter] = useState("");
  const sorted = useMemo(() => sortedBy(rows, order), [rows, order]);
  const wanted = filter.toLowerCase();
  const found = wanted === "" ? sorted : sorted.filter((row) => nameOf(row).toLowerCase().includes(wanted));
  const columns = isNarrow ? NARROW_COLUMNS : COLUMNS;
  const sortBy = (key: Key): void => {
    const isAgain = order?.key === key && order.direction === "ascending";
    setOrder({ key, direction: isAgain ? "descending" : "ascending" });
  };
  return (
    <div class="images">
      <p class="controls needs-script">
        <label>
          Filter{" "}
          <input
            type="search"
            class="filter"
            id={`${id}-filter`}
            placeholder="part of a name"
            autocomplete="off"
            value={filter}
            onInput={(event) => {
              setFilter(event.currentTarget.value);
            }}
          />
        </label>
        <span class="muted small shown" aria-live="polite">
          {found.length > limit
            ? `the first ${countText(limit)} of ${countText(found.length)} shown`
            : `${countText(found.length)} shown`}
        </span>
      </p>
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Images">
        <table class="sortable">
          <caption class="visually-hidden">Scores of each image by {model}</caption>
          <thead>
            <tr>
              {columns.map(({ key, label }) => (
                <th
                  key={key}
                  scope="col"
                  class={key === "id" ? undefined : "number"}
                  aria-sort={order?.key === key ? order.direction : "none"}
                >
                  <button
                    type="button"
                    onClick={() => {
                      sortBy(key);
                    }}
                  >
                    {label}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.slice(0, limit).map((row, i) => (
              <tr
                key={row.id ?? i}
                class={choice !== undefined && row.id === choice.shown ? "shown" : undefined}
              >
                <th scope="row">
                  <ImageName row={row} choice={choice} />
                </th>
                <NumberCell value={row.meanIou} why="every pixel of the image is ignored" />
                {!isNarrow && (
                  <NumberCell value={row.pixelAccuracy} why="every pixel of the image is ignored" />
                )}
                <NumberCell
                  value={row.changeWithout}
                  format={changeText}
                  why={row.id === undefined ? "the image has no name" : "the mean without it is undefined"}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function ImageName({
  row,
  choice,
}: {
  readonly row: ImageRow;
  readonly choice: ImageChoice | undefined;
}): VNode {
  const { id } = row;
  if (choice === undefined || id === undefined) return <>{nameOf(row)}</>;
  return (
    <button
      type="button"
      class="plain"
      aria-current={id === choice.shown ? "true" : undefined}
      onClick={() => {
        choice.open(id);
      }}
    >
      {id}
    </button>
  );
}

function nameOf({ id }: ImageRow): string {
  return id ?? "(unnamed)";
}

/** What has no score stays at the end, whichever way. */
function sortedBy(rows: readonly ImageRow[], order: Order | undefined): readonly ImageRow[] {
  if (order === undefined) return rows;
  const sign = order.direction === "ascending" ? 1 : -1;
  if (order.key === "id") {
    const names = new Intl.Collator(undefined, { numeric: true });
    return [...rows].sort((a, b) => sign * names.compare(nameOf(a), nameOf(b)));
  }
  const { key } = order;
  return [...rows].sort((a, b) => {
    const [x, y] = [a[key], b[key]];
    const [isXMissing, isYMissing] = [Number.isNaN(x), Number.isNaN(y)];
    return Number(isXMissing) - Number(isYMissing) || (isXMissing ? 0 : sign * (x - y));
  });
}
