import type { VNode } from "preact";
import type { PixelClasses } from "./pictureSource.js";
import type { Viewpoint } from "./viewpoint.js";

/** How large a mask pixel is shown; it changes with every frame of a zoom, and nothing else does. */
export function ZoomText({ view }: { readonly view: Viewpoint }): VNode {
  const percent = view.camera.value.scale * 100;
  return <span data-testid="zoom">{percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %</span>;
}

/** Nearer, farther, whole. */
export function ZoomButtons({ view }: { readonly view: Viewpoint | undefined }): VNode {
  return (
    <span class="buttons" role="group" aria-label="Zoom">
      <button type="button" onClick={() => view?.zoomBy(2)} aria-label="Zoom in">
        +
      </button>
      <button type="button" onClick={() => view?.zoomBy(1 / 2)} aria-label="Zoom out">
        −
      </button>
      <button type="button" onClick={() => view?.fit()}>
        Fit
      </button>
    </span>
  );
}

export function OutlineChoice({
  isOutlined,
  choose,
}: {
  readonly isOutlined: boolean;
  readonly choose: (isOutlined: boolean) => void;
}): VNode {
  return (
    <label>
      <input
        type="checkbox"
        checked={isOutlined}
        autocomplete="off"
        onChange={(event) => {
          choose(event.currentTarget.checked);
        }}
      />
      Outlines
    </label>
  );
}

/** How strongly masks cover the photo that lies under them, per cent. */
export function OpacityChoice({
  opacity,
  choose,
}: {
  readonly opacity: number;
  readonly choose: (opacity: number) => void;
}): VNode {
  return (
    <label>
      Opacity{" "}
      <input
        class="opacity"
        type="range"
        min={0}
        max={100}
        value={opacity}
        autocomplete="off"
        onInput={(event) => {
          choose(Number(event.currentTarget.value));
        }}
      />
    </label>
  );
}

/** What is said of the pixel that is pointed at. */
export function pixelText(
  { place, groundTruth, prediction, value }: PixelClasses,
  nameOf: (index: number) => string,
): string {
  const name = (index: number): string => (index < 0 ? "void" : nameOf(index));
  const told = value === undefined ? "" : ` (${Number(value.toPrecision(4))})`;
  return `${place}: truth ${name(groundTruth)}, predicted ${name(prediction)}${told}`;
}
