import { encode as encodePng } from "fast-png";
import { encode as encodeJpeg } from "jpeg-js";
import { describe, expect, it } from "vitest";
import { photoSize } from "../../../app/detections/imageSize.js";

const size = { width: 40, height: 20 };
const jpeg = encodeJpeg({ ...size, data: new Uint8Array(40 * 20 * 4) }, 50).data;

/** Exif notes of one entry: how the camera was held. */
function withOrientation(orientation: number, isLittle: boolean): Uint8Array {
  const notes = new DataView(new ArrayBuffer(36));
  [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66].forEach((byte, i) => {
    notes.setUint8(i, byte);
  });
  notes.setUint16(10, isLittle ? 0x4949 : 0x4d4d);
  notes.setUint16(12, 42, isLittle);
  notes.setUint32(14, 8, isLittle);
  notes.setUint16(18, 1, isLittle);
  notes.setUint16(20, 0x0112, isLittle);
  notes.setUint16(22, 3, isLittle);
  notes.setUint32(24, 1, isLittle);
  notes.setUint16(28, orientation, isLittle);
  return Buffer.concat([jpeg.subarray(0, 2), new Uint8Array(notes.buffer), jpeg.subarray(2)]);
}

/** A WebP's head: RIFF, its length, WEBP, and a chunk. */
function webp(chunk: string, bytes: readonly number[]): Uint8Array {
  return Buffer.concat([
    Buffer.from(`RIFF\0\0\0\0WEBP${chunk}\0\0\0\0`, "latin1"),
    Buffer.from(bytes),
    Buffer.alloc(16),
  ]);
}

describe("the size of a photo", () => {
  it.each<[string, Uint8Array]>([
    ["PNG", encodePng({ ...size, channels: 3, data: new Uint8Array(40 * 20 * 3) })],
    ["JPEG", jpeg],
    ["JPEG, upright", withOrientation(1, true)],
    ["JPEG, upside down", withOrientation(3, false)],
    ["GIF", Buffer.concat([Buffer.from("GIF89a"), Buffer.from([40, 0, 20, 0]), Buffer.alloc(30)])],
    [
      "BMP, top down",
      Buffer.concat([
        Buffer.from("BM"),
        Buffer.alloc(16),
        Buffer.from(Int32Array.of(40, -20).buffer),
        Buffer.alloc(9),
      ]),
    ],
    ["WebP with losses", webp("VP8 ", [0, 0, 0, 0x9d, 1, 0x2a, 40, 0, 20, 0])],
    ["WebP without losses", webp("VP8L", [0x2f, 39, 19 << 6, 19 >> 2, 0])],
    ["WebP, extended", webp("VP8X", [0, 0, 0, 0, 39, 0, 0, 19, 0, 0])],
  ])("is read of a %s", (_, bytes) => {
    expect(photoSize(bytes)).toEqual(size);
  });

  it.each([
    [6, true],
    [8, false],
  ] as const)("is that of the picture as it is shown: orientation %i", (orientation, isLittle) => {
    expect(photoSize(withOrientation(orientation, isLittle))).toEqual({ width: 20, height: 40 });
  });

  it("is not made up of what is no photo, or cut short", () => {
    expect(photoSize(Buffer.from("no photo, but long enough to be looked at as one"))).toBeUndefined();
    expect(photoSize(new Uint8Array(10))).toBeUndefined();
    expect(() => photoSize(jpeg.subarray(0, 60))).toThrow("truncated JPEG");
    const cut = withOrientation(6, true).subarray(0, 31);
    expect(() => photoSize(cut)).toThrow("truncated JPEG");
  });
});
