import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeMask, type DecodeOptions } from "../../../app/formats/decodeMask.js";
import { FormatError } from "../../../app/formats/formatError.js";
import { loadJpeg } from "../../../app/formats/loadJpeg.js";
import { inflateByNode } from "../../../cli/counting/inflateByNode.js";
import { float16ToFloat32 } from "../../../src/reading/float16.js";
import type { PixelValues } from "../../../src/types.js";
import { COMPRESSIONS, decodeSegment } from "../../../app/formats/tiffSegments.js";
import { nifti, npy, tiff } from "./makeFiles.js";

interface Expected {
  readonly threshold: number;
  readonly above: number;
  /** SHA-256 of where values are above it: a byte a pixel. */
  readonly digest: string;
  readonly nodata: string | null;
  readonly nodataPixels: number;
}

const FOLDER = new URL("../../golden/values/", import.meta.url);
const EXPECTED = JSON.parse(readFileSync(new URL("expected.json", FOLDER), "utf8")) as Record<
  string,
  Expected
>;
const FILES = readdirSync(FOLDER).filter((name) => !["expected.json", "PROVENANCE.md"].includes(name));
const OF_COLOURS = ["pillow-cmyk.jpg", "pillow-coloured.jpg"];

const jpeg = await loadJpeg();
const WITH_THRESHOLD: DecodeOptions = { takesValues: true, jpeg };

function read(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}

function valuesOf(bytes: Uint8Array, options: DecodeOptions): { data: PixelValues; nodata?: number } {
  const { raster } = decodeMask(bytes, options);
  if (raster.kind === "scores") throw new Error("scores");
  const { data, nodata } = raster;
  return { data, ...(nodata === undefined ? {} : { nodata }) };
}

/** The first cure of a file that is refused. */
function offered(bytes: Uint8Array): unknown {
  try {
    decodeMask(bytes);
  } catch (error) {
    return (error as FormatError).problem.cure?.[0];
  }
  throw new Error("it is not refused");
}

it("every file is expected, and every expected file is there", () => {
  expect(FILES.length).toBeGreaterThan(50);
  expect([...Object.keys(EXPECTED), ...OF_COLOURS].sort()).toEqual([...FILES].sort());
});

describe.each(Object.entries(EXPECTED))("%s", (name, expected) => {
  it.each([
    ["fflate", WITH_THRESHOLD],
    ["the platform's inflate", { ...WITH_THRESHOLD, inflate: inflateByNode }],
  ])("is above the threshold where NumPy says, by %s", (_, options) => {
    const { data, nodata } = valuesOf(read(name), options);
    const isNodata = (value: number): boolean => value === nodata || Object.is(value, nodata);
    const above = Uint8Array.from(data as Float64Array, (value) =>
      Number(!isNodata(value) && value > expected.threshold),
    );
    expect(above.reduce((sum, one) => sum + one, 0)).toBe(expected.above);
    expect(createHash("sha256").update(above).digest("hex")).toBe(expected.digest);
    expect(data.filter(isNodata as never).length).toBe(expected.nodataPixels);
    expect(nodata === undefined).toBe(expected.nodata === null);
  });

  it("is refused without a threshold, unless it holds whole numbers or could be scores", () => {
    const bytes = read(name);
    if (name.endsWith(".png") || name.includes("1hw") || name.endsWith(".npz")) {
      expect(() => decodeMask(bytes)).not.toThrow();
      return;
    }
    expect(() => decodeMask(bytes)).toThrow(FormatError);
    if (!name.includes("scaled")) expect(offered(bytes)).toMatchObject({ do: "set-threshold" });
  });
});

