import { describe, expect, it } from "vitest";
import { BUILDS, loadBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";
import { awkwardScores } from "../helpers/scores.js";

describe.each(BUILDS)("threshold, %s build", (build) => {
  const kernels = loadBuild(build);

  it.each(["thresholdF32", "thresholdF64"] as const)(
    "%s: 1 where the score is > 0, at every length",
    (name) => {
      for (let pixels = 0; pixels <= 64; pixels++) {
        const awkward = awkwardScores(pixels, 1, pixels);
        const scores = name === "thresholdF32" ? awkward : Float64Array.from(awkward);
        const memory = new GuardedMemory(kernels);
        const scoresPtr = memory.input(scores, pixels % 7);
        const labelsPtr = memory.output(pixels * 2, pixels % 3);
        kernels[name](scoresPtr, pixels, labelsPtr);
        memory.check();
        expect([...new Uint16Array(memory.read(labelsPtr, pixels * 2))]).toEqual(
          Array.from(scores, (score) => Number(score > 0)),
        );
      }
    },
  );

  it("counts neither NaN, nor either zero, nor -Infinity as foreground", () => {
    const scores = Float32Array.of(NaN, 0, -0, -Infinity, Infinity, 1e-45, -1e-45, 1);
    const memory = new GuardedMemory(kernels);
    const labelsPtr = memory.output(16);
    kernels.thresholdF32(memory.inputAtEnd(scores), 8, labelsPtr);
    expect([...new Uint16Array(memory.read(labelsPtr, 16))]).toEqual([0, 0, 0, 0, 1, 1, 0, 1]);
  });
});
