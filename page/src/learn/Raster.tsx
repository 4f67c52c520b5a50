import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { CellPainter } from "./cellPainter.js";
import { type Ink, inkOf, type Tile } from "./ink.js";
import { type Palette, readPalette, scheme } from "./theme.js";

export interface RasterProps {
  readonly cells: ReadonlySignal<Uint8Array>;
  readonly width: number;
  readonly height: number;
  /** One tile a code. */
  readonly tiles: (palette: Palette) => readonly Tile[];
  /** What is seen, for those who do not see it; without one, the figure's text says it all. */
  readonly label?: string | undefined;
}

/** More is not seen, and costs. */
const MAX_PIXEL_RATIO = 2;

/** A canvas that shows a grid of cells, and follows them, its size and the colour scheme. */
export function Raster({ cells, width, height, tiles, label }: RasterProps): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<CellPainter>(undefined);
  const ink = useRef<{ readonly ink: Ink; readonly scheme: string }>(undefined);
  const across = useSignal(0);

  useEffect(() => {
    const element = canvas.current as HTMLCanvasElement;
    const observer = new ResizeObserver(() => {
      across.value = Math.round(element.clientWidth * pixelRatio());
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  useSignalEffect(() => {
    const element = canvas.current;
    if (element === null || across.value === 0) return;
    if (ink.current?.scheme !== scheme.value) {
      ink.current = { ink: inkOf(tiles(readPalette(element)), pixelRatio()), scheme: scheme.value };
    }
    painter.current ??= new CellPainter(element);
    painter.current.paint({ cells: cells.value, width, height }, ink.current.ink, across.value);
  });

  return (
    <canvas
      ref={canvas}
      class="learn-raster"
      style={{ aspectRatio: `${width} / ${height}` }}
      {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    />
  );
}

function pixelRatio(): number {
  return Math.min(devicePixelRatio, MAX_PIXEL_RATIO);
}
