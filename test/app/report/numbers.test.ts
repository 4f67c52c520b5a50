import fc from "fast-check";
import { expect, it } from "vitest";
import { countText } from "../../../app/view/numberTexts.js";

it("counts are grouped as Intl groups them", () => {
  fc.assert(
    fc.property(fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }), (count) => {
      expect(countText(count)).toBe(count.toLocaleString("en-US"));
    }),
  );
  expect([0, 999, 1000, 1234.5, 1234567.04, NaN].map(countText)).toEqual([
    "0",
    "999",
    "1,000",
    "1,234.5",
    "1,234,567",
    "-",
  ]);
});
