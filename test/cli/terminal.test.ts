import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import { PROJECT } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();

/** Runs the command on a pseudo-terminal; what a user would see, escape sequences included. */
function onTerminal(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  { columns = 100, exitCode = 0 } = {},
): string {
  const words = [process.execPath, `${PROJECT}dist/cli/main.js`, ...args];
  const { error, stdout, status } = spawnSync(
    "script",
    ["-qec", `stty cols ${columns}; ${words.map((word) => `'${word}'`).join(" ")}`, "/dev/null"],
    {
      cwd: workspace.folder,
      encoding: "utf8",
      env: { PATH: process.env.PATH, TERM: "xterm", ...environment },
      maxBuffer: 2 ** 26,
    },
  );
  // From util-linux; every Debian has it.
  expect(error).toBeUndefined();
  expect(status).toBe(exitCode);
  return stdout;
}

/** Escape characters as text, for patterns. */
function plain(seen: string): string {
  return seen.replaceAll("\u001b", "ESC");
}

/** More work than the bar waits for, on a fast machine too. */
function manyPairs(): string[] {
  const side = 2048;
  const labels = Uint8Array.from({ length: side * side }, (_, p) => (p * 7) % 3);
  workspace.write("t/000.png", png(labels, side));
  const bytes = readFileSync(join(workspace.folder, "t/000.png"));
  for (let i = 0; i < 160; i++) {
    for (const folder of ["t", "p"]) workspace.write(`${folder}/${String(i).padStart(3, "0")}.png`, bytes);
  }
  return ["score", "t", "p", "--num-classes", "3", "--threads", "1"];
}

describe.runIf(process.platform === "linux")("on a terminal", () => {
  it("long work shows a bar with images/s and the time left, which is gone at the end", () => {
    const args = manyPairs();
    const seen = onTerminal(args);
    expect(seen).toMatch(/scoring .* \d+% \| \d+\/160 images \| \d+ images\/s \| \d+ s left/);
    // Cleared: the cursor at the line's start, and the line erased.
    expect(plain(seen)).toMatch(/ESC\[1G|ESC\[0K|ESC\[2K/);
    expect(onTerminal([...args, "--quiet"])).not.toContain("images/s");
  });

  it("headings are bold, and alarming words red; not with NO_COLOR", () => {
    workspace.write("a.png", png(Uint8Array.of(0, 1), 2));
    const args = ["inspect", "a.png", "--num-classes", "1"];
    expect(plain(onTerminal(args))).toMatch(/ESC\[1ma\.pngESC\[22m[\s\S]*ESC\[31merror/);
    expect(onTerminal(args, { NO_COLOR: "1" })).not.toContain("\u001b");
    expect(onTerminal(args, { TERM: "dumb" })).not.toContain("\u001b");
  });

  it("the mean stands out, classes have bars, and no line is longer than the terminal", () => {
    workspace.write("t.png", png(Uint8Array.of(0, 1, 1, 2), 2));
    workspace.write("p.png", png(Uint8Array.of(0, 1, 2, 2), 2));
    const args = ["score", "t.png", "p.png", "--num-classes", "3", "--spread"];
    const seen = plain(onTerminal(args, {}, { columns: 60 }));
    expect(seen).toMatch(/ESC\[1mmean IoU +0\.6667ESC\[22m/);
    expect(seen).toContain("0.5000 █████ ");
    expect(
      seen
        .replace(/ESC\[\d+m/g, "")
        .split("\n")
        .map((line) => line.trimEnd().length),
    ).toSatisfy((lengths: number[]) => Math.max(...lengths) <= 60);
    const piped = maskscore(args, workspace.folder).stdout;
    expect(piped).not.toContain("█");
    expect(piped).toMatch(/\n\nspread {2}[^\n]{200,}\n/);
  });

  it("errors are red, and broken at the terminal's width", () => {
    workspace.write("t.png", png(Uint8Array.of(0, 255), 2));
    const seen = plain(onTerminal(["score", "t.png", "t.png"], {}, { columns: 70, exitCode: 2 }));
    expect(seen).toMatch(
      /ESC\[31mmaskscore: ESC\[39mthe number of classes is not known: [^\n]{1,30}\r?\n {11}/,
    );
  });
});
