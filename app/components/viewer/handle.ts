import type { Place } from "./camera.js";
import type { Viewpoint } from "./viewpoint.js";

const KEY_STEP = 60;

/** A finger or pointer that moved less has tapped. */
const TAP_REACH = 6;

/** What a panel does beside moving. */
export interface PanelActions {
  /** A pixel is pointed at, by pointer, finger or keys; undefined: none any more. */
  readonly point: (pixel: Place | undefined) => void;
  /** Goes so many images on or back; undefined where there is one only. */
  readonly step?: ((by: 1 | -1) => void) | undefined;
}

/**
 * A panel is dragged, pinched, wheeled, tapped and walked with the keys. The arrow keys go to other images while the picture
 * is seen whole, and move it otherwise; with Shift they point at a pixel.
 *
 * @param actions asked for at each event: they may be others with every drawing
 * @returns what ends it
 */
export function handle(panel: HTMLElement, view: Viewpoint, actions: () => PanelActions): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const pointers = new Map<number, Place>();
  let pressedAt: Place | undefined;
  const placeOf = (event: MouseEvent): Place => {
    const box = panel.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const point = (at: Place | undefined): void => {
    const pixel = at && view.pixelAt(at);
    view.pointed.value = pixel;
    actions().point(pixel);
  };
  const down = (event: PointerEvent): void => {
    panel.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, placeOf(event));
    pressedAt = pointers.size === 1 ? placeOf(event) : undefined;
  };
  const move = (event: PointerEvent): void => {
    const to = placeOf(event);
    const from = pointers.get(event.pointerId);
    if (from === undefined) {
      point(to);
      return;
    }
    pointers.set(event.pointerId, to);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) {
      view.panBy(to.x - from.x, to.y - from.y);
      return;
    }
    // Two fingers: what is between them stays between them.
    const before = Math.hypot(from.x - other.x, from.y - other.y);
    const after = Math.hypot(to.x - other.x, to.y - other.y);
    view.panBy((to.x - from.x) / 2, (to.y - from.y) / 2);
    if (before > 0) view.zoomBy(after / before, { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 });
  };
  const release = (event: PointerEvent): void => {
    pointers.delete(event.pointerId);
    const at = placeOf(event);
    const isTap =
      event.type === "pointerup" &&
      pressedAt !== undefined &&
      Math.hypot(at.x - pressedAt.x, at.y - pressedAt.y) < TAP_REACH;
    pressedAt = undefined;
    if (isTap) point(at);
  };
  const leave = ({ pointerType }: PointerEvent): void => {
    // A finger always leaves; what it has tapped stays to be read.
    if (pointerType === "mouse") point(undefined);
  };
  const wheel = (event: WheelEvent): void => {
    // A page that is scrolled past must not be caught: the wheel zooms where the picture was chosen, or with Ctrl.
    if (!event.ctrlKey && document.activeElement !== panel) return;
    event.preventDefault();
    view.zoomBy(Math.exp(-event.deltaY / 300), placeOf(event));
  };
  const key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = KEYS[event.key];
    if (act === undefined) return;
    if (act(view, actions(), event.shiftKey)) event.preventDefault();
  };
  panel.addEventListener("pointerdown", down, { signal });
  panel.addEventListener("pointermove", move, { signal });
  panel.addEventListener("pointerup", release, { signal });
  panel.addEventListener("pointercancel", release, { signal });
  panel.addEventListener("pointerleave", leave, { signal });
  panel.addEventListener("wheel", wheel, { signal, passive: false });
  panel.addEventListener("keydown", key, { signal });
  panel.addEventListener(
    "dblclick",
    (event) => {
      view.zoomBy(2, placeOf(event));
    },
    { signal },
  );
  return () => {
    abort.abort();
  };
}

/** Whether the key was taken. */
type KeyAct = (view: Viewpoint, actions: PanelActions, isShifted: boolean) => boolean;

function zoom(factor: number): KeyAct {
  return (view) => {
    view.zoomBy(factor);
    return true;
  };
}

function arrow(x: -1 | 0 | 1, y: -1 | 0 | 1): KeyAct {
  return (view, { point, step }, isShifted) => {
    if (isShifted) point(view.point(x, y));
    else if (!view.isFitted) view.panBy(-x * KEY_STEP, -y * KEY_STEP);
    else if (x !== 0 && step !== undefined) step(x);
    else return false;
    return true;
  };
}

function page(by: 1 | -1): KeyAct {
  return (_, { step }) => {
    step?.(by);
    return step !== undefined;
  };
}

const KEYS: Readonly<Partial<Record<string, KeyAct>>> = {
  "+": zoom(2),
  "=": zoom(2),
  "-": zoom(1 / 2),
  "0": (view) => {
    view.fit();
    return true;
  },
  ArrowLeft: arrow(-1, 0),
  ArrowRight: arrow(1, 0),
  ArrowUp: arrow(0, -1),
  ArrowDown: arrow(0, 1),
  PageUp: page(-1),
  PageDown: page(1),
};
