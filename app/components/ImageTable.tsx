import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { ImageRow } from "../view/imageRows.js";
import { changeText, countText } from "../view/numberTexts.js";
import { NumberCell } from "./cells.js";
import { useWindow } from "./useWindow.js";

/** What a list is sorted by: "class" is the IoU of the class that was chosen. */
type Key = keyof ImageRow | "class";

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
  /** Told of the order in which images stand. */
  readonly order: (ids: readonly string[]) => void;
  /** A small picture of an image. */
  readonly thumbnail: (id: string) => VNode;
}

/** Scores of single classes, which a list can be sorted by. */
export interface ClassColumns {
  readonly names: readonly string[];
  /** Of an image; NaN where it has none. */
  readonly iou: (id: string | undefined, classIndex: number) => number;
}

export interface ImageTableProps {
  /** In the order in which they stand at first. */
  readonly rows: readonly ImageRow[];
  /** Rows at once: a table of thousands is slow to lay out, and nobody reads it; undefined: those in sight, of all. */
  readonly limit?: number | undefined;
  readonly model: string;
  /** Begins the ids of its fields. */
  readonly id: string;
  readonly isNarrow?: boolean;
  /** Undefined where there are no masks to look at. */
  readonly choice?: ImageChoice | undefined;
  readonly classes?: ClassColumns | undefined;
}

/** Of a row with a small picture, in pixels: the style sheet has the same. */
const ROW_HEIGHT = 52;

const NO_CLASS = -1;

/** The images with their own scores: sorted by any column, filtered by name. */
export function ImageTable(props: ImageTableProps): VNode {
  const { rows, limit, model, id, isNarrow = false, choice, classes } = props;
  const [order, setOrder] = useState<Order | undefined>(undefined);
  const [filter, setFilter] = useState("");
  const [classIndex, setClassIndex] = useState(NO_CLASS);
  const classScore = (row: ImageRow): number => classes?.iou(row.id, classIndex) ?? NaN;
  const sorted = useMemo(() => sortedBy(rows, order, classScore), [rows, order, classIndex]);
  const wanted = filter.toLowerCase();
  const found = useMemo(
    () => (wanted === "" ? sorted : sorted.filter((row) => nameOf(row).toLowerCase().includes(wanted))),
    [sorted, wanted],
  );
  useEffect(() => {
    choice?.order(found.flatMap((row) => row.id ?? []));
  }, [found]);
  const count = limit === undefined ? found.length : Math.min(limit, found.length);
  const { boxRef, from, to, above, below } = useWindow(count, limit === undefined ? ROW_HEIGHT : undefined);
  const columns = [
    ...(isNarrow ? NARROW_COLUMNS : COLUMNS),
    ...(classIndex === NO_CLASS
      ? []
      : [{ key: "class", label: `IoU of ${classes?.names[classIndex] ?? ""}` } as const]),
  ];
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
        {classes !== undefined && (
          <label>
            Sort by class{" "}
            <select
              value={classIndex}
              autocomplete="off"
              onChange={(event) => {
                const chosen = Number(event.currentTarget.value);
                setClassIndex(chosen);
                // Who asks for a class wants to see where it is worst.
                setOrder(chosen === NO_CLASS ? undefined : { key: "class", direction: "ascending" });
              }}
            >
              <option value={NO_CLASS}>none</option>
              {classes.names.map((name, c) => (
                <option key={c} value={c}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <span class="muted small shown" aria-live="polite">
          {found.length > count
            ? `the first ${countText(count)} of ${countText(found.length)} shown`
            : `${countText(found.length)} shown`}
        </span>
      </p>
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Images" ref={boxRef}>
        <table
          class={`sortable${limit === undefined ? " even-rows" : ""}`}
          aria-rowcount={limit === undefined ? count + 1 : undefined}
        >
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
          <tbody onKeyDown={walk}>
            {above > 0 && <Gap height={above} columns={columns.length} />}
            {found.slice(from, to).map((row, i) => (
              <tr
                key={row.id ?? i}
                class={choice !== undefined && row.id === choice.shown ? "shown" : undefined}
                aria-rowindex={limit === undefined ? from + i + 2 : undefined}
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
                {classIndex !== NO_CLASS && (
                  <NumberCell value={classScore(row)} why="the class is in neither mask, or ignored" />
                )}
              </tr>
            ))}
            {below > 0 && <Gap height={below} columns={columns.length} />}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** Room for the rows that are out of sight. */
function Gap({ height, columns }: { readonly height: number; readonly columns: number }): VNode {
  return (
    <tr aria-hidden="true" class="gap">
      <td colSpan={columns} style={{ height: `${height}px` }} />
    </tr>
  );
}

/** The arrow keys go from one image's name to the next, and open it. */
function walk(event: KeyboardEvent): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const row = (event.target as Element).closest("tr");
  const next = event.key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
  const button = next?.querySelector<HTMLElement>("th button");
  if (button == null) return;
  button.focus();
  button.click();
  event.preventDefault();
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
      class="plain with-thumbnail"
      aria-current={id === choice.shown ? "true" : undefined}
      onClick={() => {
        choice.open(id);
      }}
    >
      {choice.thumbnail(id)}
      <span>{id}</span>
    </button>
  );
}

function nameOf({ id }: ImageRow): string {
  return id ?? "(unnamed)";
}

/** What has no score stays at the end, whichever way. */
function sortedBy(
  rows: readonly ImageRow[],
  order: Order | undefined,
  classScore: (row: ImageRow) => number,
): readonly ImageRow[] {
  if (order === undefined) return rows;
  const sign = order.direction === "ascending" ? 1 : -1;
  if (order.key === "id") {
    const names = new Intl.Collator(undefined, { numeric: true });
    return [...rows].sort((a, b) => sign * names.compare(nameOf(a), nameOf(b)));
  }
  const { key } = order;
  const valueOf = (row: ImageRow): number => (key === "class" ? classScore(row) : row[key]);
  return [...rows].sort((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    const [isXMissing, isYMissing] = [Number.isNaN(x), Number.isNaN(y)];
    return Number(isXMissing) - Number(isYMissing) || (isXMissing ? 0 : sign * (x - y));
  });
}
