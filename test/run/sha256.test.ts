import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { sha256 } from "../../src/run/sha256.js";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const wanted = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

it("equals the platform's SHA-256 at every length around a block, and on anything", () => {
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 7 + length);
    expect(hex(sha256(bytes))).toBe(wanted(bytes));
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), fc.nat(70), (whole, from) => {
      // Also a view of a part of a buffer, as a state's body is.
      const bytes = whole.subarray(from);
      expect(hex(sha256(bytes))).toBe(wanted(bytes));
    }),
  );
  // FIPS 180-4's own example.
  expect(hex(sha256(new TextEncoder().encode("abc")))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
