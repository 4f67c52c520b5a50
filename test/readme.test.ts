import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT, runNode } from "./helpers/project.js";

const README = readFileSync(`${PROJECT}README.md`, "utf8");
const BLOCKS = [...README.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1] as string);

const PAGES = readdirSync(`${PROJECT}docs`).filter((name) => name.endsWith(".md"));

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

  it.each(["npm ci && npm start", "npm ci && npm test"])(
    "names the command %s on its first screen",
    (command) => {
      expect(README.split("\n").slice(0, 20).join("\n")).toContain(`\`${command}\``);
    },
  );

  it("is at most 180 lines, and the rest is in docs/", () => {
    expect(README.trimEnd().split("\n").length).toBeLessThanOrEqual(180);
    for (const page of PAGES) expect(README).toContain(`](docs/${page}`);
  });
});

it.each(["README.md", ...PAGES.map((page) => `docs/${page}`)])("what %s links to is there", (page) => {
  const text = readFileSync(join(PROJECT, page), "utf8");
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
  for (const [, file = "", heading] of links) {
    const path = file === "" ? page : join(dirname(page), file);
    expect(existsSync(join(PROJECT, path)), path).toBe(true);
    if (heading !== undefined) expect(headingsOf(path), `headings of ${path}`).toContain(heading);
  }
});

/** As GitHub makes addresses of them. */
function headingsOf(page: string): string[] {
  const text = readFileSync(join(PROJECT, page), "utf8");
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
}
