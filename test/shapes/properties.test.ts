import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boxIou,
  decodeRuns,
  encodeRuns,
  mergeRuns,
  type RotatedBox,
  rotatedBoxIou,
  type Runs,
  runsArea,
  runsBox,
  runsFromBox,
  runsFromPolygons,
  runsFromString,
  runsIou,
  runsToString,
} from "../../src/instances/index.js";
import { BACKENDS, onBackend } from "../helpers/backends.js";
import { type DrawnMask, encode, masks, masksOf, SETTINGS, sizes } from "./masks.js";

const several = sizes(24).chain(({ width, height }) =>
  fc.array(masksOf(width, height), { minLength: 1, maxLength: 4 }),
);

describe.each(BACKENDS)("runs are their bitmaps, %s", (backend) => {
  onBackend(backend);

  it("there and back, in both orders, as counts and as text", () => {
    fc.assert(
      fc.property(masks(40), (mask) => {
        const runs = encode(mask);
        expect(decodeRuns(runs)).toEqual(mask.pixels);
        expect(runsFromString(runsToString(runs), runs.size)).toEqual(runs);
        const turned = decodeRuns(runs, { order: "columnMajor" });
        expect(encodeRuns(turned, { width: mask.width, height: mask.height, order: "columnMajor" })).toEqual(
          runs,
        );
        expect(encodeRuns(turned, { width: mask.height, height: mask.width, order: "rowMajor" })).toEqual(
          encodeRuns(mask.pixels, { width: mask.height, height: mask.width, order: "columnMajor" }),
        );
      }),
      SETTINGS,
    );
  });

  it("across tiles: large, and of labels of other kinds", () => {
    for (const [width, height] of [
      [1, 70_000],
      [70_000, 2],
      [300, 517],
      [65_537, 3],
    ] as const) {
      const pixels = new Uint8Array(width * height);
      for (let i = 0; i < pixels.length; i++) pixels[i] = (i * 2_654_435_761) % 97 < 40 + (i % 7) ? 0 : 1;
      const runs = encodeRuns(pixels, { width, height });
      expect(decodeRuns(runs)).toEqual(pixels);
      const labels = pixels.map((pixel) => pixel * 100);
      for (const mask of [Int8Array.from(labels), Uint16Array.from(labels), Int32Array.from(labels)]) {
        expect(encodeRuns(mask, { width, height })).toEqual(runs);
      }
      const turned = decodeRuns(runs, { order: "columnMajor" });
      expect(encodeRuns(turned, { width, height, order: "columnMajor" })).toEqual(runs);
      const odd = new Uint8Array(pixels.length + 3);
      odd.set(pixels, 3);
      expect(encodeRuns(odd.subarray(3), { width, height })).toEqual(runs);
    }
  });

  it("in area and box", () => {
    fc.assert(
      fc.property(masks(), (mask) => {
        const { pixels, width } = mask;
        const inside = [...pixels.keys()].filter((i) => pixels[i] === 1);
        const [columns, rows] = [inside.map((i) => i % width), inside.map((i) => Math.floor(i / width))];
        const [left, top] = [Math.min(...columns), Math.min(...rows)];
        expect(runsArea(encode(mask))).toBe(inside.length);
        expect(runsBox(encode(mask))).toEqual(
          inside.length === 0
            ? [0, 0, 0, 0]
            : [left, top, Math.max(...columns) - left + 1, Math.max(...rows) - top + 1],
        );
      }),
      SETTINGS,
    );
  });

  it("in union, intersection and IoU, whatever their order", () => {
    fc.assert(
      fc.property(several, fc.boolean(), (list, isCrowd) => {
        const runs = list.map(encode);
        const [first, last] = [list[0] as DrawnMask, list.at(-1)];
        const combined = (intersect: boolean): Uint8Array =>
          first.pixels.map((_, i) => {
            const hits = list.filter(({ pixels }) => pixels[i] === 1).length;
            return (intersect ? hits === list.length : hits > 0) ? 1 : 0;
          });
        for (const intersect of [false, true]) {
          const merged = mergeRuns(runs, { intersect });
          expect(decodeRuns(merged)).toEqual(combined(intersect));
          expect(mergeRuns([...runs].reverse(), { intersect })).toEqual(merged);
        }
        const common = first.pixels.reduce((sum, pixel, i) => sum + (pixel & (last.pixels[i] as number)), 0);
        const area = (mask: DrawnMask): number => mask.pixels.reduce((sum, pixel) => sum + pixel, 0);
        const whole = isCrowd ? area(last) : area(first) + area(last) - common;
        const matrix = runsIou(runs, runs, { crowd: runs.map(() => isCrowd) });
        expect(matrix.shape).toEqual([runs.length, runs.length]);
        expect(matrix.data[runs.length - 1]).toBe(common === 0 ? 0 : common / whole);
      }),
      SETTINGS,
    );
  });

  it("with empty runs anywhere", () => {
    fc.assert(
      fc.property(masks(), fc.array(fc.nat(30), { maxLength: 5 }), (mask, places) => {
        const runs = encode(mask);
        const counts = Array.from(runs.counts);
        for (const place of places) {
          // A run is the same as its parts with nothing between them.
          const at = place % counts.length;
          const part = Math.floor((counts[at] as number) / 2);
          counts.splice(at, 1, part, 0, (counts[at] as number) - part);
        }
        const split = { size: runs.size, counts };
        expect(decodeRuns(split)).toEqual(mask.pixels);
        expect(decodeRuns(split, { order: "columnMajor" })).toEqual(
          decodeRuns(runs, { order: "columnMajor" }),
        );
        expect(runsBox(split)).toEqual(runsBox(runs));
        expect(mergeRuns([split, split])).toEqual(runs);
        expect(runsIou([split], [runs])).toEqual(runsIou([runs], [runs]));
      }),
      SETTINGS,
    );
  });
});

