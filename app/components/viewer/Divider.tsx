import type { VNode } from "preact";
import { useRef } from "preact/hooks";

interface DividerProps {
  /** Share of the width that is on its left. */
  readonly at: number;
  readonly move: (at: number) => void;
}

const KEY_STEP = 0.02;

/** The line between two sides: dragged, or moved with the arrow keys. */
export function Divider({ at, move }: DividerProps): VNode {
  const boxRef = useRef<HTMLDivElement>(null);
  const moveTo = (share: number): void => {
    move(Math.min(1, Math.max(0, share)));
  };
  const drag = (event: PointerEvent): void => {
    const box = boxRef.current?.parentElement?.getBoundingClientRect();
    if (box !== undefined) moveTo((event.clientX - box.left) / box.width);
  };
  return (
    <div
      ref={boxRef}
      class="divider"
      style={{ left: `${at * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label="Where the sides meet"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(at * 100)}
      aria-valuetext={`${Math.round(at * 100)} per cent from the left`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event);
      }}
      onKeyDown={(event) => {
        const to = { ArrowLeft: at - KEY_STEP, ArrowRight: at + KEY_STEP, Home: 0, End: 1 }[event.key];
        if (to === undefined) return;
        moveTo(to);
        event.preventDefault();
      }}
    />
  );
}
