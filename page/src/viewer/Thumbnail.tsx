import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ImagePair } from "../score/pairs.js";
import type { Thumbnails } from "./thumbnails.js";

/** Rows that fly past are not looked at. */
const REST_MS = 100;

/** An image's errors in small, as soon as they are painted. */
export function Thumbnail({
  pair,
  thumbnails,
}: {
  readonly pair: ImagePair;
  readonly thumbnails: Thumbnails;
}): VNode {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const show = (bitmap: ImageBitmap | undefined): void => {
      const canvas = canvasRef.current;
      if (canvas === null || bitmap === undefined) return;
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    };
    if (thumbnails.has(pair)) return thumbnails.want(pair, show);
    let takeBack: (() => void) | undefined;
    const timer = setTimeout(() => {
      takeBack = thumbnails.want(pair, show);
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      takeBack?.();
    };
  }, [pair, thumbnails]);
  return <canvas ref={canvasRef} class="thumbnail" width={64} height={44} aria-hidden="true" />;
}
