import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { CONVENTIONS } from "../src/measures/confusion/conventions/registry.js";
import { PROJECT, runNode } from "./helpers/project.js";
import { runPiece, shellPieces, withoutTime } from "./helpers/shellPage.js";

/** Pages whose code runs as one module, each piece followed by a block of what it prints. */
const PAGES = [
  ["docs/api.md", ""],
  // What stands before runs in browsers: test/consumers.
  ["docs/browser.md", "## Beside the model"],
  ["docs/conventions.md", ""],
  ["docs/errors.md", ""],
  ["docs/scorer.md", ""],
  ["docs/statistics.md", ""],
  ["docs/measures.md", ""],
  ["docs/surfaces.md", ""],
  ["docs/components.md", ""],
  ["docs/panoptic.md", ""],
  ["docs/instances.md", ""],
  ["docs/coming-from.md", ""],
] as const;

/** A line that no piece of code prints. */
const MARK = "\u0007end of piece";

describe.each(PAGES)("%s", (page, from) => {
  const whole = readFileSync(`${PROJECT}${page}`, "utf8");
  const text = whole.slice(whole.indexOf(from));
  const pieces = [...text.matchAll(/```js\n([\s\S]*?)```\n+```text\n([\s\S]*?)```/g)];

  it("says what each piece of its code prints", () => {
    expect(pieces.length).toBeGreaterThan(0);
    expect(pieces.length).toBe([...text.matchAll(/```js/g)].length);
  });

  it("prints what it says", () => {
    const code = pieces.map(([, js]) => `${js as string}\nconsole.log(${JSON.stringify(MARK)});`).join("\n");
    const { status, stdout, stderr } = runNode(["--input-type=module", "-e", code]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const printed = stdout.split(`${MARK}\n`).slice(0, -1);
    expect(printed).toEqual(pieces.map(([, , output]) => output));
  });
});

describe.each(["docs/cli.md", "docs/sources.md", "docs/ci.md"])("%s", (page) => {
  const text = readFileSync(`${PROJECT}${page}`, "utf8");
  const pieces = shellPieces(text);

  it("says what each piece of its code prints", () => {
    expect(pieces.length).toBeGreaterThan(0);
    expect(pieces.length).toBe([...text.matchAll(/```sh/g)].length);
  });

  it("prints what it says", () => {
    const folder = mkdtempSync(join(tmpdir(), "maskscore-"));
    try {
      cpSync(`${PROJECT}samples/streets`, folder, { recursive: true });
      for (const piece of pieces) {
        expect(runPiece(piece, folder), piece.code).toBe(withoutTime(piece.output));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

it("docs/conventions.md has the texts of explainConvention", () => {
  const text = readFileSync(`${PROJECT}docs/conventions.md`, "utf8");
  for (const { name, source, formula, absentClass, ignoreRule, whenToUse } of CONVENTIONS.values()) {
    for (const part of [`### ${name}\n`, source, formula, absentClass, ignoreRule, whenToUse]) {
      expect(text).toContain(part);
    }
  }
});

describe("docs/cluster.md", () => {
  const text = readFileSync(`${PROJECT}docs/cluster.md`, "utf8");
  const quoted = [...text.matchAll(/^`(recipes\/[^`]+)`[^\n]*:\n\n```\w+\n([\s\S]*?)```$/gm)];

  it("quotes the recipes as they are, and all of them", () => {
    const recipes = readdirSync(`${PROJECT}recipes`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)));
    expect(quoted.map(([, path]) => path).sort()).toEqual(recipes.sort());
    for (const [, path, content] of quoted) {
      expect(content, path).toBe(readFileSync(`${PROJECT}${path as string}`, "utf8"));
    }
  });
});
