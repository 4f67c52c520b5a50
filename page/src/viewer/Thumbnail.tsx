import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ImagePair } from "../score/pairs.js";
import type { Thumbnails } from "./thumbnails.js";

/** An image's errors in small, as soon as they are painted. */
export function Thumbnail({
  pair,
  thumbnails,
}: {
  readonly pair: ImagePair;
  readonly thumbnails: Thumbnails;
}): VNode {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  useEffect(
    () =>
      thumbnails.want(pair, (bitmap) => {
        const canvas = canvasRef.current;
        if (canvas === null || bitmap === undefined) return;
        canvas.width = bitmap.width;
        canvas.height = bitmap.height;
        canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
      }),
    [pair, thumbnails],
  );
  return <canvas ref={canvasRef} class="thumbnail" width={64} height={44} aria-hidden="true" />;
}