describe("polygons", () => {
  const coordinate = fc.double({ min: -20, max: 50, noNaN: true });

  it("of whole pixels have their area, wherever they begin and which way they turn", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 20 })), {
          minLength: 2,
          maxLength: 2,
        }),
        fc.nat(3),
        (corners, turn) => {
          const [[x0, y0], [x1, y1]] = corners as [[number, number], [number, number]];
          const ring = [x0, y0, x1, y0, x1, y1, x0, y1];
          const turned = [...ring.slice(turn * 2), ...ring.slice(0, turn * 2)];
          const runs = runsFromPolygons([turned], { width: 30, height: 20 });
          expect(runsArea(runs)).toBe(Math.abs(x1 - x0) * Math.abs(y1 - y0));
          expect(runsFromBox([x0, y0, x1 - x0, y1 - y0], { width: 30, height: 20 })).toEqual(runs);
        },
      ),
      SETTINGS,
    );
  });

  it("moved by whole pixels give the mask moved", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 6, maxLength: 16 }),
        fc.nat(9),
        (given, by) => {
          const polygon = given.slice(0, given.length & ~1);
          const there = decodeRuns(runsFromPolygons([polygon], { width: 20, height: 20 }));
          // Thirds do not move without rounding: quarters of fifths do.
          const exact = polygon.map((value) => Math.round(value * 4) / 4);
          const plain = decodeRuns(runsFromPolygons([exact], { width: 20, height: 20 }));
          const moved = decodeRuns(
            runsFromPolygons([exact.map((value) => value + by)], { width: 30, height: 30 }),
          );
          expect(there).toHaveLength(400);
          for (let i = 0; i < 400; i++) {
            expect(moved[(Math.floor(i / 20) + by) * 30 + (i % 20) + by]).toBe(plain[i]);
          }
        },
      ),
      { ...SETTINGS, numRuns: 50 },
    );
  });

  it("off the image cost no more than their columns, and change nothing within", () => {
    fc.assert(
      fc.property(fc.array(coordinate, { minLength: 6, maxLength: 12 }), (given) => {
        const polygon = given.slice(0, given.length & ~1);
        const large = decodeRuns(runsFromPolygons([polygon], { width: 60, height: 60 }));
        const small = decodeRuns(runsFromPolygons([polygon], { width: 25, height: 15 }));
        for (let i = 0; i < small.length; i++)
          expect(small[i]).toBe(large[Math.floor(i / 25) * 60 + (i % 25)]);
      }),
      { ...SETTINGS, numRuns: 50 },
    );
    const far = [-1e12, -1e12, 1e12, -1e12, 1e12, 1e12, -1e12, 1e12];
    expect(runsArea(runsFromPolygons([far], { width: 300, height: 200 }))).toBe(60_000);
  });
});

