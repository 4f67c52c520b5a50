import { readdirSync, readFileSync } from "node:fs";
import { decode, encode } from "fast-png";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeMask } from "../../../app/formats/decodeMask.js";
import { FormatError } from "../../../app/formats/formatError.js";

const FOLDER = new URL("../../golden/masks/", import.meta.url);
const EXPECTED = JSON.parse(readFileSync(new URL("expected.json", FOLDER), "utf8")) as Record<
  string,
  { readonly shape: number[]; readonly values: (number | null)[] }
>;
const FILES = readdirSync(FOLDER).filter((name) => /\.(png|npy)$/.test(name));

function read(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, FOLDER)));
}

function contentOf(bytes: Uint8Array): { shape: number[]; values: number[] } {
  const mask = decodeMask(bytes).raster;
  const [slices, height, width] = mask.size;
  return mask.kind !== "scores"
    ? {
        shape: [slices * height, width],
        values: Array.from<number | bigint, number>(mask.data, Number),
      }
    : { shape: [height, width, mask.scores.numClasses], values: [...mask.scores.data] };
}

it("finds the files of other programs", () => {
  expect(FILES.length).toBe(Object.keys(EXPECTED).length + 3);
});

describe.each(FILES.filter((name) => !name.startsWith("colour-")))("%s", (name) => {
  it("is read value by value", () => {
    expect(contentOf(read(name))).toEqual(EXPECTED[name]);
  });

  it("is read from any place in a larger buffer", () => {
    const bytes = read(name);
    for (const skew of [1, 2, 3, 5]) {
      const padded = new Uint8Array(bytes.length + skew + 4);
      padded.set(bytes, skew);
      expect(contentOf(padded.subarray(skew, skew + bytes.length))).toEqual(EXPECTED[name]);
    }
  });

  it("is refused wherever it is cut off", () => {
    const bytes = read(name);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeMask(bytes.slice(0, length)), `${length} of ${bytes.length} bytes`).toThrow(
        FormatError,
      );
    }
  });
});

describe("fast-png as the oracle", () => {
  it("writes what is read back value by value, interlaced or not, 8 and 16 bits, with and without a palette", () => {
    const palette = Array.from({ length: 256 }, (_, i) => [i % 7, i % 5, i % 3]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom("grey 8", "grey 16", "indexed 8"),
        fc.constantFrom("null", "Adam7"),
        fc.infiniteStream(fc.nat(65535)),
        (width, height, kind, interlace, values) => {
          const numbers = Array.from({ length: width * height }, () => values.next().value as number);
          const data = kind === "grey 16" ? Uint16Array.from(numbers) : Uint8Array.from(numbers);
          const image = { width, height, channels: 1, depth: kind === "grey 16" ? 16 : 8, data } as const;
          const bytes = encode(kind === "indexed 8" ? { ...image, palette } : image, { interlace });
          expect(contentOf(bytes)).toEqual({ shape: [height, width], values: [...data] });
        },
      ),
      { numRuns: 300, seed: 3 },
    );
  });

  it.each(FILES.filter((name) => /-(8|16).*\.png$/.test(name)))("reads %s as we do", (name) => {
    expect(contentOf(read(name)).values).toEqual([...decode(read(name)).data]);
  });
});

