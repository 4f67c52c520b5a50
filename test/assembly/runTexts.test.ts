import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tableOf } from "../../src/shapes/maskTable.js";
import { formatRuns, parseRuns } from "../../src/shapes/runsText.js";
import { BUILDS, loadShapesBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";

/** Runs of a mask of height x width pixels, empty ones among them, as text. */
const mask = fc
  .tuple(
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 40 }),
    fc.array(fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constant(0)), { maxLength: 40 }),
  )
  .map(([height, width, lengths]) => {
    const counts: number[] = [];
    let left = height * width;
    for (const length of lengths) {
      counts.push(Math.min(length, left));
      left -= counts.at(-1);
    }
    counts.push(left);
    return { height, width, text: formatRuns(Uint32Array.from(counts)) };
  });

describe.each(BUILDS)("texts of runs, %s build", (build) => {
  const kernels = loadShapesBuild(build);

  /** How many masks were taken, and their table. */
  function read(
    texts: readonly string[],
    height: number,
    width: number,
  ): { readonly taken: number; readonly runs: number[]; readonly masks: number[]; readonly areas: number[] } {
    const memory = new GuardedMemory(kernels);
    const bytes = new TextEncoder().encode(texts.join(""));
    const textPtr = memory.input(bytes, texts.length % 3);
    const lengths = Uint32Array.from(texts, ({ length }) => length);
    const lengthsPtr = memory.input(new Uint8Array(lengths.buffer));
    const runsPtr = memory.output(bytes.length * 4);
    const masksPtr = memory.output(texts.length * 32);
    const areasPtr = memory.output(texts.length * 8);
    const taken = kernels.runTexts(
      textPtr,
      lengthsPtr,
      texts.length,
      height,
      width,
      runsPtr,
      masksPtr,
      areasPtr,
    );
    memory.check();
    const masks = [...new Uint32Array(memory.read(masksPtr, taken * 32))];
    return {
      taken,
      runs: [...new Uint32Array(memory.read(runsPtr, (masks[masks.length - 7] ?? 0) * 4))],
      masks,
      areas: [...new Float64Array(memory.read(areasPtr, taken * 8))],
    };
  }

  it("become the table that their counts become", () => {
    fc.assert(
      fc.property(mask, fc.integer({ min: 1, max: 4 }), ({ height, width, text }, times) => {
        const texts = Array.from({ length: times }, () => text);
        const size = [height, width] as const;
        const { runs, masks, areas, count } = tableOf(
          texts.map((one) => ({ size, counts: parseRuns(one, "counts") })),
        );
        expect(read(texts, height, width)).toEqual({
          taken: count,
          runs: [...runs],
          masks: [...masks],
          areas: [...areas],
        });
      }),
      { seed: 16, numRuns: 300 },
    );
  });

  it("reach as far as masks do", () => {
    for (const counts of [[0, 2 ** 32 - 1], [2 ** 32 - 1], [0, 1, 2 ** 32 - 3, 1], [2 ** 32 - 2, 1]]) {
      const text = formatRuns(Uint32Array.from(counts));
      const size = [2 ** 16 + 1, 2 ** 16 - 1] as const;
      const { runs, masks, areas } = tableOf([{ size, counts: parseRuns(text, "counts") }]);
      expect(read([text], ...size)).toEqual({
        taken: 1,
        runs: [...runs],
        masks: [...masks],
        areas: [...areas],
      });
    }
  });

  it("are left to others where they are no masks, and nothing else is written", () => {
    const good = formatRuns(Uint32Array.of(1, 2, 3));
    expect(read([good], 2, 3).taken).toBe(1);
    const wrong = [
      "",
      "0",
      "1",
      "o",
      "oooooooo0",
      "/",
      "p",
      "PPPP",
      "1O2",
      `${good}1`,
      `${good}0P`,
      "ooooooo0",
      "N",
    ];
    for (const text of wrong) expect([text, read([good, text, good], 2, 3).taken]).toEqual([text, 1]);
  });
});