describe("boxes", () => {
  const boxes = fc.array(
    fc.tuple(
      fc.integer({ min: -40, max: 40 }),
      fc.integer({ min: -40, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
    ),
    { minLength: 1, maxLength: 4 },
  );
  const kinds = fc.constantFrom("iou" as const, "giou" as const, "diou" as const, "ciou" as const);

  it("keep their IoU when swapped, moved, scaled by powers of two, or given in another form", () => {
    fc.assert(
      fc.property(boxes, boxes, kinds, (truths, predictions, kind) => {
        const { data, shape } = boxIou(truths, predictions, { format: "xywh", kind });
        expect(shape).toEqual([truths.length, predictions.length]);
        const swapped = boxIou(predictions, truths, { format: "xywh", kind });
        const larger = boxIou(
          truths.map((box) => box.map((number) => number * 8)),
          predictions.map((box) => box.map((number) => number * 8)),
          { format: "xywh", kind },
        );
        const corners = (list: readonly (readonly number[])[]): Float64Array =>
          Float64Array.from(
            list.flatMap(([x, y, w, h]) => [
              x,
              y,
              (x as number) + (w as number),
              (y as number) + (h as number),
            ]),
            Number,
          );
        const asCorners = boxIou(corners(truths), Float32Array.from(corners(predictions)), { kind });
        data.forEach((value, i) => {
          const [t, p] = [Math.floor(i / predictions.length), i % predictions.length];
          expect(swapped.data[p * truths.length + t]).toBeCloseTo(value, 14);
          expect(larger.data[i]).toBeCloseTo(value, 14);
          expect(asCorners.data[i]).toBeCloseTo(value, 14);
          expect(value).toBeLessThanOrEqual(1);
          expect(value).toBeGreaterThanOrEqual(kind === "iou" ? 0 : kind === "ciou" ? -2 : -1);
        });
        const self = boxIou(truths, truths, { format: "xywh", kind });
        truths.forEach((_, i) => {
          expect(self.data[i * truths.length + i]).toBe(1);
        });
      }),
      SETTINGS,
    );
  });

  it("of whole pixels have the IoU of their masks", () => {
    fc.assert(
      fc.property(boxes, boxes, (truths, predictions) => {
        const drawnAll = (list: typeof truths): Runs[] =>
          list.map(([x, y, w, h]) => runsFromBox([x + 40, y + 40, w, h], { width: 130, height: 130 }));
        const ofMasks = runsIou(drawnAll(truths), drawnAll(predictions));
        expect(boxIou(truths, predictions, { format: "xywh" })).toEqual(ofMasks);
      }),
      SETTINGS,
    );
  });

  it("that are turned by nothing or by quarters are those that are not", () => {
    fc.assert(
      fc.property(boxes, boxes, fc.integer({ min: -8, max: 8 }), (truths, predictions, quarters) => {
        const turned = (list: typeof truths): RotatedBox[] =>
          list.map(([cx, cy, w, h]) => {
            const [width, height] = quarters % 2 === 0 ? [w, h] : [h, w];
            return { cx, cy, w: width, h: height, angle: quarters * 90 };
          });
        const plain = boxIou(truths, predictions, { format: "cxcywh" });
        const { data } = rotatedBoxIou(turned(truths), turned(predictions));
        plain.data.forEach((value, i) => {
          expect(Math.abs((data[i] as number) - value)).toBeLessThan(1e-12);
        });
      }),
      SETTINGS,
    );
  });

  it("that are turned keep their IoU when both are turned or moved", () => {
    const angle = fc.double({ min: -360, max: 360, noNaN: true });
    fc.assert(
      fc.property(boxes, angle, angle, angle, (list, first, second, by) => {
        const [a, b] = [list[0], list.at(-1)] as [(typeof list)[0], (typeof list)[0]];
        const truth = { cx: 1, cy: 2, w: a[2], h: a[3], angle: first };
        const predicted = { cx: 5, cy: -3, w: b[2], h: b[3], angle: second };
        const [plain] = rotatedBoxIou([truth], [predicted]).data;
        const radians = (by * Math.PI) / 180;
        const turn = ({ cx, cy, angle: own, ...sides }: RotatedBox): RotatedBox => ({
          ...sides,
          cx: cx * Math.cos(radians) - cy * Math.sin(radians) + 1000,
          cy: cx * Math.sin(radians) + cy * Math.cos(radians),
          angle: own + by,
        });
        const [turned] = rotatedBoxIou([turn(truth)], [turn(predicted)]).data;
        expect(Math.abs((turned as number) - (plain as number))).toBeLessThan(1e-10);
        const [swapped] = rotatedBoxIou([predicted], [truth]).data;
        expect(Math.abs((swapped as number) - (plain as number))).toBeLessThan(1e-12);
      }),
      SETTINGS,
    );
  });
});