describe("damaged files", () => {
  it("a PNG with any bit of its chunks turned is refused, or still holds the same labels", () => {
    const bytes = read("indexed-4.png");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice();
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
      let content;
      try {
        content = contentOf(damaged);
      } catch (error) {
        expect(error, `bit ${bit}`).toBeInstanceOf(FormatError);
      }
      if (content !== undefined) expect(content, `bit ${bit}`).toEqual(EXPECTED["indexed-4.png"]);
    }
  });

  it("never throws anything but FormatError", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FILES.filter((name) => name !== "indexed-8.png")),
        fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        (name, edits) => {
          const bytes = read(name);
          for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
          try {
            decodeMask(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(FormatError);
          }
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });

  it("a PNG whose image data ends early is refused, though its checksums are right", () => {
    // The encoder is told of one row less than the header then says.
    for (const value of [0, 7]) {
      for (const missing of [1, 3]) {
        const short = encode({ width: 5, height: 3, channels: 1, data: new Uint8Array(15).fill(value) });
        const tall = withHeight(short, 3 + missing);
        expect(() => decodeMask(tall)).toThrow(FormatError);
      }
      const wide = withWidth(
        encode({ width: 5, height: 1, channels: 1, data: new Uint8Array(5).fill(value) }),
        9,
      );
      expect(() => decodeMask(wide)).toThrow(/image data ends early/);
    }
  });

  it("a PNG whose pixels were changed behind its back is refused", () => {
    // Stored, not compressed: a turned bit in the image data decompresses, and its chunk's checksum is made to fit.
    const bytes = encode(
      { width: 40, height: 4, channels: 1, data: new Uint8Array(160).map((_, i) => i) },
      { zlib: { level: 0 } },
    );
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const length = view.getUint32(33);
    for (const at of [60, 100, 150]) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] as number) ^ 4;
      new DataView(damaged.buffer).setUint32(41 + length, crc32(damaged.subarray(37, 41 + length)));
      expect(() => decodeMask(damaged)).toThrow("the checksum of its image data is wrong");
    }
  });

  it("a palette that cannot be, or is missing, is refused", () => {
    const bytes = read("indexed-4.png");
    const start = 33;
    const length = new DataView(bytes.buffer).getUint32(start);
    expect(String.fromCharCode(...bytes.subarray(start + 4, start + 8))).toBe("PLTE");
    const rest = bytes.subarray(start + 12 + length);
    const without = Uint8Array.of(...bytes.subarray(0, start), ...rest);
    expect(() => decodeMask(without)).toThrow("it is indexed and has no palette");
    const chunk = Uint8Array.of(0, 0, 0, 7, 80, 76, 84, 69, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0);
    new DataView(chunk.buffer).setUint32(15, crc32(chunk.subarray(4, 15)));
    const odd = Uint8Array.of(...bytes.subarray(0, start), ...chunk, ...rest);
    expect(() => decodeMask(odd)).toThrow("its palette has a wrong length");
  });

  it("a PNG without image data is refused", () => {
    const bytes = read("grey-8.png");
    const start = 33;
    const length = new DataView(bytes.buffer).getUint32(start);
    expect(String.fromCharCode(...bytes.subarray(start + 4, start + 8))).toBe("IDAT");
    const without = Uint8Array.of(...bytes.subarray(0, start), ...bytes.subarray(start + 12 + length));
    expect(() => decodeMask(without)).toThrow("image data ends early");
  });

  it("a header that promises more than the file can hold is refused before memory is taken", () => {
    const bomb = withWidth(withHeight(read("grey-8.png"), 100_000), 100_000);
    expect(() => decodeMask(bomb)).toThrow("promises 100000 x 100000 pixels");
  });

  it("says what is wrong", () => {
    const text = (content: string): Uint8Array => new TextEncoder().encode(content);
    expect(() => decodeMask(new Uint8Array(0))).toThrow("the file is empty (0 bytes)");
    expect(() => decodeMask(Uint8Array.of(1, 2, 3, 4))).toThrow(
      "neither a PNG, a NumPy array, a TIFF nor a NIfTI file",
    );
    expect(() => decodeMask(text("0 0 1\n"))).toThrow(
      "a table of numbers in text; save its labels as an array",
    );
    expect(() => decodeMask(read("colour-rgb.png"))).toThrow("an RGB PNG holds colours, not labels");
    expect(() => decodeMask(read("colour-rgba.png"))).toThrow("an RGBA PNG holds colours");
    expect(() => decodeMask(read("colour-la.png"))).toThrow(
      "a grey-with-alpha PNG, which has two values a pixel; save the mask as a grey PNG without alpha",
    );
    expect(() => decodeMask(withHeight(read("grey-8.png"), 0))).toThrow("its size is 13 x 0");
  });
});

