import { describe, expect, it } from "vitest";
import { carriesStates, fragmentOf, statesOfFragment } from "../../page/src/score/stateLink.js";
import { SegmentationScorer } from "../../src/scorers/segmentationScorer.js";

function stateOf(id: string): Uint8Array<ArrayBuffer> {
  const scorer = new SegmentationScorer({ numClasses: 2 });
  return scorer.update(Uint8Array.of(0, 1, 1), Uint8Array.of(0, 1, 0), { id }).toBytes();
}

describe("a link", () => {
  it("carries states, byte for byte, and the names of their models", async () => {
    const states = [
      { name: "a&b=c #1", bytes: stateOf("x") },
      { name: "Modell für Straßen", bytes: stateOf("y") },
    ];
    const fragment = await fragmentOf(states);
    expect(carriesStates(fragment)).toBe(true);
    expect(fragment).toMatch(/^#[\x21-\x7e]+$/);
    expect(await statesOfFragment(fragment)).toEqual(states);
  });

  it("that was cut, or is none, is told so", async () => {
    const fragment = (await fragmentOf([{ name: "a", bytes: stateOf("x") }])).replace(/&name=.*/, "");
    await expect(statesOfFragment(fragment.slice(0, -20))).rejects.toThrow(/cut or damaged/);
    await expect(statesOfFragment("#state=%%%")).rejects.toThrow(/cut or damaged/);
  });

  it("that unpacks to more than any state is refused before it fills the memory", async () => {
    const bytes = new Uint8Array(2 ** 26 + 1);
    const fragment = await fragmentOf([{ name: "a", bytes }]);
    expect(fragment.length).toBeLessThan(100_000);
    await expect(statesOfFragment(fragment)).rejects.toThrow(/cut or damaged/);
  });

  it("of a part of the page carries none", () => {
    expect(carriesStates("#score")).toBe(false);
  });
});
