import { decode, encode } from "fast-png";
import { Image, Mask } from "image-js";
import { describe, expect, it } from "vitest";
import { confusionMatrix, type ImageLike, labelMap, segmentsToLabelMap } from "../../src/index.js";
import { BACKENDS, withBackend } from "../helpers/backends.js";
import { CLASSES, counted, HEIGHT, IGNORE, ONE, PREDICTION_ONE, SCORES, TRUTH_ONE, WIDTH } from "./masks.js";

const size = { width: WIDTH, height: HEIGHT };
const opaque = (labels: Uint8Array): Uint8ClampedArray =>
  Uint8ClampedArray.from({ length: labels.length * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : (labels[i >> 2] as number),
  );
const repeated = (channels: number): Uint8Array =>
  Uint8Array.from({ length: PREDICTION_ONE.length * channels }, (_, i) =>
    channels % 2 === 0 && i % channels === channels - 1
      ? 255
      : (PREDICTION_ONE[Math.floor(i / channels)] as number),
  );

/** A canvas, as far as it is read. */
function canvas(data: Uint8ClampedArray): ImageLike {
  const getImageData = (x: number, y: number, width: number, height: number): object =>
    x + y === 0 ? { data, width, height, colorSpace: "srgb" } : {};
  return { ...size, getContext: (kind: string) => (kind === "2d" ? { getImageData } : null) };
}

describe.each(BACKENDS)("images count as their labels do, %s", (name) => {
  it.each<[string, ImageLike]>([
    ["a LabelMap", { data: PREDICTION_ONE, ...size }],
    ["a LabelMap of int64", { data: BigInt64Array.from(PREDICTION_ONE, BigInt), ...size }],
    ["a LabelMap of a plain array", { data: Array.from(PREDICTION_ONE), ...size }],
    ["ImageData", { data: opaque(PREDICTION_ONE), ...size }],
    ["a canvas", canvas(opaque(PREDICTION_ONE))],
    ["a RawImage of 1 channel", { data: PREDICTION_ONE, ...size, channels: 1 }],
    ["a RawImage of 2 channels", { data: repeated(2), ...size, channels: 2 }],
    ["a RawImage of 3 channels", { data: repeated(3), ...size, channels: 3 }],
    ["a RawImage of 4 channels", { data: repeated(4), ...size, channels: 4 }],
    ["fast-png, 8 bits", decode(encode({ ...size, data: PREDICTION_ONE, channels: 1, depth: 8 }))],
    [
      "fast-png, 16 bits",
      decode(encode({ ...size, data: Uint16Array.from(PREDICTION_ONE), channels: 1, depth: 16 })),
    ],
    [
      "fast-png, indexed",
      {
        ...decode(encode({ ...size, data: PREDICTION_ONE, channels: 1 })),
        palette: [[9, 9, 9]],
      } as ImageLike,
    ],
    ["fast-png, RGB", decode(encode({ ...size, data: repeated(3), channels: 3, depth: 8 }))],
    ["image-js, GREY", new Image(WIDTH, HEIGHT, { data: PREDICTION_ONE, colorModel: "GREY" })],
    ["image-js, RGBA", new Image(WIDTH, HEIGHT, { data: repeated(4), colorModel: "RGBA" })],
  ])("%s", (_, image) => {
    expect(withBackend(name, () => counted(TRUTH_ONE, image))).toEqual({ matrix: ONE, images: 1 });
    const scores = { data: SCORES.subarray(0, SCORES.length / 2), shape: [HEIGHT, WIDTH, CLASSES] };
    expect(withBackend(name, () => counted(image, scores)).matrix.counts.filter((_c, i) => i % 5)).toEqual(
      new Float64Array(12),
    );
  });

  it("image-js masks, and bit-packed PNGs of 1, 2 and 4 bits", () => {
    const bits = PREDICTION_ONE.map((label) => label & 1);
    const options = { numClasses: 2 };
    const wanted = confusionMatrix(bits, bits, options);
    const mask = new Mask(WIDTH, HEIGHT, { data: Uint8Array.from(bits) });
    expect(withBackend(name, () => confusionMatrix(bits, mask, options))).toEqual(wanted);
    for (const depth of [1, 2, 4] as const) {
      const labels = PREDICTION_ONE.map((label) => label & (2 ** depth - 1));
      const rowBytes = Math.ceil((WIDTH * depth) / 8);
      const data = new Uint8Array(rowBytes * HEIGHT);
      labels.forEach((label, i) => {
        const bit = (i % WIDTH) * depth;
        const byte = Math.floor(i / WIDTH) * rowBytes + (bit >> 3);
        data[byte] = (data[byte] as number) | (label << (8 - depth - (bit & 7)));
      });
      const image = { ...size, data, channels: 1, depth };
      expect(labelMap(image).data).toEqual(labels);
      const packed = depth === 1 ? decode(encode({ ...image })) : image;
      expect(withBackend(name, () => counted(TRUTH_ONE, packed)).matrix).toEqual(
        counted(TRUTH_ONE, labels).matrix,
      );
    }
  });
});

describe("what is no label is refused", () => {
  const pixel = (...data: number[]): ImageLike => ({
    data: Uint8ClampedArray.from(data),
    width: 1,
    height: 1,
  });
  const count = (image: unknown): unknown =>
    confusionMatrix(Uint8Array.of(0), image as ImageLike, { numClasses: 2 });

  it.each<[string, unknown, string]>([
    [
      "colour",
      pixel(0, 0, 1, 255),
      "grey pixels (R = G = B), whose value is the label, got the colour 0, 0, 1 at x 0, y 0; say what colours mean: labelMap(image, { palette })",
    ],
    [
      "alpha",
      pixel(0, 0, 0, 0),
      'opaque pixels, got alpha 0 at x 0, y 0; of a drawing on a transparent canvas take labelMap(image, { channel: "alpha" })',
    ],
    ["grey and alpha", pixel(1, 128), "got alpha 128"],
    ["16-bit alpha", { data: Uint16Array.of(1, 255), width: 1, height: 1 }, "got alpha 255"],
    [
      "a length",
      { data: new Uint8Array(3), width: 2, height: 2 },
      "4 labels (2 x 2), or 2 to 4 channels of as many, got 3",
    ],
    ["five channels", { data: new Uint8Array(5), width: 1, height: 1 }, "got 5"],
    [
      "channels that lie",
      { data: new Uint8Array(4), width: 2, height: 2, channels: 3 },
      "12 values (2 x 2, 3 channels), got 4",
    ],
    ["an endless store", { data: { length: 2 ** 50, get: () => 0 }, width: 2, height: 2 }, "got 17"],
    [
      "no width",
      { data: new Uint8Array(4), width: 0, height: 2 },
      '"prediction.width" expected a whole number',
    ],
    ["NaN", { data: new Uint8Array(4), width: NaN, height: 2 }, '"prediction.width" expected a whole number'],
    ["floats", { data: new Float32Array(4), width: 2, height: 2 }, "integer typed array, got Float32Array"],
    ["no data", { width: 2, height: 2 }, "integer typed array, got undefined"],
    ["another canvas", { width: 2, height: 2, getContext: () => null }, "draw it onto a 2d canvas"],
    [
      "a foreign picture",
      {
        width: 2,
        height: 2,
        getContext: () => ({
          getImageData: () => {
            throw new Error("tainted");
          },
        }),
      },
      "an error from its getImageData(): tainted",
    ],
    [
      "no raw image",
      { width: 2, height: 2, getRawImage: () => null },
      '"prediction.getRawImage()" expected an image, got null',
    ],
    [
      "a getter that throws",
      {
        get width(): never {
          throw new Error("gone");
        },
      },
      "an error from its width: gone",
    ],
  ])("%s", (_, image, message) => {
    expect(() => count(image)).toThrow(message);
  });

  it("detached pixels", () => {
    const data = new Uint8Array(1);
    structuredClone(data.buffer, { transfer: [data.buffer] });
    expect(() => count({ data, width: 1, height: 1 })).toThrow("detached");
  });
});

describe("labelMap", () => {
  const rgb = { data: Uint8Array.of(0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 0, 0), width: 2, height: 2 };

  it("reads colours by a palette, ids, channels and thresholds", () => {
    expect(labelMap(rgb, { palette: ["#000000", "#FF0000", "#0000ff"] })).toEqual({
      data: Uint8Array.of(0, 1, 2, 1),
      width: 2,
      height: 2,
    });
    expect(labelMap(rgb, { palette: { "#000000": IGNORE, "#ff0000": 300, "#0000ff": 0 } }).data).toEqual(
      Uint16Array.of(IGNORE, 300, 0, 300),
    );
    expect(labelMap(rgb, { rgbIds: true }).data).toEqual(Uint32Array.of(0, 255, 255 * 65536, 255));
    expect(labelMap(rgb, { channel: "blue" }).data).toEqual(Uint8Array.of(0, 0, 255, 0));
    expect(labelMap(rgb, { channel: "red", threshold: 128 }).data).toEqual(Uint8Array.of(0, 1, 0, 1));
    const tensor = { data: Int32Array.from(rgb.data), shape: [2, 2, 3] };
    expect(labelMap(tensor, { palette: ["#000000", "#ff0000", "#0000ff"] }).data).toEqual(
      Uint8Array.of(0, 1, 2, 1),
    );
    const drawing = { data: Uint8ClampedArray.of(0, 0, 0, 0, 255, 0, 0, 200), width: 2, height: 1 };
    expect(labelMap(drawing, { channel: "alpha", threshold: 128 }).data).toEqual(Uint8Array.of(0, 1));
    expect(() => labelMap(drawing, { channel: "red" })).toThrow('read channel "alpha"');
    expect(() => labelMap(drawing, { palette: ["#000000"] })).toThrow("got alpha 0 at x 0, y 0");
    expect(() => labelMap(rgb, { palette: ["#000000", "#ff0000"] })).toThrow(
      '"source" expected colours of the palette, got #0000ff at x 0, y 1; add it with its label',
    );
  });

  it("reads labels, scores and probabilities of tensors", () => {
    const labels = Int32Array.of(3, 1, 2, 0, 1, 1);
    for (const shape of [
      [2, 3],
      [1, 2, 3],
      [1, 1, 2, 3],
      [1, 2, 3, 1],
    ]) {
      expect(labelMap({ data: labels, shape })).toEqual({ data: labels, width: 3, height: 2 });
    }
    const scores = { data: Float32Array.of(0, 1, 1, 0, 0, 2, 5, 0), shape: [1, 2, 2, 2] };
    expect(labelMap(scores)).toEqual({ data: Uint8Array.of(1, 0, 1, 0), width: 2, height: 2 });
    expect(labelMap(scores, { layout: "channelsFirst" }).data).toEqual(Uint8Array.of(0, 1, 1, 0));
    const hot = { data: Uint8Array.of(0, 1, 1, 0, 0, 1, 1, 0), shape: [2, 2, 2] };
    expect(labelMap(hot).data).toEqual(Uint8Array.of(1, 0, 1, 0));
    const half = { data: Uint16Array.of(0x3800, 0x3400), shape: [1, 2], type: "float16" };
    expect(labelMap(half, { threshold: 0.5 }).data).toEqual(Uint8Array.of(1, 0));
    expect(() => labelMap({ data: labels, shape: [2, 3, 1, 1] })).toThrow(
      '"source.shape" expected one image',
    );
    expect(() => labelMap({ ...hot, shape: [1, 4, 2] })).toThrow("that could be either");
    expect(() => labelMap({ data: Float32Array.of(NaN), shape: [1, 1] }, { threshold: 0 })).toThrow(
      "NaN at pixel 0",
    );
  });

  it.each<[Record<string, unknown>, string]>([
    [
      { palette: ["#000000"], rgbIds: true },
      '"options" expected one of palette, rgbIds, channel, threshold, got palette and rgbIds',
    ],
    [{ rgbIds: true, threshold: 1 }, "got rgbIds and threshold"],
    [{ palette: ["red"] }, '"palette" expected colours as "#rrggbb", got "red"'],
    [{ palette: ["#000000", "#000000"] }, "one label of #000000, got 0 and 1"],
    [{ palette: { "#000000": 1.5 } }, '"palette, the label of #000000" expected a whole number'],
    [{ palette: [] }, "at least 1 colour"],
    [{ palette: "#000000" }, "a list of"],
    [{ channel: "cyan" }, '"channel" expected "red"'],
    [{ channel: "alpha" }, '"channel" expected one of the image\'s 3'],
    [{ threshold: NaN }, '"threshold" expected a finite number'],
    [{ colours: [] }, "unknown option"],
  ])("%j", (options, message) => {
    expect(() => labelMap(rgb, options)).toThrow(message);
  });
});

describe("segmentsToLabelMap", () => {
  const mask = (...data: number[]): ImageLike => ({
    data: Uint8ClampedArray.from(data),
    width: 2,
    height: 1,
    channels: 1,
  });
  const classNames = ["cat", "dog", "sky"];
  const segments = [
    { label: "dog", score: 0.9, mask: mask(255, 0) },
    { label: "sky", score: 0.8, mask: mask(0, 255) },
  ];

  it("gives each pixel its segment's class", () => {
    expect(segmentsToLabelMap(segments, { classNames })).toEqual({
      data: Uint8Array.of(1, 2),
      width: 2,
      height: 1,
    });
    const [dog] = segments as [(typeof segments)[0]];
    expect(segmentsToLabelMap([dog], { classNames, unlabelled: 255 }).data).toEqual(Uint8Array.of(1, 255));
    expect(segmentsToLabelMap([dog], { classNames, unlabelled: -1 }).data).toEqual(Int32Array.of(1, -1));
    expect(segmentsToLabelMap([dog, { label: "dog", mask: mask(1, 1) }], { classNames }).data).toEqual(
      Uint8Array.of(1, 1),
    );
    const over = [...segments, { label: "cat", mask: mask(255, 0) }];
    expect(segmentsToLabelMap(over, { classNames, overlap: "last" }).data).toEqual(Uint8Array.of(0, 2));
    expect(() => segmentsToLabelMap(over, { classNames })).toThrow(
      '"segments[2].mask" expected pixels in no other segment, got "cat" and "dog" at x 0, y 0; overlap: "last" takes the later one',
    );
  });

  it.each<[unknown, unknown, string]>([
    [
      [{ label: "cow", mask: mask(0, 0) }],
      { classNames },
      '"segments[0].label" expected one of classNames (cat, dog, sky), got "cow"',
    ],
    [[{ label: null, mask: mask(0, 0) }], { classNames }, "got null"],
    [
      [{ label: "cat", mask: mask(255, 0) }],
      { classNames },
      "every pixel in a segment, got none at x 1, y 0; say what such pixels are: unlabelled",
    ],
    [[{ label: "cat", mask: mask(255, 7) }], { classNames }, "0 and 255, got 7 at x 1, y 0"],
    [
      [...segments, { label: "cat", mask: { data: new Uint8Array(3), width: 3, height: 1 } }],
      { classNames },
      "2 x 1 pixels, as segments[0].mask has, got 3 x 1",
    ],
    [[{ label: "cat" }], { classNames }, '"segments[0].mask" expected an image, got undefined'],
    [[], { classNames }, "at least 1 segment"],
    [{}, { classNames }, "an array of { label, mask }"],
    [[null], { classNames }, '"segments[0]" expected { label, mask }, got null'],
    [segments, {}, '"classNames" expected an array of strings'],
    [segments, { classNames: ["dog", "dog"] }, "names unlike each other"],
    [segments, { classNames, overlap: "first" }, '"overlap" expected'],
    [segments, { classNames, unlabelled: 0.5 }, '"unlabelled" expected a whole number'],
  ])("%j %j", (given, options, message) => {
    expect(() => segmentsToLabelMap(given as never, options as never)).toThrow(message);
  });
});
