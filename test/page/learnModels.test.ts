import { describe, expect, it } from "vitest";
import {
  BOARD_HEIGHT,
  BOARD_WIDTH,
  boxArea,
  boxMask,
  cornerMovedBy,
  CORNERS,
  ellipseMask,
  movedBy,
} from "../../page/src/learn/boxModel.js";
import { carMask, foundMask, SCENE_HEIGHT, SCENE_WIDTH } from "../../page/src/learn/carScene.js";
import {
  movedTo,
  resizedTo,
  rimPoint,
  topRowFirst,
  toPlane,
  toStage,
} from "../../page/src/learn/circlesModel.js";
import { DRAWING_WIDTH, emptyLayers, stroked } from "../../page/src/learn/drawing.js";
import { cutAt, softMask, softTruth } from "../../page/src/learn/softMask.js";
import { binaryOverlap, thresholdCurve } from "../../src/index.js";
import { circleMask, GRID_SIZE } from "../../app/samples/circles.js";

const areaOf = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0);

describe("the circles", () => {
  it("stand on the stage where their mask is", () => {
    const circle = { x: 2.3, y: -4.1, radius: 1.5 };
    const cells = topRowFirst(circleMask(circle));
    let [sumX, sumY] = [0, 0];
    cells.forEach((value, i) => {
      sumX += value * ((i % GRID_SIZE) + 0.5);
      sumY += value * (Math.floor(i / GRID_SIZE) + 0.5);
    });
    const middle = toStage(circle);
    expect(sumX / areaOf(cells)).toBeCloseTo(middle.x, 1);
    expect(sumY / areaOf(cells)).toBeCloseTo(middle.y, 1);
    expect(toPlane(middle).x).toBeCloseTo(circle.x, 12);
    expect(toPlane(middle).y).toBeCloseTo(circle.y, 12);
  });

  it("stay on the plane, at steps of 0.05", () => {
    const circle = { x: 0, y: 0, radius: 4 };
    expect(movedTo(circle, { x: 1.234, y: -99 })).toEqual({ x: 1.25, y: -7, radius: 4 });
    expect(resizedTo(circle, 0).radius).toBe(0.5);
    expect(resizedTo(circle, 3.333).radius).toBe(3.35);
  });

  it("have a handle that can be reached in every corner", () => {
    for (const x of [-7, 0, 7]) {
      for (const y of [-7, 0, 7]) {
        const at = rimPoint({ x, y, radius: 4 }, 0);
        expect(Math.min(at.x, at.y)).toBeGreaterThan(0);
        expect(Math.max(at.x, at.y)).toBeLessThan(GRID_SIZE);
      }
    }
  });
});

describe("the brush", () => {
  const at = (layer: Uint8Array, x: number, y: number): number => layer[y * DRAWING_WIDTH + x] as number;

  it("leaves no gaps, and the layer as it was", () => {
    const { truth } = emptyLayers();
    const drawn = stroked(truth, { x: 10, y: 10 }, { x: 50, y: 30 }, { diameter: 1, value: 1 });
    expect(areaOf(truth)).toBe(0);
    for (let x = 10; x <= 50; x++) {
      const column = Array.from({ length: 41 }, (_, y) => at(drawn, x, y));
      expect(column, `column ${x}`).toContain(1);
    }
  });

  it("stamps discs of its diameter, cut off at the edges", () => {
    const { truth } = emptyLayers();
    const brush = { diameter: 5, value: 1 } as const;
    const disc = stroked(truth, { x: 20, y: 20 }, { x: 20, y: 20 }, brush);
    expect(areaOf(disc)).toBe(21);
    expect([at(disc, 18, 20), at(disc, 22, 20), at(disc, 17, 20), at(disc, 18, 18)]).toEqual([1, 1, 0, 0]);
    expect(areaOf(stroked(truth, { x: 0, y: 0 }, { x: 0, y: 0 }, brush))).toBe(8);
    expect(areaOf(stroked(truth, { x: -40, y: 500 }, { x: -30, y: 400 }, brush))).toBe(0);
  });
});

describe("the soft mask", () => {
  it.each(["timid", "bold"] as const)("is cut as thresholdCurve cuts it: %s", (temper) => {
    const [truth, probabilities] = [softTruth(), softMask(temper)];
    const curve = thresholdCurve(truth, probabilities);
    curve.thresholds.forEach((threshold, k) => {
      const { intersection, predictionArea } = binaryOverlap(truth, cutAt(probabilities, threshold));
      expect([intersection, predictionArea]).toEqual([curve.intersection[k], curve.predictionArea[k]]);
    });
  });
});

describe("the car", () => {
  it.each([0.005, 0.03, 0.2, 0.5])("covers the share that is asked: %d", (share) => {
    const { mask, size } = carMask(share);
    expect(areaOf(mask) / (SCENE_WIDTH * SCENE_HEIGHT)).toBeCloseTo(share, 2);
    const { intersection, union } = binaryOverlap(mask, foundMask(size));
    expect(intersection / union).toBeGreaterThan(0.5);
    expect(intersection / union).toBeLessThan(1);
  });
});

describe("the boxes", () => {
  const box = { left: 40, top: 40, right: 150, bottom: 120 };

  it("and their ellipses have the areas that they should", () => {
    expect(areaOf(boxMask(box))).toBe(boxArea(box));
    expect(areaOf(ellipseMask(box)) / boxArea(box)).toBeCloseTo(Math.PI / 4, 2);
    expect(binaryOverlap(boxMask(box), ellipseMask(box)).intersection).toBe(areaOf(ellipseMask(box)));
  });

  it("stay on the board, and keep a size", () => {
    expect(movedBy(box, -500, 500)).toEqual({
      left: 0,
      top: BOARD_HEIGHT - 80,
      right: 110,
      bottom: BOARD_HEIGHT,
    });
    for (const corner of CORNERS) {
      for (const far of [-500, 500]) {
        const { left, top, right, bottom } = cornerMovedBy(box, corner, far, far);
        expect(Math.min(left, top, right - left - 8, bottom - top - 8)).toBeGreaterThanOrEqual(0);
        expect(Math.max(right - BOARD_WIDTH, bottom - BOARD_HEIGHT)).toBeLessThanOrEqual(0);
      }
    }
  });
});
