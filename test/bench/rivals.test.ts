import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../bench/npy.js";
import type { Contender, Outcome } from "../../bench/rivals/contender.js";
import { measure } from "../../bench/rivals/measure.js";
import {
  markdown,
  replaceTable,
  type RivalRecord,
  type RivalRun,
  titlesOf,
} from "../../bench/rivals/report.js";
import { TABLES } from "../../bench/rivals/tables.js";
import { summarise } from "../../bench/timing.js";
import { decodeNpy } from "../../app/formats/npy.js";
import { PROJECT } from "../helpers/project.js";

// The rivals themselves need not be installed here: what is tested is the code around them.

const PAGE = join(PROJECT, "docs/performance.md");

function contender(name: string, result: readonly number[], seconds = 0.25): Contender {
  return { name, prepare: () => undefined, sample: () => ({ seconds, result }) };
}

function failing(name: string, goodCalls: number): Contender {
  let calls = 0;
  const sample: Contender["sample"] = () => {
    if (calls++ >= goodCalls) throw new Error("it cannot");
    return { seconds: 0.25, result: [4, 2] };
  };
  return { name, prepare: () => undefined, sample };
}

const REFERENCE = contender("reference", [4, 2]);
const samplesOf = (outcome: Outcome | undefined): number =>
  outcome !== undefined && "seconds" in outcome ? outcome.seconds.samples : 0;

describe("measuring rivals", () => {
  it("times in rounds, the slow less often", async () => {
    const slow = contender("slow", [4, 2], 2);
    const [fast, few] = await measure([REFERENCE, slow], REFERENCE, 0);
    expect(fast).toMatchObject({ name: "reference", deviation: 0, seconds: { median: 0.25 } });
    expect(samplesOf(fast)).toBe(10);
    expect(few).toMatchObject({ name: "slow", seconds: { median: 2, rounds: [2, 2, 2] } });
    expect(samplesOf(few)).toBe(3);
  });

  it.each([0, 4])("keeps one that fails after %i calls, with its reason", async (goodCalls) => {
    const outcomes = await measure([REFERENCE, failing("broken", goodCalls)], REFERENCE, 0);
    expect(outcomes[1]).toEqual({ name: "broken", failure: "it cannot" });
    expect(samplesOf(outcomes[0])).toBe(10);
  });

  it.each([
    ["another number", [4, 3]],
    ["a number too few", [4]],
    ["no number", [4, NaN]],
  ])("does not time a wrong result: %s", async (_, result) => {
    await expect(measure([contender("wrong", result)], REFERENCE, 0.1)).rejects.toThrow(
      /wrong gives a wrong result/,
    );
  });

  it("allows the tolerance, relatively", async () => {
    const [near] = await measure([contender("near", [4.2, 2])], REFERENCE, 0.1);
    expect((near as { deviation: number }).deviation).toBeCloseTo(0.05, 12);
  });
});

const record = (
  outcome: Outcome,
  caseName: string,
  table: string,
  ratioToMaskscore: number | undefined,
): RivalRecord => ({ ...outcome, case: caseName, table, ratioToMaskscore });

const timed = (name: string, seconds: number, samples: number): Outcome => ({
  name,
  seconds: summarise([new Array<number>(samples).fill(seconds)]),
  deviation: 2e-4,
});

const RUN: RivalRun = {
  machine: { processor: "a processor", cores: 2, engine: "an engine", commit: "unknown", date: "today" },
  versions: { maskscore: "1.2.3", ndarray: "4.5.6", NumPy: null },
  contenders: ["maskscore", "a loop", "a library"],
  records: [
    record(timed("maskscore", 0.000_397_1, 50), "sums", "Scores", 1),
    record({ name: "a library", failure: "Not supported." }, "sums", "Scores", undefined),
    record(timed("a loop", 0.004, 12), "sums", "Scores", 10.07),
    record(timed("maskscore", 0.002, 50), "counts", "Labels", 1),
    record(timed("a library", 3.36, 3), "counts", "Labels", 1680),
  ],
};

describe("the rivals' tables", () => {
  const [scores, labels] = titlesOf(RUN).map((title) => markdown(RUN, title)) as [string, string];

  it("have contenders in their order, milliseconds and ratios, marks and reasons", () => {
    expect(scores).toContain(
      [
        "Scores:",
        "",
        "| contender | sums |",
        "| --- | --- |",
        "| maskscore | 0.397 |",
        "| a loop | 4.00 (10x) |",
        "| a library | fails <sup>1</sup> |",
      ].join("\n"),
    );
    expect(scores).toContain('<sup>1</sup> "Not supported."');
    expect(scores).toContain("Medians of 12 samples or more. Results differ by 2e-4 relatively at most.");
    expect(labels).toContain("| maskscore | 2.00 |\n| a library | 3360 (1680x) † |");
    expect(labels).toContain("Medians of 50 samples or more, † of 3.");
  });

  it("say where they come from, and what is not there", () => {
    expect(scores).toContain("a processor, an engine, maskscore 1.2.3.");
    expect(labels).toContain("Left out, since not installed: NumPy.");
  });

  it("name only those JavaScript packages that take part", () => {
    const withLoop = { ...RUN, records: [record(timed("ndarray, a loop", 1, 20), "sums", "Scores", 1)] };
    expect(markdown(withLoop, "Scores")).toContain("maskscore 1.2.3, ndarray 4.5.6");
  });

  it("have their places in the page, which stays formatted, and can be replaced", async () => {
    const config = { ...(await resolveConfig(PAGE)), filepath: PAGE };
    const page = readFileSync(PAGE, "utf8");
    for (const title of Object.values(TABLES)) {
      const once = await format(replaceTable(page, title, scores), config);
      expect(once).toContain("a library");
      expect(await format(once, config)).toBe(once);
      const twice = replaceTable(once, title, "other words");
      expect(twice).toContain("other words");
      expect(twice).not.toContain("a library");
      expect(twice.split(`<!-- rivals: ${title} -->`)[0]).toBe(page.split(`<!-- rivals: ${title} -->`)[0]);
      expect(twice.split(`<!-- end of rivals: ${title} -->`)[1]).toBe(
        page.split(`<!-- end of rivals: ${title} -->`)[1],
      );
    }
  });

  it("need the markers", () => {
    expect(() => replaceTable("no markers", "Scores", scores)).toThrow(RangeError);
    const swapped = "<!-- end of rivals: Scores --><!-- rivals: Scores -->";
    expect(() => replaceTable(swapped, "Scores", scores)).toThrow(RangeError);
  });
});

describe("the rivals' package", () => {
  it("has exact versions, so that a table can be made again", () => {
    const manifest = JSON.parse(readFileSync(join(PROJECT, "bench/rivals/package.json"), "utf8")) as {
      private: boolean;
      dependencies: Record<string, string>;
      devDependencies: Record<string, string>;
    };
    expect(manifest.private).toBe(true);
    const { maskscore, ...others } = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(maskscore).toBe("file:../..");
    for (const version of Object.values(others)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it("writes arrays that can be read", () => {
    const data = Float32Array.of(0.5, -1, 3, 4, 5, 6);
    expect(decodeNpy(encodeNpy("<f4", [2, 3], data))).toEqual({ data, shape: [2, 3], isFloat: true });
    const labels = Uint8Array.of(0, 255).subarray(1);
    expect(decodeNpy(encodeNpy("|u1", [1], labels))).toMatchObject({ data: Uint8Array.of(255), shape: [1] });
  });
});
