import { describe, expect, it } from "vitest";
import { encode } from "fast-png";
import { gzipSync, zipSync } from "fflate";
import { encodeNpy } from "../../../bench/npy.js";
import { decodedBytesAtMost } from "../../../app/formats/decodedBytes.js";
import { tiff } from "./makeFiles.js";

describe("what decoding gives at the most", () => {
  it("of a PNG is told by its header", () => {
    const data = new Uint8Array(300 * 200);
    expect(decodedBytesAtMost(encode({ width: 300, height: 200, channels: 1, data }))).toBe(60_000);
    const deep = encode({ width: 300, height: 200, channels: 1, depth: 16, data: new Uint16Array(60_000) });
    expect(decodedBytesAtMost(deep)).toBe(120_000);
    const colours = encode({ width: 100, height: 200, channels: 3, data: new Uint8Array(60_000) });
    expect(decodedBytesAtMost(colours)).toBe(60_000);
    // Damaged: it is refused soon.
    expect(decodedBytesAtMost(colours.subarray(0, 20))).toBe(0);
  });

  it("of a TIFF is told by its directories, whatever little the file holds", () => {
    const sparse = tiff({ 256: [16384], 257: [16384], 258: [16] });
    expect(decodedBytesAtMost(sparse)).toBe(2 ** 29);
    expect(decodedBytesAtMost(tiff({ 256: [16], 257: [16] }, { isRing: true }))).toBe(256);
  });

  it("of an array is its file, and of what is deflated the most that deflate gives", () => {
    const npy = encodeNpy("|u1", [100, 100], new Uint8Array(10_000));
    expect(decodedBytesAtMost(npy)).toBe(npy.length);
    for (const packed of [gzipSync(npy), zipSync({ "a.npy": npy })]) {
      expect(decodedBytesAtMost(packed)).toBeGreaterThanOrEqual(npy.length);
    }
  });
});
