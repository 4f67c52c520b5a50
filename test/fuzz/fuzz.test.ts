import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { randomOf } from "./random.js";
import { TARGETS } from "./targets.js";

const CORPUS = new URL("./corpus/", import.meta.url);

/** What once broke a promise: npm run fuzz adds to it. */
function corpusOf(target: string): string[] {
  const folder = new URL(`${target}/`, CORPUS);
  return existsSync(folder) ? readdirSync(folder) : [];
}

it("has a corpus of these targets only, and one", () => {
  const folders = readdirSync(CORPUS);
  expect(folders.length).toBeGreaterThan(0);
  expect(TARGETS.map(({ name }) => name)).toEqual(expect.arrayContaining(folders));
});

describe.each(TARGETS)("$name", (target) => {
  it("keeps its promises on all that once broke one", async () => {
    for (const file of corpusOf(target.name)) {
      const input = new Uint8Array(readFileSync(new URL(`${target.name}/${file}`, CORPUS)));
      await expect(Promise.resolve(target.check(input)), file).resolves.toBeUndefined();
    }
  });

  it("keeps them on the first cases of the fuzzer, which are the same every time", async () => {
    // A case of the command line is a process.
    const cases = target.name === "options" ? 8 : 300;
    const inputs = new Set<string>();
    for (let i = 0; i < cases; i++) {
      const input = target.make(randomOf(1, i));
      expect(target.make(randomOf(1, i))).toEqual(input);
      inputs.add(Buffer.from(input).toString("latin1"));
      await target.check(input);
    }
    expect(inputs.size).toBeGreaterThan(cases / 2);
  });
});
