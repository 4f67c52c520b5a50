import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Rows above and below those in sight: who scrolls by a little sees no gap, and the keys find a next row. */
const AROUND = 6;

/** Which rows of a long list there are, and how much room the others take. */
export interface RowWindow {
  readonly boxRef: RefObject<HTMLDivElement | null>;
  readonly from: number;
  readonly to: number;
  /** Pixels. */
  readonly above: number;
  readonly below: number;
}

/**
 * Of a long list that scrolls in a box only the rows in sight are there.
 *
 * @param rowHeight of every row, in pixels; undefined: all rows are there
 */
export function useWindow(count: number, rowHeight: number | undefined): RowWindow {
  const boxRef = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 600 });
  useEffect(() => {
    const box = boxRef.current;
    if (box === null || rowHeight === undefined) return;
    const look = (): void => {
      setSeen({ top: box.scrollTop, height: box.clientHeight });
    };
    const observer = new ResizeObserver(look);
    observer.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", look);
    };
  }, [rowHeight]);
  if (rowHeight === undefined) return { boxRef, from: 0, to: count, above: 0, below: 0 };
  // Even places only: half as many scrolls draw anew.
  const first = Math.max(0, Math.floor(seen.top / rowHeight) - AROUND) & ~1;
  const from = Math.min(first, Math.max(0, count - 1) & ~1);
  const to = Math.min(count, from + Math.ceil(seen.height / rowHeight) + 2 * AROUND + 2);
  return { boxRef, from, to, above: from * rowHeight, below: (count - to) * rowHeight };
}
