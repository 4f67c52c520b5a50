import { describe, expect, it } from "vitest";
import { maskscore, startMaskscore } from "./command.js";
import { png, useWorkspace } from "./workspace.js";

const workspace = useWorkspace();

describe("a command in a process that stays says what one in a process of its own says", () => {
  it.each([
    "--version",
    "score --help",
    "score t p --num-classes 3 --per-image --quiet",
    "compare t p t --num-classes 3 --quiet",
    "inspect t p --json",
    "score t p",
    "score t p --no-such-option",
    "show gone.state",
    "score t p --num-classes 2",
    "completion fish",
  ])("%s", (words) => {
    const labels = Uint8Array.from({ length: 16 }, (_, pixel) => pixel % 3);
    for (const name of ["a.png", "b.png"]) {
      workspace.write(`t/${name}`, png(labels, 4));
      workspace.write(`p/${name}`, png(labels.slice().reverse(), 4));
    }
    const withoutTimes = ({ stdout, ...ran }: ReturnType<typeof maskscore>): object => ({
      ...ran,
      stdout: stdout.replace(/\d+(\.\d+)? m?s\b/g, "TIME"),
    });
    const alone = withoutTimes(startMaskscore(words.split(" "), workspace.folder));
    // Whatever ran in that process before.
    for (let i = 0; i < 2; i++) {
      expect(withoutTimes(maskscore(words.split(" "), workspace.folder))).toEqual(alone);
    }
  });
});
