import type { VNode } from "preact";
import type { OpenedPicture } from "./openedPicture.js";
import type { PixelClasses } from "./pictureSource.js";

/** How large a mask pixel is shown; it changes with every frame of a zoom, and nothing else does. */
export function ZoomText({ opened }: { readonly opened: OpenedPicture }): VNode {
  const percent = opened.camera.value.scale * 100;
  return <span data-testid="zoom">{percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %</span>;
}

/** Nearer, farther, whole. */
export function ZoomButtons({ opened }: { readonly opened: OpenedPicture | undefined }): VNode {
  return (
    <span class="buttons" role="group" aria-label="Zoom">
      <button type="button" onClick={() => opened?.zoomBy(2)} aria-label="Zoom in">
        +
      </button>
      <button type="button" onClick={() => opened?.zoomBy(1 / 2)} aria-label="Zoom out">
        −
      </button>
      <button type="button" onClick={() => opened?.fit()}>
        Fit
      </button>
    </span>
  );
}

/** What is said of the pixel under the pointer. */
export function pixelText(
  { place, groundTruth, prediction }: PixelClasses,
  nameOf: (index: number) => string,
): string {
  const name = (index: number): string => (index < 0 ? "void" : nameOf(index));
  return `${place}: truth ${name(groundTruth)}, predicted ${name(prediction)}`;
}
