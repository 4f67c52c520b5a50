import { expect, it } from "vitest";
import type { MaskFile } from "../../app/formats/decodeMask.js";
import { MaskCache } from "../../page/src/counting/maskCache.js";
import { flatGrid } from "../../src/reading/raster.js";

const mask = (bytes: number): MaskFile => ({
  format: "png",
  note: "",
  raster: { kind: "labels", data: new Uint8Array(bytes), nodata: undefined, ...flatGrid(bytes, 1) },
});

it("keeps what was used last, up to so many bytes", () => {
  const cache = new MaskCache(100).decodedBy({});
  for (const id of [1, 2, 3]) cache.add(id, mask(30));
  expect(cache.get(1)?.raster.size).toEqual([1, 1, 30]);
  cache.add(4, mask(30));
  expect([1, 2, 3, 4].map((id) => cache.get(id) !== undefined)).toEqual([true, false, true, true]);
  cache.add(5, mask(101));
  expect(cache.get(5)).toBeUndefined();
  expect(cache.get(4)).toBeDefined();
  cache.add(6, mask(100));
  expect([1, 3, 4, 6].map((id) => cache.get(id) !== undefined)).toEqual([false, false, false, true]);
});

it("gives no mask that was decoded otherwise", () => {
  const cache = new MaskCache(100);
  cache.decodedBy({ layout: "channelsLast" }).add(1, mask(10));
  expect(cache.decodedBy({ layout: "channelsLast" }).get(1)).toBeDefined();
  expect(cache.decodedBy({ layout: "channelsFirst" }).get(1)).toBeUndefined();
  cache.decodedBy({ colours: new Map([[1, 2]]) }).add(1, mask(10));
  expect(cache.decodedBy({ colours: new Map([[1, 2]]) }).get(1)).toBeDefined();
  expect(cache.decodedBy({ colours: new Map([[1, 3]]) }).get(1)).toBeUndefined();
});
