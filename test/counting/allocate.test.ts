import { afterEach, describe, expect, it } from "vitest";
import {
  allocate,
  binaryOverlap,
  confusionMatrix,
  ConfusionCounter,
  IoU_coeff,
  mean_iou,
  metrics_np,
  setBackend,
} from "../../src/index.js";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { Allocator } from "../../src/counting/wasm/allocator.js";
import { BACKENDS } from "../helpers/backends.js";
import { finiteScores, toPlanes } from "../helpers/scores.js";

afterEach(() => {
  setBackend("simd");
});

describe.each(BACKENDS)("allocated arrays, %s", (name) => {
  it("count as ordinary ones, in every form", () => {
    setBackend(name);
    const numClasses = 5;
    const shape = [2, 40, 50, numClasses];
    const pixels = 4000;
    const plain = [finiteScores(pixels * numClasses, 1), finiteScores(pixels * numClasses, 2)] as const;
    const held = plain.map((scores) => {
      const array = allocate(Float32Array, scores.length);
      array.data.set(scores);
      return array;
    });
    const [t, p] = held as [(typeof held)[0], (typeof held)[0]];
    const tensors = [
      { data: t.data, shape },
      { data: p.data, shape },
    ] as const;
    const wanted = [
      { data: plain[0], shape },
      { data: plain[1], shape },
    ] as const;
    expect(metrics_np(...tensors, "iou", "standard", false, true)).toEqual(
      metrics_np(...wanted, "iou", "standard", false, true),
    );
    expect(IoU_coeff(...tensors)).toEqual(IoU_coeff(...wanted));
    expect(mean_iou(tensors[0], wanted[1])).toBe(mean_iou(...wanted));
    t.data.set(toPlanes(plain[0], 2000, numClasses));
    p.data.set(toPlanes(plain[1], 2000, numClasses));
    const dims = [2, numClasses, 40, 50];
    expect(
      confusionMatrix({ data: t.data, dims }, { data: p.data, dims }, { layout: "channelsFirst" }),
    ).toEqual(confusionMatrix(...wanted));
    for (const type of [Uint8Array, Uint16Array, Int32Array]) {
      const labels = [allocate(type, pixels), allocate(type, pixels)] as const;
      const random = seededRandom(1);
      labels.forEach((array) => {
        array.data.forEach((_, i) => {
          array.data[i] = Math.floor(random() * 7);
        });
      });
      const copies = labels.map(({ data }) => type.from(data)) as [Uint8Array, Uint8Array];
      const options = { numClasses: 7, ignoreIndex: 3 };
      expect(confusionMatrix(labels[0].data, labels[1].data, options)).toEqual(
        confusionMatrix(...copies, options),
      );
      expect(confusionMatrix(labels[0].data, copies[1], options)).toEqual(
        confusionMatrix(...copies, options),
      );
      if (type === Uint8Array) {
        const bytes = [labels[0].data as Uint8Array, labels[1].data as Uint8Array] as const;
        expect(binaryOverlap(...bytes)).toEqual(binaryOverlap(...copies));
        const packed = { bitPacked: true, width: 77, height: 10, rowBytes: 400 } as const;
        expect(binaryOverlap(...bytes, packed)).toEqual(binaryOverlap(...copies, packed));
      }
      labels.forEach((array) => {
        array.free();
      });
    }
    held.forEach((array) => {
      array.free();
    });
  });

  it("begin as zeros, keep what is written while others come, go and are counted", () => {
    setBackend(name);
    const first = allocate(Uint32Array, 1000);
    expect(first.data.every((value) => value === 0)).toBe(true);
    first.data.forEach((_, i) => {
      first.data[i] = i;
    });
    const others = [allocate(Float64Array, 1_000_000), allocate(Uint8Array, 3)];
    confusionMatrix(new Uint8Array(300_000), new Uint8Array(300_000), { numClasses: 1000 });
    others.forEach((other) => {
      other.free();
    });
    const again = allocate(Uint8Array, 5_000_000);
    expect(again.data.every((value) => value === 0)).toBe(true);
    again.data.fill(255);
    expect([...first.data]).toEqual([...Array(1000).keys()]);
    first.free();
    again.free();
    again.free();
    expect(() => first.data).toThrow("the array has been freed");
  });

  it("refuse what cannot be", () => {
    setBackend(name);
    expect(() => allocate(Array as never, 4)).toThrow(TypeError);
    expect(() => allocate("uint8" as never, 4)).toThrow('"type" expected Uint8Array');
    expect(() => allocate(Uint8Array, 0)).toThrow(RangeError);
    expect(() => allocate(Uint8Array, 1.5)).toThrow(RangeError);
    expect(() => allocate(Uint8Array, 2 ** 33)).toThrow(RangeError);
    expect(() => allocate(Uint8Array, "4" as never)).toThrow(TypeError);
  });
});

