import { deflateRawSync, deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { crc32 } from "../../../app/formats/crc32.js";
import { FormatError } from "../../../app/formats/formatError.js";
import { heldBytes } from "../../../app/formats/fileBytes.js";
import { type Compressed, inflate, inflateStart } from "../../../app/formats/inflate.js";
import { inflateByNode } from "../../../cli/counting/inflateByNode.js";

const PLATFORMS = [
  ["fflate", undefined],
  ["Node's", inflateByNode],
] as const;

function compressed(content: Uint8Array, isZlib: boolean, more: Partial<Compressed> = {}): Compressed {
  const stream = new Uint8Array(isZlib ? deflateSync(content) : deflateRawSync(content));
  const checksum = isZlib ? undefined : crc32(content);
  return { file: "X", part: "its part", stream, size: content.length, checksum, ...more };
}

const contentArb = fc.uint8Array({ minLength: 1, maxLength: 3000 });

describe.each(PLATFORMS)("with %s inflate", (_, platform) => {
  it("gives back what was deflated, wrapped or not", () => {
    fc.assert(
      fc.property(contentArb, fc.boolean(), (content, isZlib) => {
        expect(inflate(compressed(content, isZlib), platform)).toEqual(content);
      }),
      { seed: 12 },
    );
  });

  it("refuses another length and another checksum", () => {
    fc.assert(
      fc.property(contentArb, (content) => {
        const { length } = content;
        const raw =
          (more: Partial<Compressed>): (() => Uint8Array) =>
          () =>
            inflate(compressed(content, false, more), platform);
        const words = (size: number): string =>
          `damaged X: its part is not of the ${size} bytes that it says`;
        expect(raw({ size: length + 1 })).toThrow(words(length + 1));
        expect(raw({ size: length - 1 })).toThrow(words(length - 1));
        expect(raw({ checksum: crc32(content) ^ 1 })).toThrow("damaged X: the checksum of its part is wrong");
        expect(() => inflate(compressed(content, true, { size: length + 1 }), platform)).toThrow(
          "truncated X: its part ends early",
        );
        const short = { size: length - 1 };
        expect(() => inflate(compressed(content, true, short), platform)).toThrow(
          `damaged X: its part is longer than the ${length - 1} bytes that its header tells`,
        );
        expect(inflate(compressed(content, true, { ...short, paddedSize: length }), platform)).toEqual(
          content.subarray(0, -1),
        );
        const { stream } = compressed(content, true);
        stream[stream.length - 1] = (stream[stream.length - 1] as number) ^ 1;
        expect(() => inflate(compressed(content, true, { stream }), platform)).toThrow(
          "damaged X: the checksum of its part is wrong",
        );
      }),
      { seed: 12, numRuns: 50 },
    );
  });

  it("refuses a stream that is cut off anywhere", () => {
    const content = Uint8Array.from({ length: 500 }, (_, i) => (i * i) % 251);
    for (const isZlib of [true, false]) {
      const { stream } = compressed(content, isZlib);
      for (let end = 0; end < stream.length; end++) {
        expect(() =>
          inflate(compressed(content, isZlib, { stream: stream.subarray(0, end) }), platform),
        ).toThrow(FormatError);
      }
    }
  });
});

describe.each(PLATFORMS)("of a bomb, %s inflate", (_, platform) => {
  it("makes no more than is promised, and says so at once", () => {
    // 64 MiB of zeros, deflated twice as it were: in blocks of every kind.
    const bombs = [0, 1, 9].map((level) => deflateSync(new Uint8Array(1 << 26), { level }));
    for (const stream of [...bombs, ...bombs.map((bomb) => bomb.subarray(2, -4))]) {
      const isZlib = stream[0] === 0x78;
      const start = performance.now();
      const checksum = isZlib ? undefined : 0;
      expect(() => inflate({ file: "X", part: "its part", stream, size: 99, checksum }, platform)).toThrow(
        /^damaged X: its part is (longer than|not of) the 99 bytes/,
      );
      // Far more than a busy machine needs.
      expect(performance.now() - start).toBeLessThan(10_000);
    }
  });

  it("refuses what stands behind a zlib stream", () => {
    for (const size of [200, 200_000]) {
      const content = Uint8Array.from({ length: size }, (_, i) => (i * i * i) % 251);
      const { stream } = compressed(content, true);
      const longer = new Uint8Array(stream.length + 1);
      longer.set(stream);
      expect(inflate(compressed(content, true), platform)).toEqual(content);
      expect(() => inflate(compressed(content, true, { stream: longer }), platform)).toThrow("damaged X");
    }
  });
});

it("the platform's inflate is asked for all, and told how the stream is wrapped", () => {
  const platform = vi.fn(inflateByNode);
  const content = Uint8Array.of(1, 2, 3);
  inflate(compressed(content, true), platform);
  inflate(compressed(content, false), platform);
  expect(platform.mock.calls.map(([, bytes, wrapping]) => [bytes, wrapping])).toEqual([
    [3, "zlib"],
    [3, "none"],
  ]);
  expect(platform.mock.results.map(({ type }) => type)).toEqual(["return", "return"]);
});

it("the start of a stream is little more than what is asked for, however much the stream holds", () => {
  const held = compressed(new Uint8Array(1 << 24), false);
  const bomb = { ...held, stream: heldBytes(held.stream) };
  const start = inflateStart(bomb, 100);
  expect(start.length).toBeGreaterThanOrEqual(100);
  expect(start.length).toBeLessThan(1 << 21);
  expect(() => inflateStart({ ...bomb, stream: heldBytes(Uint8Array.of(7, 7, 7)) }, 100)).toThrow(
    "damaged X: its part cannot be decompressed",
  );
});
