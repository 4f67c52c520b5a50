export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a pointer is, in units of a stage of width x height. */
export function pointIn(stage: Element, event: PointerEvent, width: number, height: number): Point {
  const { left, top, width: across, height: down } = stage.getBoundingClientRect();
  return {
    x: ((event.clientX - left) / across) * width,
    y: ((event.clientY - top) / down) * height,
  };
}

/** Follows the pointer that was pressed until it is released, wherever it goes. */
export function follow(
  stage: Element,
  pressed: PointerEvent,
  move: (event: PointerEvent) => void,
  released: () => void,
): void {
  const { pointerId } = pressed;
  stage.setPointerCapture(pointerId);
  const onMove = (event: Event): void => {
    if ((event as PointerEvent).pointerId === pointerId) move(event as PointerEvent);
  };
  const onEnd = (event: Event): void => {
    if ((event as PointerEvent).pointerId !== pointerId) return;
    stage.removeEventListener("pointermove", onMove);
    for (const type of ["pointerup", "pointercancel"]) stage.removeEventListener(type, onEnd);
    released();
  };
  stage.addEventListener("pointermove", onMove);
  for (const type of ["pointerup", "pointercancel"]) stage.addEventListener(type, onEnd);
}

/** A finger on a shape drags it, one beside the shapes scrolls: touch-action is not heeded on parts of an SVG. */
export function keepStill(event: TouchEvent): void {
  if (event.target !== event.currentTarget) event.preventDefault();
}

/** Steps of the arrow keys, y downwards; undefined for other keys. */
export function arrowOf(key: string): Point | undefined {
  switch (key) {
    case "ArrowLeft":
      return { x: -1, y: 0 };
    case "ArrowRight":
      return { x: 1, y: 0 };
    case "ArrowUp":
      return { x: 0, y: -1 };
    case "ArrowDown":
      return { x: 0, y: 1 };
    default:
      return undefined;
  }
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
