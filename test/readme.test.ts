import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PROJECT, runNode } from "./helpers/command.js";

const README = readFileSync(`${PROJECT}README.md`, "utf8");
const BLOCKS = [...README.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1] as string);

/** What a block says it prints: the comments behind console.log. */
function promisedOutput(code: string): string[] {
  return [...code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1] as string);
}

describe("the README", () => {
  it("has code that runs", () => {
    expect(BLOCKS.length).toBeGreaterThan(0);
  });

  it.each(BLOCKS)("prints what it says: %#", (code) => {
    const { status, stdout, stderr } = runNode(["--input-type=module", "-e", code]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const promised = promisedOutput(code);
    expect(promised.length).toBeGreaterThan(0);
    expect(stdout.trim().split("\n")).toEqual(promised);
  });

  it.each(["npm ci && npm start", "npm ci && npm test"])("names the command %s", (command) => {
    expect(README).toContain(`\`${command}\``);
  });
});
