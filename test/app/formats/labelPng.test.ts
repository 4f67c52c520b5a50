import { describe, expect, it } from "vitest";
import { decodePngLabels } from "../../../app/formats/png.js";
import { labelPng, pngDataUri } from "../../../app/formats/labelPng.js";

const PALETTE = Array.from({ length: 256 }, (_, i) => `#${i.toString(16).padStart(2, "0")}8040`);

describe("labelPng", () => {
  it.each([
    [1, 1, 1],
    [7, 3, 5],
    [512, 300, 256],
  ])("%i x %i pixels of %i labels decode to what went in", (width, height, labels) => {
    const indices = Uint8Array.from({ length: width * height }, (_, i) => (i * 31 + (i >> 5)) % labels);
    const image = { width, height, indices, palette: PALETTE.slice(0, labels), transparent: labels - 1 };
    expect(decodePngLabels(labelPng(image))).toMatchObject({ data: indices, width, height });
    const [head, base64] = pngDataUri(image).split(",") as [string, string];
    expect(head).toBe("data:image/png;base64");
    expect(decodePngLabels(Buffer.from(base64, "base64")).data).toEqual(indices);
  });

  it("is opaque without a transparent index, and grey where a colour is none", () => {
    const image = { width: 1, height: 1, indices: Uint8Array.of(0), palette: ["red; x"] };
    const bytes = labelPng({ ...image, transparent: undefined });
    const text = Buffer.from(bytes).toString("latin1");
    expect(text).not.toContain("tRNS");
    const palette = text.indexOf("PLTE") + 4;
    expect([...bytes.subarray(palette, palette + 3)]).toEqual([0x80, 0x80, 0x80]);
    expect(Buffer.from(labelPng({ ...image, transparent: 0 })).toString("latin1")).toContain("tRNS");
  });
});
