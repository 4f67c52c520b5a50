import { useEffect, useRef } from "preact/hooks";
import type { VNode } from "preact";
import type { PaintedLayer } from "../../view/paintTile.js";
import type { Place } from "./camera.js";
import { handle, type PanelActions } from "./handle.js";
import type { OpenedPicture } from "./openedPicture.js";
import type { PixelClasses } from "./pictureSource.js";
import { placeMoved } from "./placeMoved.js";

/** What is painted on a canvas, one over the other. */
export interface StageLayer {
  readonly layer: PaintedLayer;
  /** From and to which share of the canvas's width; all of it where that is left out. */
  readonly part?: readonly [from: number, to: number];
}

interface StageProps {
  readonly layers: readonly StageLayer[];
  readonly label: string;
  /** Undefined while it is being read. */
  readonly opened: OpenedPicture | undefined;
  readonly hasPhoto: boolean;
  readonly under: (pixel: PixelClasses | undefined) => void;
  readonly step?: PanelActions["step"];
}

/** Layers of a picture, on a canvas that is dragged, pinched, wheeled and walked with the keys. */
export function Stage({ layers, label, opened, hasPhoto, under, step }: StageProps): VNode {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const photoRef = useRef<HTMLDivElement>(null);
  // What the canvas is given last, without beginning anew.
  const givenRef = useRef({ layers, under, step });
  givenRef.current = { layers, under, step };
  useEffect(() => {
    opened?.schedule();
  }, [opened, layers, hasPhoto]);
  useEffect(() => {
    const canvas = canvasRef.current;
    if (canvas === null || opened === undefined) return;
    const removeStage = opened.addStage(() => {
      paint(canvas, givenRef.current.layers, opened);
      if (photoRef.current !== null) placeMoved(photoRef.current, opened);
    });
    const observer = new ResizeObserver(() => {
      // One that has left the page, or is in a part that is not seen, has no size.
      if (canvas.clientWidth === 0) return;
      opened.screen = { width: canvas.clientWidth, height: canvas.clientHeight };
      opened.schedule();
    });
    observer.observe(canvas);
    const read = reader(opened, (pixel) => {
      givenRef.current.under(pixel);
    });
    const stopHandling = handle(canvas, opened, () => ({ point: read, step: givenRef.current.step }));
    return () => {
      stopHandling();
      observer.disconnect();
      removeStage();
    };
  }, [opened]);
  return (
    <>
      {hasPhoto && <div class="photo moved" ref={photoRef} />}
      <canvas ref={canvasRef} class="mask" tabIndex={0} role="img" aria-label={label} />
    </>
  );
}

function paint(canvas: HTMLCanvasElement, layers: readonly StageLayer[], opened: OpenedPicture): void {
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const { clientWidth: width, clientHeight: height } = canvas;
  const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, width, height);
  const camera = opened.camera.peek();
  for (const { layer, part = [0, 1] } of layers) {
    const [from, to] = part;
    context.save();
    context.beginPath();
    context.rect(from * width, 0, (to - from) * width, height);
    context.clip();
    opened.tiles.paint(context, { layer, slice: opened.slice }, camera, { width, height });
    context.restore();
  }
  markPointed(context, opened, { width, height });
  // One finger scrolls past what is seen whole, and moves what is not.
  canvas.classList.toggle("whole", opened.isFitted);
}

/** The same pixel in every panel, in a frame that is seen on every colour. */
function markPointed(
  context: CanvasRenderingContext2D,
  view: OpenedPicture,
  screen: { readonly width: number; readonly height: number },
): void {
  const pixel = view.pointed.peek();
  if (pixel === undefined) return;
  const { aspect } = view.shape;
  const { x, y, scale } = view.camera.peek();
  const [wide, high] = [Math.max(scale, 7), Math.max(scale * aspect, 7)];
  const left = (pixel.x + 0.5 - x) * scale + screen.width / 2 - wide / 2;
  const top = ((pixel.y + 0.5) * aspect - y) * scale + screen.height / 2 - high / 2;
  for (const [colour, lineWidth] of [
    ["#10141a", 3],
    ["#ffffff", 1],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = lineWidth;
    context.strokeRect(left, top, wide, high);
  }
}

/** One question at a time; where the pointer went on meanwhile, its last place is asked next. */
function reader(
  opened: OpenedPicture,
  under: (pixel: PixelClasses | undefined) => void,
): (pixel: Place | undefined) => void {
  let isAsking = false;
  let wanted: Place | undefined;
  const ask = async (): Promise<void> => {
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
  return (pixel) => {
    wanted = pixel;
    if (wanted === undefined) under(undefined);
    else if (!isAsking) void ask();
  };
}
