import { describe, expect, it } from "vitest";
import { type Change, compareRecords } from "../../bench/compareRecords.js";
import type { TimedCases } from "../../bench/recordFile.js";

type Contenders = Record<string, readonly number[]>;

const BASE: Contenders = {
  simd: [1, 1.02, 0.99, 1.01, 1],
  reference: [10, 10.1, 9.9, 10, 10.2],
  "read only": [0.5, 0.5, 0.51, 0.49, 0.5],
};

function file(...cases: readonly Contenders[]): TimedCases {
  return {
    machine: { processor: "a", engine: "b" },
    cases: new Map(cases.map((contenders, i) => [`case ${i}`, new Map(Object.entries(contenders))])),
  };
}

/** Some contenders' times multiplied. */
function scaled(factors: Readonly<Record<string, number>>): Contenders {
  return Object.fromEntries(
    Object.entries(BASE).map(([name, rounds]) => [name, rounds.map((time) => time * (factors[name] ?? 1))]),
  );
}

function verdicts(now: Contenders, threshold = 0.1): Record<string, Change["verdict"]> {
  const { changes } = compareRecords(file(BASE), file(now), threshold);
  return Object.fromEntries(changes.map(({ contender, verdict }) => [contender, verdict]));
}

describe("compareRecords", () => {
  it("finds a file equal to itself", () => {
    expect(verdicts(BASE)).toEqual({ simd: "same", reference: "same" });
  });

  it("finds what became slower, and what became faster, by the threshold only", () => {
    expect(verdicts(scaled({ simd: 1.2 }))).toEqual({ simd: "slower", reference: "same" });
    expect(verdicts(scaled({ simd: 1 / 1.2 }))).toEqual({ simd: "faster", reference: "same" });
    expect(verdicts(scaled({ simd: 1.2 }), 0.25)).toEqual({ simd: "same", reference: "same" });
  });

  it("lets a machine be slower as a whole", () => {
    expect(verdicts(scaled({ simd: 1.5, reference: 1.5, "read only": 1.5 }))).toEqual({
      simd: "same",
      reference: "same",
    });
  });

  it("lets one yardstick move: a faster reference, memory that is no longer busy", () => {
    expect(verdicts(scaled({ reference: 0.5 }))).toEqual({ simd: "same", reference: "faster" });
    expect(verdicts(scaled({ "read only": 0.5 }))).toEqual({ simd: "same", reference: "same" });
  });

  it("shows at the reference what slows all backends alike", () => {
    expect(verdicts(scaled({ simd: 1.3, reference: 1.3 }))).toEqual({ simd: "same", reference: "slower" });
  });

  it("lets a machine drift within a run: rounds are divided by rounds", () => {
    const drift = [1, 1.1, 1.3, 1.6, 2];
    const drifting = Object.fromEntries(
      Object.entries(scaled({ simd: 1.2 })).map(([name, rounds]) => [
        name,
        rounds.map((time, round) => time * (drift[round] as number)),
      ]),
    );
    expect(verdicts(drifting)).toEqual({ simd: "slower", reference: "same" });
  });

  it("needs every round to be slower than every old one", () => {
    const noisy = { ...BASE, simd: [1.3, 1.3, 1.01, 1.3, 1.3] };
    expect(verdicts(noisy)).toEqual({ simd: "same", reference: "same" });
  });

  it("says by how much, with each yardstick", () => {
    const { changes } = compareRecords(file(BASE), file(scaled({ simd: 2 })), 0.1);
    const simd = changes.find(({ contender }) => contender === "simd") as Change;
    expect(simd).toMatchObject({ case: "case 0", oldSeconds: 1, newSeconds: 2 });
    expect(simd.changes.map(({ yardstick, apart }) => [yardstick, apart])).toEqual([
      ["reference", true],
      ["read only", true],
    ]);
    for (const { ratio } of simd.changes) expect(ratio).toBeCloseTo(2, 12);
  });

  it("compares files with different numbers of rounds", () => {
    const short = Object.fromEntries(
      Object.entries(scaled({ simd: 1.2 })).map(([name, rounds]) => [name, rounds.slice(0, 3)]),
    );
    expect(verdicts(short)).toEqual({ simd: "slower", reference: "same" });
  });

  it("names what only one file has", () => {
    const comparison = compareRecords(
      file({ ...BASE, scalar: [1] }),
      file({ ...BASE, tutorial: [1] }, BASE),
      0.1,
    );
    expect(comparison.onlyOld).toEqual(["case 0: scalar"]);
    expect(comparison.onlyNew).toEqual(["case 0: tutorial", "case 1"]);
    expect(comparison.changes.map(({ contender }) => contender)).toEqual(["simd", "reference"]);
  });
});
