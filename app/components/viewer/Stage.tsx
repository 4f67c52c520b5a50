import { useEffect, useRef } from "preact/hooks";
import type { VNode } from "preact";
import type { Layer, Look } from "../../view/paintTile.js";
import { pixelAt } from "./camera.js";
import type { OpenedPicture } from "./openedPicture.js";
import type { PixelClasses } from "./pictureSource.js";

interface StageProps {
  readonly layer: Layer;
  readonly label: string;
  /** Undefined while it is being read. */
  readonly opened: OpenedPicture | undefined;
  readonly look: Look;
  readonly hasPhoto?: boolean;
  readonly under: (pixel: PixelClasses | undefined) => void;
}

const KEY_STEP = 60;

/** One layer of a picture, on a canvas that is dragged, pinched, wheeled and walked with the keys. */
export function Stage({ layer, label, opened, look, hasPhoto = false, under }: StageProps): VNode {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const photoRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    opened?.setLook(look);
  }, [opened, look]);
  useEffect(() => {
    const canvas = canvasRef.current;
    if (canvas === null || opened === undefined) return;
    const stopPainting = paintOnChange(canvas, photoRef.current, layer, opened);
    const stopListening = listen(canvas, opened, under);
    return () => {
      stopPainting();
      stopListening();
    };
    // `under` is anew with every drawing, and always the same function of the same state.
  }, [opened, layer]);
  return (
    <>
      {hasPhoto && <div class="photo moved" ref={photoRef} />}
      <canvas ref={canvasRef} class="mask" tabIndex={0} role="img" aria-label={label} />
    </>
  );
}

/** Paints at most once a frame, when the camera moves, the canvas changes its size, or tiles come. */
function paintOnChange(
  canvas: HTMLCanvasElement,
  photo: HTMLElement | null,
  layer: Layer,
  opened: OpenedPicture,
): () => void {
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  let frame = 0;
  const paint = (): void => {
    frame = 0;
    const { clientWidth: width, clientHeight: height } = canvas;
    const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    if (canvas.width !== wide || canvas.height !== high) {
      canvas.width = wide;
      canvas.height = high;
    }
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    // Layers share the tiles: the first one begins a frame, and each asks for what it lacks.
    if (layer === "truth") opened.tiles.begin();
    const camera = opened.camera.peek();
    opened.tiles.paint(context, layer, camera, { width, height });
    opened.tiles.end();
    // One finger scrolls past what is seen whole, and moves what is not.
    canvas.classList.toggle("whole", opened.isFitted);
    if (photo === null) return;
    const [left, top] = [width / 2 - camera.x * camera.scale, height / 2 - camera.y * camera.scale];
    photo.style.transform = `translate(${left}px, ${top}px) scale(${camera.scale})`;
    photo.style.width = `${opened.width}px`;
    photo.style.height = `${opened.height}px`;
  };
  const schedule = (): void => {
    if (frame === 0) frame = requestAnimationFrame(paint);
  };
  const observer = new ResizeObserver(() => {
    opened.screen = { width: canvas.clientWidth, height: canvas.clientHeight };
    schedule();
  });
  observer.observe(canvas);
  const stopWatching = [opened.camera.subscribe(schedule), opened.painted.subscribe(schedule)];
  return () => {
    for (const stop of stopWatching) stop();
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
}

function listen(
  canvas: HTMLCanvasElement,
  opened: OpenedPicture,
  under: (pixel: PixelClasses | undefined) => void,
): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const pointers = new Map<number, { x: number; y: number }>();
  const placeOf = (event: MouseEvent): { x: number; y: number } => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  canvas.addEventListener(
    "pointerdown",
    (event) => {
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, placeOf(event));
    },
    { signal },
  );
  canvas.addEventListener(
    "pointermove",
    (event) => {
      const to = placeOf(event);
      const from = pointers.get(event.pointerId);
      if (from === undefined) {
        readUnder(to);
        return;
      }
      pointers.set(event.pointerId, to);
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other === undefined) {
        opened.panBy(to.x - from.x, to.y - from.y);
        return;
      }
      // Two fingers: what is between them stays between them.
      const before = Math.hypot(from.x - other.x, from.y - other.y);
      const after = Math.hypot(to.x - other.x, to.y - other.y);
      opened.panBy((to.x - from.x) / 2, (to.y - from.y) / 2);
      if (before > 0) opened.zoomBy(after / before, { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 });
    },
    { signal },
  );
  const release = (event: PointerEvent): void => {
    pointers.delete(event.pointerId);
  };
  canvas.addEventListener("pointerup", release, { signal });
  canvas.addEventListener("pointercancel", release, { signal });
  canvas.addEventListener(
    "pointerleave",
    () => {
      readUnder(undefined);
    },
    { signal },
  );
  canvas.addEventListener(
    "wheel",
    (event) => {
      // A page that is scrolled past must not be caught: the wheel zooms where the picture was chosen, or with Ctrl.
      if (!event.ctrlKey && document.activeElement !== canvas) return;
      event.preventDefault();
      opened.zoomBy(Math.exp(-event.deltaY / 300), placeOf(event));
    },
    { signal, passive: false },
  );
  canvas.addEventListener(
    "dblclick",
    (event) => {
      opened.zoomBy(2, placeOf(event));
    },
    { signal },
  );
  canvas.addEventListener(
    "keydown",
    (event) => {
      const act = KEYS[event.key];
      if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      act(opened);
      event.preventDefault();
    },
    { signal },
  );
  // One question at a time; where the pointer went on meanwhile, its last place is asked next.
  let isAsking = false;
  let wanted: { x: number; y: number } | undefined;
  const readUnder = (at: { x: number; y: number } | undefined): void => {
    wanted = at && pixelAt(opened.camera.peek(), at, opened, opened.screen);
    if (wanted === undefined) under(undefined);
    else if (!isAsking) void askWanted();
  };
  const askWanted = async (): Promise<void> => {
    isAsking = true;
    try {
      for (let pixel = wanted; pixel !== undefined; pixel = pixel === wanted ? undefined : wanted) {
        const classes = await opened.pixel(pixel.x, pixel.y);
        if (pixel === wanted) under(classes);
      }
    } catch {
      // The viewer was closed meanwhile.
    }
    isAsking = false;
  };
  return () => {
    abort.abort();
  };
}

const KEYS: Readonly<Partial<Record<string, (opened: OpenedPicture) => void>>> = {
  "+": (opened) => {
    opened.zoomBy(2);
  },
  "=": (opened) => {
    opened.zoomBy(2);
  },
  "-": (opened) => {
    opened.zoomBy(1 / 2);
  },
  "0": (opened) => {
    opened.fit();
  },
  ArrowLeft: (opened) => {
    opened.panBy(KEY_STEP, 0);
  },
  ArrowRight: (opened) => {
    opened.panBy(-KEY_STEP, 0);
  },
  ArrowUp: (opened) => {
    opened.panBy(0, KEY_STEP);
  },
  ArrowDown: (opened) => {
    opened.panBy(0, -KEY_STEP);
  },
};