describe("a JPEG", () => {
  it.each([
    ["pillow-coloured.jpg", /^a JPEG of colours: \d+, \d+, \d+ at x 0, y 0 is no grey; save it in greys/],
    ["pillow-cmyk.jpg", /^a JPEG of colours|^a JPEG of 4 channels/],
  ])("of colours is refused: %s", (name, message) => {
    expect(() => decodeMask(read(name), WITH_THRESHOLD)).toThrow(FormatError);
    expect(() => decodeMask(read(name), WITH_THRESHOLD)).toThrow(message);
  });

  const jpegs = FILES.filter((name) => name.endsWith(".jpg") && !OF_COLOURS.includes(name));

  it.each(jpegs)("that is cut short anywhere is refused: %s", (name) => {
    const bytes = read(name);
    for (let end = 4; end < bytes.length - 1; end += 7) {
      expect(() => decodeMask(bytes.subarray(0, end), WITH_THRESHOLD)).toThrow(FormatError);
    }
  });

  it("whose scan is missing or damaged is refused", () => {
    const bytes = read("pillow-grey-q75.jpg");
    const scan = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xda);
    const withoutScan = new Uint8Array([...bytes.subarray(0, scan), 0xff, 0xd9]);
    expect(() => decodeMask(withoutScan, WITH_THRESHOLD)).toThrow(FormatError);
    const halfScan = new Uint8Array([...bytes.subarray(0, (scan + bytes.length) >> 1), 0xff, 0xd9]);
    expect(() => decodeMask(halfScan, WITH_THRESHOLD)).toThrow(FormatError);
  });

  it.each(jpegs.filter((name) => name.includes("progressive")))(
    "without its later scans is refused: %s",
    (name) => {
      const bytes = read(name);
      const scans = [...bytes.keys()].filter((at) => bytes[at] === 0xff && bytes[at + 1] === 0xda);
      expect(scans.length).toBeGreaterThan(3);
      for (const scan of scans) {
        const cut = new Uint8Array([...bytes.subarray(0, scan), 0xff, 0xd9]);
        expect(() => decodeMask(cut, WITH_THRESHOLD)).toThrow(
          /^truncated JPEG: (it has scans of|the scans that)|no marker/,
        );
      }
    },
  );
});

it("the predictor of floats knows no byte order", () => {
  // 0.25 and 0.75: the highest bytes of both, then the next ones, each less the one before.
  const predicted = Uint8Array.of(0x3e, 0x01, 0x41, 0xc0, 0xc0, 0x00, 0x00, 0x00);
  const layout = {
    width: 2,
    height: 1,
    compression: COMPRESSIONS[1] as (typeof COMPRESSIONS)[number],
    hasPredictor: false,
    hasFloatPredictor: true,
    bytesPerSample: 4,
    rowBytes: 8,
    samplesPerPixel: 1,
  } as const;
  for (const isLittleEndian of [true, false]) {
    const { buffer } = decodeSegment(predicted, 1, { ...layout, isLittleEndian }, undefined);
    expect([...new Float32Array(buffer)]).toEqual([0.25, 0.75]);
  }
});

it("every float16 is the number that its bits say", () => {
  const floats = float16ToFloat32(Uint16Array.from({ length: 65_536 }, (_, half) => half));
  for (let half = 0; half < 65_536; half++) {
    const [sign, exponent, fraction] = [half & 0x8000 ? -1 : 1, (half >> 10) & 31, half & 1023];
    const finite =
      exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
    const wanted = exponent < 31 ? finite : fraction === 0 ? sign * Infinity : NaN;
    if (!Object.is(floats[half], wanted)) expect.fail(`0x${half.toString(16)}`);
  }
});

describe("what is offered is half of the range of what can be told apart", () => {
  const floats = (...values: number[]): Uint8Array<ArrayBuffer> =>
    new Uint8Array(Float32Array.from(values).buffer);
  it.each([
    [[0, 0.25, 1, 0.5], 0.5],
    [[-3, 0.25, 1, 0.5], 0],
    [[0.5, Infinity, NaN, 200], 127],
    [[0.5, 60_000, 0, 1], 30_000],
  ])("%j", (values, threshold) => {
    const wanted = expect.objectContaining({ do: "set-threshold", threshold }) as unknown;
    expect(offered(npy("<f4", "(2, 2)", floats(...values)))).toEqual(wanted);
    expect(offered(nifti([2, 2, 2], 16, floats(...values)))).toEqual(wanted);
  });

  it("whatever the file says of no data", () => {
    // The text "0.5", which GDAL writes of no data, among the 64 bytes of pixels.
    const bytes = tiff({
      256: [2],
      257: [2],
      258: [32],
      262: [1],
      273: [8],
      278: [2],
      279: [16],
      339: [3],
      42113: { type: 2, count: 6, value: 40 },
    });
    bytes.set(floats(-9999, 0.25, 1, 0.75), 8);
    bytes.set(new TextEncoder().encode("-9999\0"), 40);
    expect(offered(bytes)).toMatchObject({ do: "set-threshold", threshold: 0.5 });
  });
});
