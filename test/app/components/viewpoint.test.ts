import { describe, expect, it } from "vitest";
import { Viewpoint } from "../../../app/components/viewer/viewpoint.js";

function viewOf(width: number, height: number, aspect = 1): Viewpoint {
  const view = new Viewpoint({ width, height, aspect });
  view.screen = { width: 100, height: 100 };
  return view;
}

describe("a viewpoint", () => {
  it("shows all of a picture, and stays so when the screen changes", () => {
    const view = viewOf(200, 100);
    expect(view.camera.value).toEqual({ x: 100, y: 50, scale: 0.5 });
    view.screen = { width: 400, height: 400 };
    expect(view.camera.value.scale).toBe(2);
  });

  it("is not moved while all is seen: a finger scrolls past", () => {
    const view = viewOf(200, 100);
    view.panBy(30, 0);
    expect(view.isFitted).toBe(true);
    view.zoomBy(4);
    view.panBy(30, 0);
    expect([view.isFitted, view.camera.value.x]).toEqual([false, 100 - 30 / 2]);
    view.zoomBy(1 / 16);
    expect(view.isFitted, "out as far as it goes is whole again").toBe(true);
  });

  it("finds the pixel under a point of pixels that are higher than wide", () => {
    const view = viewOf(10, 5, 4);
    // 10 x 20 widths of a pixel on 100 x 100: each is 5 wide and 20 high, with 25 free on both sides.
    expect(view.pixelAt({ x: 26, y: 21 })).toEqual({ x: 0, y: 1 });
    expect(view.pixelAt({ x: 74, y: 99 })).toEqual({ x: 9, y: 4 });
    expect(view.pixelAt({ x: 24, y: 50 })).toBeUndefined();
  });

  it("points at the middle first, then walks, and what is pointed at stays in sight and in the picture", () => {
    const view = viewOf(1000, 1000);
    view.zoomBy(100);
    expect(view.camera.value.scale).toBe(10);
    expect(view.point(1, 0)).toEqual({ x: 500, y: 500 });
    expect(view.point(1, 0)).toEqual({ x: 501, y: 500 });
    for (let i = 0; i < 20; i++) view.point(1, 0);
    const { x } = view.pointed.value as { x: number };
    expect(x).toBe(521);
    expect(Math.abs(x + 0.5 - view.camera.value.x)).toBeLessThan(5);
    for (let i = 0; i < 1000; i++) view.point(1, 0);
    expect(view.pointed.value?.x).toBe(999);
  });

  it("of another shape it is whole again, of the same it stays", () => {
    const view = viewOf(10, 10);
    view.zoomBy(2);
    view.shape = { width: 10, height: 10, aspect: 1 };
    expect(view.isFitted).toBe(false);
    view.shape = { width: 10, height: 4, aspect: 1 };
    expect(view.isFitted).toBe(true);
  });
});
