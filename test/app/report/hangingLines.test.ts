import { describe, expect, it } from "vitest";
import { hangingLines } from "../../../app/report/hangingLines.js";

describe("lines with a hanging indent", () => {
  it("begin below the first word, and stay within the width", () => {
    const lines = hangingLines("note  ", "one two three four five six seven eight nine ten", 30);
    expect(lines).toEqual(["note  one two three four five", "      six seven eight nine ten"]);
  });

  it("keep a long word whole, and what spaces set apart", () => {
    const path = "a/".repeat(30);
    expect(hangingLines("", `see ${path} now`, 20)).toEqual(["see", path, "now"]);
    expect(hangingLines("", "0.5   by keras", 80)).toEqual(["0.5   by keras"]);
  });

  it("lose no word, at whatever width", () => {
    const text = Array.from({ length: 200 }, (_, i) => "x".repeat((i * 7) % 31) + String(i)).join(" ");
    for (const width of [1, 20, 33, 80, 200, Infinity]) {
      const lines = hangingLines("  ", text, width);
      expect(lines.map((line) => line.trim()).join(" ")).toBe(text);
      for (const line of lines) {
        expect(line.length <= Math.max(width, 18) || !line.trim().includes(" ")).toBe(true);
      }
    }
  });
});
