import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { SegmentationScorer } from "../../src/index.js";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { shellCommand } from "../helpers/shellCommand.js";
import { startCommand } from "../helpers/startedCommand.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const inFolder = (name: string): string => join(workspace.folder, name);
const bytesOf = (name: string): Buffer => readFileSync(inFolder(name));
const WORDS = "score t p --num-classes 3 --quiet --threads 1";
const IMAGES = 5;

/** The command, whose work with files fails as faultyFiles.mjs says. */
const faulty = (words: string, environment: NodeJS.ProcessEnv): Ran =>
  shellCommand(
    `"${process.execPath}" --import "${PROJECT}test/helpers/faultyFiles.mjs" "${PROJECT}dist/cli/main.js" ${words} > /dev/null`,
    workspace.folder,
    environment,
  );

const writeMasks = (count: number): void => {
  for (let i = 0; i < count; i++) {
    const truth = Uint8Array.from({ length: 16 }, (_, p) => (p + i) % 3);
    workspace.write(`t/${i}.png`, png(truth, 4));
    workspace.write(`p/${i}.png`, png(truth.fill(1, 0, 3 + i), 4));
  }
};

/** One with the state of 3 of 5 images, and the state of all of them; returns them. */
function beginRun(): { readonly old: Buffer; readonly whole: Buffer } {
  writeMasks(IMAGES);
  maskscore([...WORDS.split(" "), "--state", "whole.state"], workspace.folder);
  maskscore([...WORDS.split(" "), "--state", "a.state", "--shard", "1/2"], workspace.folder);
  return { old: bytesOf("a.state"), whole: bytesOf("whole.state") };
}

const temporaries = (): string[] => readdirSync(workspace.folder).filter((name) => name.endsWith(".tmp"));

describe.runIf(process.platform === "linux")("a state", () => {
  let old: Buffer;
  let whole: Buffer;
  beforeEach(() => {
    ({ old, whole } = beginRun());
  });

  /** Ends of the command's work with a state, and what each of them does. */
  const COMMANDS = [
    ["score --state", `${WORDS} --state a.state`],
    ["score --resume", `${WORDS} --resume a.state`],
    ["merge", "merge whole.state --state a.state"],
  ] as const;

  it.each(COMMANDS)("killed at any moment of %s is the old one or the new one", (_, words) => {
    faulty(words, { MASKSCORE_CALLS: "calls.txt" });
    expect(bytesOf("a.state")).toEqual(whole);
    const calls = bytesOf("calls.txt").toString().split("\n");
    for (const call of ["openSync", "writeSync", "fsyncSync", "renameSync"]) expect(calls).toContain(call);
    const rename = calls.indexOf("renameSync");
    for (let call = 1; call <= calls.length; call++) {
      workspace.write("a.state", old);
      const { status } = faulty(words, { MASKSCORE_FAULT: `kill * ${call}` });
      expect(status, calls[call - 1]).toBe(137);
      expect(bytesOf("a.state").equals(call - 1 <= rename ? old : whole), calls[call - 1]).toBe(true);
      // What a killed one leaves is no state, and in nobody's way.
      for (const name of temporaries()) rmSync(inFolder(name));
    }
    expect(faulty(words, {})).toMatchObject({ status: 0 });
    expect(bytesOf("a.state")).toEqual(whole);
  });

  it.each(["openSync", "writeSync", "fsyncSync", "renameSync"])(
    "whose disk is full at %s is the old one, and that is said",
    (call) => {
      for (const [, words] of COMMANDS) {
        const { status, stderr } = faulty(words, { MASKSCORE_FAULT: `ENOSPC ${call} 1` });
        expect(stderr).toMatch(
          /^(maskscore: going on from .*\n)?maskscore: a\.state: the state cannot be written: ENOSPC/m,
        );
        expect(status).toBe(1);
        expect(bytesOf("a.state")).toEqual(old);
        expect(temporaries()).toEqual([]);
      }
    },
  );
});

/** A file system of a few kilobytes, where this process may make one. */
const canMount =
  process.platform === "linux" &&
  shellCommand('d=$(mktemp -d) && mount -t tmpfs -o size=8k none "$d" && umount "$d" && rmdir "$d"', "/")
    .status === 0;

describe.runIf(canMount)("on a disk that is full", () => {
  it("the old state stays whole, of a run and of a merge, and no half of a new one stays", () => {
    writeMasks(400);
    maskscore([...WORDS.split(" "), "--state", "whole.state"], workspace.folder);
    const disk = mkdtempSync(inFolder("disk-"));
    const mounted = shellCommand(
      `mount -t tmpfs -o size=8k none "${disk}"
      trap 'umount "${disk}"' EXIT
      maskscore ${WORDS} --shard 1/200 --state "${disk}/a.state" > /dev/null 2>&1
      cp "${disk}/a.state" old.state
      maskscore ${WORDS} --state "${disk}/a.state" > /dev/null; echo "exit $?"
      maskscore merge whole.state --state "${disk}/a.state" > /dev/null; echo "exit $?"
      cmp "${disk}/a.state" old.state && ls -A "${disk}"`,
      workspace.folder,
    );
    expect(bytesOf("whole.state").length).toBeGreaterThan(8192);
    expect(mounted.stdout).toBe("exit 1\nexit 1\na.state\n");
    expect(mounted.stderr).toBe(
      `maskscore: ${disk}/a.state: the state cannot be written: ENOSPC: no space left on device, write\n`.repeat(
        2,
      ),
    );
  });
});

it.runIf(process.platform === "linux")(
  "two that write one state and one that reads it: each look finds a whole one",
  async () => {
    writeMasks(IMAGES);
    const merging = ["merge", "whole.state", "--state", "a.state"];
    maskscore([...WORDS.split(" "), "--state", "whole.state"], workspace.folder);
    maskscore(merging, workspace.folder);
    const whole = bytesOf("whole.state");
    let looks = 0;
    for (let round = 0; round < 5; round++) {
      const writers = [0, 1].map(() => startCommand(merging, workspace.folder));
      let left = writers.length;
      for (const { child } of writers) child.on("exit", () => left--);
      while (left > 0) {
        const found = bytesOf("a.state");
        expect(found).toEqual(whole);
        looks++;
        await new Promise((resolve) => setImmediate(resolve));
      }
      for (const { code } of await Promise.all(writers.map(({ ended }) => ended))) expect(code).toBe(0);
    }
    expect(looks).toBeGreaterThan(100);
    expect(SegmentationScorer.fromBytes(bytesOf("a.state")).imageCount).toBe(IMAGES);
  },
);
