import type { Viewpoint } from "./viewpoint.js";

/** Zoomed in so far, an image's own pixels are to be seen. */
const PIXELS_FROM = 2;

/** Lays what is as large as the picture, a photo or a painting, where the camera sees it. */
export function placeMoved(element: HTMLElement, view: Viewpoint): void {
  const { x, y, scale } = view.camera.peek();
  const { width, height } = view.size;
  const { width: wide, height: high } = view.screen;
  element.style.width = `${width * scale}px`;
  element.style.height = `${height * scale}px`;
  element.style.transform = `translate(${wide / 2 - x * scale}px, ${high / 2 - y * scale}px)`;
  element.style.imageRendering = scale >= PIXELS_FROM ? "pixelated" : "auto";
}