it("a view from before memory grew is an error that says so, and data gives a live one", () => {
  setBackend("simd");
  const mask = allocate(Uint8Array, 16);
  const stale = mask.data;
  mask.data.fill(1);
  const large = allocate(Uint8Array, 64 * 2 ** 20);
  expect(stale.length).toBe(0);
  expect(() => binaryOverlap(stale, stale)).toThrow("of allocated memory, read .data anew");
  expect(() => confusionMatrix(stale, stale, { numClasses: 2 })).toThrow("detached");
  expect(binaryOverlap(mask.data, mask.data).intersection).toBe(16);
  large.free();
  mask.free();
});

it("memory with no room is a RangeError, and leaves the rest usable", () => {
  setBackend("scalar");
  expect(() => allocate(Uint8Array, 2 ** 32 - 1)).toThrow(
    '"length" expected an array that fits WebAssembly memory',
  );
  const mask = allocate(Uint8Array, 16);
  expect(binaryOverlap(mask.data, mask.data).union).toBe(0);
  mask.free();
});

describe("the allocator", () => {
  it("never hands out the same byte twice, and gives all of it back", () => {
    const random = seededRandom(4);
    const allocator = new Allocator(1000, 8);
    const used = new Map<number, number>();
    for (let step = 0; step < 3000; step++) {
      if (random() < 0.5 && used.size > 0) {
        const offset = [...used.keys()][Math.floor(random() * used.size)] as number;
        allocator.release(offset);
        used.delete(offset);
      } else {
        const bytes = Math.floor(random() * 100);
        const offset = allocator.allocate(bytes);
        for (const [other, length] of used) {
          expect(offset + bytes <= other || other + length <= offset).toBe(true);
        }
        expect(offset).toBeGreaterThanOrEqual(1000);
        expect(offset % 8).toBe(0);
        used.set(offset, bytes);
      }
    }
    for (const offset of used.keys()) allocator.release(offset);
    expect(allocator.allocate(1_000_000)).toBe(1000);
    expect(() => {
      allocator.release(7);
    }).toThrow("nothing is allocated at 7");
  });
});

describe("a counter of strips", () => {
  const random = seededRandom(6);
  const truth = Uint8Array.from({ length: 5000 }, () => Math.floor(random() * 5));
  const predicted = Uint16Array.from(truth, (label) => (random() < 0.8 ? label : Math.floor(random() * 4)));

  it.each([{ numClasses: 5 }, { numClasses: 5, ignoreIndex: 4 }, { numClasses: 65536, ignoreIndex: 2 }])(
    "equals one call over all of it, %j",
    async (options) => {
      const strips = [0, 1, 17, 1000, 4999].map((start, i, starts) => {
        const end = starts[i + 1] ?? 5000;
        return [truth.subarray(start, end), predicted.subarray(start, end)] as const;
      });
      const whole = confusionMatrix(truth, predicted, options);
      const counter = new ConfusionCounter(options);
      for (const [t, p] of strips) counter.update(t, p);
      expect(counter.result()).toEqual(whole);
      expect(counter.pixelCount).toBe(5000);
      expect((await new ConfusionCounter(options).updateAll(strips)).result()).toEqual(whole);
      async function* arriving(): AsyncGenerator<(typeof strips)[number]> {
        for (const strip of strips) yield await Promise.resolve(strip);
      }
      expect((await new ConfusionCounter(options).updateAll(arriving())).result()).toEqual(whole);
    },
  );

  it("adds nothing of a strip that throws, and gives copies away", () => {
    const counter = new ConfusionCounter({ numClasses: 2 });
    counter.update(Uint8Array.of(0, 1), Uint8Array.of(0, 0));
    expect(() => counter.update(Uint8Array.of(0, 7), Uint8Array.of(0, 0))).toThrow("label 7 at pixel 1");
    const result = counter.result();
    expect([...result.counts]).toEqual([1, 0, 1, 0]);
    result.counts.fill(9);
    expect([...counter.result().counts]).toEqual([1, 0, 1, 0]);
    expect(() => new ConfusionCounter({ numClasses: 0 })).toThrow(RangeError);
    expect(() => new ConfusionCounter({ numClasses: 2, ignore: 1 } as never)).toThrow("unknown option");
  });

  it("counts past 2^32 pixels exactly", () => {
    setBackend("simd");
    const strip = allocate(Uint8Array, 2 ** 26);
    strip.data.fill(1, 0, 1000);
    const counter = new ConfusionCounter({ numClasses: 2 });
    for (let i = 0; i < 65; i++) counter.update(strip.data, strip.data);
    strip.free();
    expect(counter.pixelCount).toBe(65 * 2 ** 26);
    expect(counter.pixelCount).toBeGreaterThan(2 ** 32);
    expect([...counter.result().counts]).toEqual([65 * (2 ** 26 - 1000), 0, 0, 65 * 1000]);
  });
});
