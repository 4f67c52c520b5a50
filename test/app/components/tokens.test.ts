import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { OUTCOMES } from "../../../app/view/displayColours.js";

const TOKENS = readFileSync(
  fileURLToPath(new URL("../../../app/components/tokens.css", import.meta.url)),
  "utf8",
);
/** What :root says first (light), in the dark, and on paper. */
const [light, dark, paper] = TOKENS.split("@media").map(
  (part) => new Map([...part.matchAll(/--([\w-]+): ([^;]+);/g)].map((match) => [match[1], match[2]])),
) as [Map<string, string>, Map<string, string>, Map<string, string>];

describe("tokens", () => {
  it.each(Object.entries(OUTCOMES))("%s is the colour that pixels are painted in", (name, colour) => {
    expect(light.get(name)).toBe(colour);
  });

  it("what is another colour in the dark is light again on paper", () => {
    expect(dark.size).toBeGreaterThan(10);
    const forScreens = ["accent-text", "truth", "prediction"];
    for (const name of dark.keys()) {
      expect(light.has(name), name).toBe(true);
      if (!forScreens.includes(name)) expect(paper.has(name), name).toBe(true);
    }
  });
});