describe(".npy arrays that are no mask", () => {
  it.each([
    ["<f4", "(2, 3, 2, 1)", 48, "2 x 3 x 2 x 1 of floats; expected a label map"],
    ["<i4", "(2, 3, 2)", 48, "2 x 3 x 2 of integers"],
    ["<i4", "(6,)", 24, "6 of integers"],
    ["<i4", "()", 4, "a single value of integers"],
    ["<i4", "(0, 4)", 0, "array is empty: 0 x 4"],
    ["<f3", "(3, 2, 2)", 24, 'dtype "<f3" is neither labels nor scores'],
    ["<c8", "(3, 2)", 48, 'dtype "<c8"'],
    ["|O", "(3, 2)", 48, 'dtype "|O"'],
    ["<i4", "(3, 2)", 25, "damaged .npy: 3 x 2 of int32 take 24 bytes, it holds 25"],
    ["<i4", "(3, 2)", 23, "truncated .npy"],
    ["<i4", "(30000000000, 20000000000)", 24, "damaged .npy: its header promises"],
    [
      "|u1",
      "(20000, 20000)",
      24,
      "20000 x 20000 pixels, but a mask has at most 268,435,456 pixels; cut it into",
    ],
    ["|u1", `(1${"0".repeat(400)}, 1)`, 24, "damaged .npy: its header promises"],
  ])("%s %s in %i bytes", (dtype, shape, bytes, message) => {
    expect(() => decodeMask(npy(dtype, shape, new Uint8Array(bytes)))).toThrow(FormatError);
    expect(() => decodeMask(npy(dtype, shape, new Uint8Array(bytes)))).toThrow(message);
  });

  it.each(["(3, 2)", "(3, 2, 1)", "(1, 3, 2, 1)"])("floats of %s that are no whole numbers", (shape) => {
    const bytes = (...floats: number[]): Uint8Array =>
      npy("<f4", shape, new Uint8Array(Float32Array.from(floats).buffer));
    const what = `.npy array of ${shape.slice(1, -1).replaceAll(", ", " x ")} floats`;
    expect(() => decodeMask(bytes(1, 0, 0, 0.25, 0, 2))).toThrow(FormatError);
    expect(() => decodeMask(bytes(1, 0, 0, 0.25, 0, 2))).toThrow(
      `${what} with 0.25 at x 1, y 1, which is no label; save the labels as integers`,
    );
    expect(decodeMask(bytes(1, 0, 0, 300, 0, 2)).raster).toMatchObject({
      kind: "labels",
      data: Int16Array.of(1, 0, 0, 300, 0, 2),
      size: [1, 3, 2],
    });
  });

  it("64-bit labels keep their values; unsigned ones beyond 2^63 are refused", () => {
    const data = new Uint8Array(BigInt64Array.of(1n, 2n ** 32n + 1n, -(2n ** 63n)).buffer);
    const mask = decodeMask(npy("<i8", "(1, 3)", data)).raster;
    expect(mask.kind === "labels" && mask.data).toEqual(BigInt64Array.of(1n, 2n ** 32n + 1n, -(2n ** 63n)));
    const unsigned = new Uint8Array(BigUint64Array.of(0n, 2n ** 63n).buffer);
    expect(() => decodeMask(npy("<u8", "(1, 2)", unsigned))).toThrow(
      "value 9223372036854775808 at element 1 is beyond any label",
    );
  });

  it("structured dtypes and other headers are refused", () => {
    const header = (text: string): Uint8Array => npyWithHeader(text, new Uint8Array(8));
    expect(() =>
      decodeMask(header("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (2,)}")),
    ).toThrow(".npy array of records");
    expect(() => decodeMask(header("not a dict"))).toThrow(FormatError);
    const version9 = npy("<i4", "(1, 2)", new Uint8Array(8));
    version9[6] = 9;
    expect(() => decodeMask(version9)).toThrow(".npy version 9 is not known");
  });
});

function npy(dtype: string, shape: string, data: Uint8Array): Uint8Array {
  return npyWithHeader(`{'descr': '${dtype}', 'fortran_order': False, 'shape': ${shape}, }\n`, data);
}

function npyWithHeader(header: string, data: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(header);
  return Uint8Array.of(
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    1,
    0,
    text.length & 255,
    text.length >> 8,
    ...text,
    ...data,
  );
}

function withWidth(png: Uint8Array, width: number): Uint8Array {
  return withHeaderField(png, 16, width);
}

function withHeight(png: Uint8Array, height: number): Uint8Array {
  return withHeaderField(png, 20, height);
}

/** The PNG with another number in its header and a checksum to match. */
function withHeaderField(png: Uint8Array, at: number, value: number): Uint8Array {
  const changed = png.slice();
  const view = new DataView(changed.buffer);
  view.setUint32(at, value);
  view.setUint32(29, crc32(changed.subarray(12, 29)));
  return changed;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
