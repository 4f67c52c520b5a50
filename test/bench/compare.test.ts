import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatRecordFile, type RecordFile } from "../../bench/recordFile.js";
import { summarise } from "../../bench/timing.js";
import { PROJECT, type Ran, runNode } from "../helpers/project.js";

const folder = mkdtempSync(join(tmpdir(), "maskscore-compare-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const MACHINE = { processor: "a processor", cores: 2, engine: "an engine", commit: "unknown", date: "today" };

/** Records of one case, as npm run bench keeps them, by the milliseconds of each contender. */
function records(milliseconds: Readonly<Record<string, number>>, caseName = "a case"): RecordFile["records"] {
  return Object.entries(milliseconds).map(([contender, time]) => ({
    case: caseName,
    contender,
    seconds: summarise([1, 1.01, 0.99].map((factor) => [(time / 1000) * factor])),
    opsPerSecond: 1000 / time,
    pixelsPerSecond: 1,
    bytesPerSecond: 1,
    ratioToReference: 1,
    fractionOfRead: 1,
  }));
}

const file = (name: string, ...all: RecordFile["records"][]): string =>
  write(name, formatRecordFile({ machine: MACHINE, records: all.flat() }));

const SCRIPT = join(PROJECT, "bench", "compare.ts");
// As JavaScript: tsx, which npm run bench:compare uses, takes half a second a call to compile it.
const compiled = join(folder, "compare.mjs");
beforeAll(() =>
  build({
    entryPoints: [SCRIPT],
    outfile: compiled,
    bundle: true,
    format: "esm",
    platform: "node",
    // commander asks for Node's modules by require.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  }),
);
const compare = (...args: string[]): Ran => runNode([compiled, ...args]);

const OLD = file("old.json", records({ simd: 1, reference: 10, "read only": 0.5 }));

describe("bench:compare", () => {
  it("ends with 0 where nothing is slower, and is called as npm calls it", () => {
    const same = { status: 0, stdout: "2 compared: 0 slower, 0 faster\n", stderr: "" };
    expect(compare(OLD, OLD)).toEqual(same);
    expect(runNode(["--import", "tsx", SCRIPT, OLD, OLD])).toEqual(same);
  });

  it("ends with 1 and a list where something is", () => {
    const slower = file("slower.json", records({ simd: 1.5, reference: 10, "read only": 0.5 }));
    expect(compare(OLD, slower)).toEqual({
      status: 1,
      stdout: [
        "slower:",
        "  a case: simd, 1.00 -> 1.50 ms, 1.50x relative to reference, 1.50x relative to read only",
        "2 compared: 1 slower, 0 faster",
        "",
      ].join("\n"),
      stderr: "",
    });
    expect(compare(OLD, slower, "--threshold", "0.6").status).toBe(0);
    const { status, stdout } = compare(slower, OLD);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^faster:\n {2}a case: simd/);
  });

  it("names what only one file has", () => {
    const more = file(
      "more.json",
      records({ simd: 1, reference: 10, "read only": 0.5 }),
      records({ reference: 1, "read only": 1 }, "another case"),
    );
    expect(compare(OLD, more).stdout).toContain("only in the new file:\n  another case\n");
    expect(compare(more, OLD).stdout).toContain("only in the old file:\n  another case\n");
  });

  it("says that the machines differ", () => {
    const elsewhere = write(
      "elsewhere.json",
      formatRecordFile({
        machine: { ...MACHINE, engine: "another engine" },
        records: records({ simd: 1, reference: 10, "read only": 0.5 }),
      }),
    );
    const { status, stdout } = compare(OLD, elsewhere);
    expect(status).toBe(0);
    expect(stdout).toContain('note: the engine differs, "an engine" and "another engine"');
  });

  it.each([
    ["no JSON", "{", "expected JSON, got something else; make the file with npm run bench -- --json FILE"],
    ["no object", "[1]", "expected benchmark records and their machine, got [1]"],
    ["no machine", '{"records": []}', "expected benchmark records and their machine, got an object"],
    [
      "no records",
      formatRecordFile({ machine: MACHINE, records: [] }),
      "expected benchmark records, got none",
    ],
    [
      "a record without rounds",
      JSON.stringify({ machine: MACHINE, records: [{ case: "a", contender: "b", seconds: { median: 1 } }] }),
      "expected a case, a contender and its rounds in every record, got record 0 without",
    ],
    [
      "no yardstick",
      formatRecordFile({ machine: MACHINE, records: records({ simd: 1, reference: 10 }) }),
      'case "a case" has no contender "read only"',
    ],
    [
      "a time of 0",
      formatRecordFile({ machine: MACHINE, records: records({ simd: 0, reference: 10, "read only": 1 }) }),
      'case "a case" expected seconds above 0 of "simd", got 0',
    ],
    [
      "rounds that differ in number",
      JSON.stringify({
        machine: MACHINE,
        records: ["reference", "read only"].map((contender, i) => ({
          ...{ case: "a case", contender },
          seconds: { rounds: new Array(i + 2).fill(1) },
        })),
      }),
      'case "a case" expected one number of rounds, got 2, 3',
    ],
    [
      "no case in common",
      formatRecordFile({ machine: MACHINE, records: records({ reference: 1, "read only": 1 }, "another") }),
      "have no case in common",
    ],
  ])("ends with 2 and one line about a file with %s", (_, text, message) => {
    const path = write("wrong.json", text);
    const { status, stdout, stderr } = compare(OLD, path);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(message);
    expect(stderr).toContain(path);
  });

  it("ends with 2 where a file is missing, or the command line is wrong", () => {
    const missing = join(folder, "missing.json");
    expect(compare(OLD, missing)).toEqual({
      status: 2,
      stdout: "",
      stderr: `"${missing}" cannot be read: ENOENT\n`,
    });
    for (const args of [
      [],
      [OLD],
      [OLD, OLD, OLD],
      [OLD, OLD, "--threshold", "-1"],
      [OLD, OLD, "--threshold", "x"],
    ]) {
      expect(compare(...args)).toMatchObject({ status: 2, stdout: "" });
    }
  });
});
