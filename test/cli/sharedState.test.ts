import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../bench/npy.js";
import { maskscore } from "../helpers/command.js";
import { bytesRead, type Running, startCommand, until } from "../helpers/startedCommand.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const inFolder = (name: string): string => join(workspace.folder, name);
const CLASSES = ["--num-classes", "3", "--quiet"];
const LARGE = 2 ** 20;

function large(count: number): void {
  workspace.write("t/0.npy", encodeNpy("|u1", [1024, 1024], new Uint8Array(LARGE)));
  for (let i = 1; i < count; i++) symlinkSync("0.npy", inFolder(`t/${i}.npy`));
}

/** The state of another run, put where a run keeps its own. */
function putOther(name: string): Buffer {
  workspace.write("o/1.png", png(Uint8Array.of(0, 1), 2));
  maskscore(["score", "o", "o", ...CLASSES, "--state", "other.state"], workspace.folder);
  const bytes = readFileSync(inFolder("other.state"));
  renameSync(inFolder("other.state"), inFolder(name));
  return bytes;
}

const isWhole = (state: Buffer): boolean =>
  createHash("sha256").update(state.subarray(0, -32)).digest().equals(state.subarray(-32));

describe("two runs with one state", () => {
  it("at once: it is never empty and never torn, and one of them completes it", async () => {
    large(600);
    const args = ["score", "t", "t", ...CLASSES, "--threads", "1"];
    maskscore([...args, "--state", "whole.state"], workspace.folder);
    const runs = [0, 1].map(() => startCommand([...args, "--resume", "a.state"], workspace.folder));
    const isRunning = ({ child }: Running): boolean => child.exitCode === null && child.signalCode === null;
    let torn = 0;
    while (runs.some(isRunning)) {
      if (existsSync(inFolder("a.state")) && !isWhole(readFileSync(inFolder("a.state")))) torn++;
      await sleep(2);
    }
    const ends = await Promise.all(runs.map(({ ended }) => ended));
    expect(torn).toBe(0);
    expect(ends.map(({ code }) => code)).toContain(0);
    for (const { code, stderr } of ends) {
      if (code !== 0) expect(stderr).toMatch(/maskscore: a\.state: another run has written its state here /);
    }
    expect(readFileSync(inFolder("a.state"))).toEqual(readFileSync(inFolder("whole.state")));
  });

  it.runIf(process.platform === "linux").each([
    ["at its end", undefined, 1],
    ["at a signal", "SIGINT", 130],
  ] as const)("what another has written is not written over %s", async (_, signal, expected) => {
    large(signal === undefined ? 100 : 4000);
    const run = startCommand(
      ["score", "t", "t", ...CLASSES, "--threads", "1", "--state", "a.state"],
      workspace.folder,
    );
    await until(() => bytesRead(run) > LARGE * 20, run);
    const other = putOther("a.state");
    if (signal !== undefined) run.child.kill(signal);
    const { code, stdout, stderr } = await run.ended;
    // A run of 100 images may be over before the other one is.
    if (code === 0) return;
    expect({ code, stdout }).toEqual({ code: expected, stdout: "" });
    expect(stderr).toMatch(/a\.state: another run has written its state here meanwhile, and that is kept; /);
    expect(readFileSync(inFolder("a.state"))).toEqual(other);
    expect(readdirSync(workspace.folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it.runIf(process.platform === "linux")(
    "a run that finds another's state at a checkpoint stops there",
    async () => {
      large(4000);
      const run = startCommand(
        ["score", "t", "t", ...CLASSES, "--threads", "1", "--state", "a.state"],
        workspace.folder,
      );
      await until(() => existsSync(inFolder("a.state")), run);
      const read = bytesRead(run);
      expect(read).toBeLessThan(LARGE * 4000);
      const other = putOther("a.state");
      const { code, stderr } = await run.ended;
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/another run has written its state here meanwhile/) as string,
      });
      expect(readFileSync(inFolder("a.state"))).toEqual(other);
    },
  );

  it("one after the other: the second replaces what the first has kept", () => {
    putOther("a.state");
    workspace.write("t/1.png", png(Uint8Array.of(0, 1, 2), 3));
    const { status } = maskscore(["score", "t", "t", ...CLASSES, "--state", "a.state"], workspace.folder);
    expect(status).toBe(0);
  });
});

it("what killed runs left beside a state is removed, and what may still be written is not", () => {
  workspace.write("t/1.png", png(Uint8Array.of(0, 1, 2), 3));
  const [old, young, stranger] = [
    ".maskscore-0123456789abcdef.tmp",
    ".maskscore-fedcba9876543210.tmp",
    ".maskscore.tmp",
  ] as const;
  for (const name of [old, young, stranger]) workspace.write(name, "");
  const longAgo = Date.now() / 1000 - 7200;
  for (const name of [old, stranger]) utimesSync(inFolder(name), longAgo, longAgo);
  maskscore(["score", "t", "t", ...CLASSES, "--state", "a.state"], workspace.folder);
  expect(readdirSync(workspace.folder).sort()).toEqual([young, stranger, "a.state", "t"]);
});
