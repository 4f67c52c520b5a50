import { spawnSync } from "node:child_process";
import { createWriteStream, existsSync, readdirSync, readFileSync, symlinkSync, watch } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../bench/npy.js";
import { png as pngOfRows } from "../app/formats/makePng.js";
import { maskscore } from "../helpers/command.js";
import {
  bytesRead,
  hasOpen,
  type Running,
  secondsUsed,
  startCommand,
  until,
} from "../helpers/startedCommand.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();

const SIGNALS = [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const;

const CLASSES = ["--num-classes", "3"];

/** Pairs of masks; all of one content, so that many large ones are made soon. */
function pairs(count: number, side: number): void {
  const truth = Uint8Array.from({ length: side * side }, (_, p) => (p >> 4) % 3);
  const files = [png(truth, side), png(truth.slice().reverse(), side)] as const;
  for (let i = 0; i < count; i++) {
    const name = `${String(i).padStart(4, "0")}.png`;
    workspace.write(`t/${name}`, files[0]);
    workspace.write(`p/${name}`, files[1]);
  }
}

const start = (...args: readonly string[]): Running => startCommand(args, workspace.folder);

const LARGE = 2 ** 20;

let huge: Uint8Array | undefined;

/** As many pixels as a mask may have: it is decoded in about a second, and looked at in some. */
function hugePng(): Uint8Array {
  const side = 2 ** 14;
  huge ??= pngOfRows({
    width: side,
    height: side,
    depth: 8,
    colourType: 0,
    data: deflateSync(new Uint8Array(side * (side + 1)), { level: 1 }),
  });
  return huge;
}

/** Masks of so many bytes, that take far longer than it takes to see that a run has begun; how many there are. */
function manyLarge(): number {
  workspace.write("t/0.npy", encodeNpy("|u1", [1024, 1024], new Uint8Array(LARGE)));
  for (let i = 1; i < 1000; i++) symlinkSync("0.npy", inFolder(`t/${i}.npy`));
  return 1000;
}

const inFolder = (name: string): string => join(workspace.folder, name);
const imagesIn = (state: string): number =>
  (JSON.parse(maskscore(["show", state, "--json"], workspace.folder).stdout) as { images: number }).images;
const leftovers = (): string[] => readdirSync(workspace.folder).filter((name) => name.includes(".tmp"));

describe.each(SIGNALS)("%s ends the command with %i", (signal, code) => {
  // What a process catches is only to be seen on Linux.
  it.runIf(process.platform === "linux")("as soon as it hears anything at all", async () => {
    const run = start("score", "t", "p", ...CLASSES);
    // The hangup, signal 1, is the last that it begins to listen to, and one that Node itself does not catch.
    const isListening = (): boolean => {
      const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${run.child.pid}/status`, "utf8"));
      return (BigInt(`0x${caught?.[1] ?? "0"}`) & 1n) === 1n;
    };
    await until(isListening, run);
    run.child.kill(signal);
    expect(await run.ended).toEqual({ code, stdout: "", stderr: "maskscore: interrupted\n" });
  });

  it.runIf(process.platform !== "win32")("while it reads which pairs there are", async () => {
    spawnSync("mkfifo", [inFolder("pairs.json")]);
    const run = start("score", "--pairs", "pairs.json", ...CLASSES, "--state", "a.state");
    const pipe = createWriteStream(inFolder("pairs.json"));
    // Opened as soon as there is a reader; what it waits for never comes.
    await new Promise((resolve) => pipe.on("open", resolve));
    pipe.write("[");
    run.child.kill(signal);
    expect(await run.ended).toEqual({
      code,
      stdout: "",
      stderr: "maskscore: interrupted before the first image was counted: nothing is written\n",
    });
    pipe.on("error", () => undefined).destroy();
    expect(existsSync(inFolder("a.state"))).toBe(false);
  });

  it.runIf(process.platform === "linux")("while it counts, with the state of what was counted", async () => {
    const count = manyLarge();
    const args = ["score", "t", "t", ...CLASSES, "--threads", "1", "--quiet", "--state", "a.state"];
    const run = start(...args);
    await until(() => bytesRead(run) > LARGE * 20, run);
    run.child.kill(signal);
    const { code: got, stdout, stderr } = await run.ended;
    const [, counted] = /interrupted after (\d+) of/.exec(stderr) ?? [];
    expect({ got, stdout, stderr }).toEqual({
      got: code,
      stdout: "",
      stderr: `maskscore: interrupted after ${counted} of ${count} images: the state is in a.state; go on with --resume a.state\n`,
    });
    expect(imagesIn("a.state")).toBe(Number(counted));
    expect(leftovers()).toEqual([]);
  });

  it("in the last checkpoint of a run that is over in no time", async () => {
    pairs(4, 16);
    const args = ["--threads", "1", "--state", "a.state", "--ci", "95", "--resamples", "1000000"];
    const run = start("score", "t", "p", ...CLASSES, ...args);
    await new Promise<void>((resolve) => {
      const watcher = watch(workspace.folder, (_, name) => {
        if (name?.startsWith("a.state") !== true) return;
        watcher.close();
        resolve();
      });
      run.child.on("exit", () => {
        resolve();
      });
    });
    run.child.kill(signal);
    const { code: got, stderr } = await run.ended;
    expect({ got, stderr }).toEqual({
      got: code,
      stderr:
        "maskscore: interrupted before the reports were made, after all 4 images: maskscore show a.state makes them\n",
    });
    expect(imagesIn("a.state")).toBe(4);
    expect(leftovers()).toEqual([]);
  });
});

describe("a signal", () => {
  it.runIf(process.platform === "linux")(
    "is answered while intervals are computed, which take longer than anybody waits",
    async () => {
      pairs(30, 16);
      const args = ["--num-classes", "19", "--state", "a.state"];
      maskscore(["score", "t", "p", ...args], workspace.folder);
      for (const words of [
        ["score", "t", "p", "--resume", "a.state", "--num-classes", "19", "--ci", "95"],
        ["show", "a.state", "--ci", "95"],
        ["compare", "t", "p", "t", "--num-classes", "19"],
      ]) {
        const run = start(...words, "--resamples", "1000000");
        // More than all that comes before takes.
        await until(() => secondsUsed(run) > 0.8, run);
        const signalled = performance.now();
        run.child.kill("SIGTERM");
        const { code, stdout } = await run.ended;
        expect({ words, code, stdout }).toEqual({ words, code: 143, stdout: "" });
        // All of it takes a quarter of a minute on an idle machine.
        expect(performance.now() - signalled).toBeLessThan(5000);
      }
    },
    60_000,
  );

  it("that comes when all is done changes nothing, and kills nobody", async () => {
    pairs(2, 16);
    for (let i = 0; i < 8; i++) {
      const run = start("score", "t", "p", ...CLASSES, "--json");
      // The report is the last that it has to say.
      run.child.stdout?.once("data", () => {
        setTimeout(() => run.child.kill("SIGTERM"), i);
      });
      const { code, stdout, stderr } = await run.ended;
      expect(code === 0 ? { code, stderr } : { code, stderr: stderr.slice(0, 42) }).toEqual(
        code === 0
          ? { code, stderr: "" }
          : { code: 143, stderr: "maskscore: interrupted before the reports " },
      );
      expect(JSON.parse(stdout)).toMatchObject({ images: 2 });
    }
  });

  it.runIf(process.platform === "linux")("in a run that keeps no state says so", async () => {
    manyLarge();
    const run = start("score", "t", "t", ...CLASSES, "--threads", "2", "--quiet");
    await until(() => bytesRead(run) > LARGE * 20, run);
    run.child.kill("SIGINT");
    const { code, stderr } = await run.ended;
    expect(stderr).toMatch(
      /^maskscore: interrupted after \d+ of 1000 images: nothing is kept; with --state FILE it could be resumed\n$/,
    );
    expect(code).toBe(130);
  });

  describe.runIf(process.platform === "linux")("is heard while a mask is decoded that takes long", () => {
    it.each([
      ["score h.png h.png --num-classes 3 --threads 1", "interrupted after 0 of 1 images: nothing is kept; "],
      ["score h.png h.png", "interrupted before the first image was counted: nothing is written"],
      ["compare h.png i.png j.png --num-classes 3", "interrupted after 0 of 1 images: nothing is kept; "],
      ["inspect h.png", "interrupted after 0 of 1 files"],
      [
        "score --pairs pairs.json --resume a.state --num-classes 3",
        "interrupted before the first image was counted: nothing is written",
      ],
      [
        "score --pairs pairs.json --state b.state --num-classes 3 --html r.html",
        "interrupted before the reports were made, after all 2 images: maskscore show b.state makes them",
      ],
    ])(
      "%s",
      async (words, said) => {
        workspace.write("h.png", hugePng());
        for (const name of ["i.png", "j.png"]) symlinkSync("h.png", inFolder(name));
        workspace.write("pairs.json", JSON.stringify(["h.png", "i.png"].map((file) => [file, file])));
        if (words.includes("a.state")) {
          maskscore(
            ["score", "--pairs", "pairs.json", "--state", "a.state", "--num-classes", "3"],
            workspace.folder,
          );
        }
        const run = start(...words.split(" "));
        if (words.includes("--html")) {
          // For which masks are decoded again once their counts are kept; on a slow machine those of the first are kept before.
          await until(() => existsSync(inFolder("b.state")) && imagesIn("b.state") === 2, run);
          await sleep(50);
        } else {
          await until(() => secondsUsed(run) > 0.5, run);
        }
        const signalled = performance.now();
        run.child.kill("SIGINT");
        const { code, stderr } = await run.ended;
        expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringContaining(said) as string });
        // Nothing of it takes as long as decoding goes on.
        expect(performance.now() - signalled).toBeLessThan(1000);
        expect(leftovers()).toEqual([]);
        expect(existsSync(inFolder("r.html"))).toBe(false);
      },
      120_000,
    );
  });

  describe.runIf(process.platform === "linux")("while a pipe is waited for", () => {
    it.each([
      ["merge wait b.state --state c.state", "interrupted before the states were merged: nothing is written"],
      ["show wait", "interrupted before the reports were made"],
      [
        "score --pairs wait --num-classes 3",
        "interrupted before the first image was counted: nothing is written",
      ],
      ["inspect a.png --palette wait", "interrupted"],
    ])("that nobody writes to: %s", async (words, said) => {
      spawnSync("mkfifo", [inFolder("wait")]);
      const run = start(...words.split(" "));
      await until(() => hasOpen(run, "/wait"), run);
      run.child.kill("SIGTERM");
      expect(await run.ended).toEqual({ code: 143, stdout: "", stderr: `maskscore: ${said}\n` });
      expect(existsSync(inFolder("c.state"))).toBe(false);
    });

    it("that nobody reads: a report, after the state was merged", async () => {
      pairs(2, 16);
      maskscore(["score", "t", "p", ...CLASSES, "--state", "a.state"], workspace.folder);
      spawnSync("mkfifo", [inFolder("wait")]);
      const run = start("merge", "a.state", "--state", "c.state", "--json=wait");
      await until(() => existsSync(inFolder("c.state")), run);
      run.child.kill("SIGTERM");
      const { code, stderr } = await run.ended;
      expect({ code, stderr }).toEqual({
        code: 143,
        stderr: "maskscore: interrupted before the reports were made: maskscore show c.state makes them\n",
      });
      expect(imagesIn("c.state")).toBe(2);
    });

    it("that a reader has left full", async () => {
      pairs(1, 16);
      const run = start("inspect", ...Array.from({ length: 3000 }, () => "t/0000.png"), "--json");
      run.child.stdout?.pause();
      run.child.stdout?.removeAllListeners("data");
      await until(() => secondsUsed(run) > 0.2, run);
      await sleep(1000);
      run.child.kill("SIGINT");
      await new Promise((resolve) => run.child.on("exit", resolve));
      expect(run.child.exitCode).toBe(130);
      run.child.stdout?.resume();
    });
  });

  it("ends the demonstration in its middle", async () => {
    const run = start("demo");
    await new Promise((resolve) => run.child.stdout?.once("data", resolve));
    run.child.kill("SIGINT");
    const { code, stderr } = await run.ended;
    expect({ code, stderr }).toEqual({
      code: 130,
      stderr: expect.stringMatching(/^maskscore: interrupted /) as string,
    });
    expect(leftovers()).toEqual([]);
  });

  it("that is followed by another ends the command at once, with a state that is whole or none", async () => {
    pairs(60, 128);
    for (const delay of [60, 90, 120, 150, 180, 210, 240]) {
      const run = start(
        "score",
        "t",
        "p",
        ...CLASSES,
        "--threads",
        "2",
        "--quiet",
        "--state",
        `${delay}.state`,
      );
      await sleep(delay);
      run.child.kill("SIGINT");
      run.child.kill("SIGTERM");
      const signalled = performance.now();
      const { code } = await run.ended;
      expect(performance.now() - signalled).toBeLessThan(1000);
      // Ended by the second one, or by the first, or done before.
      expect([null, 130, 143, 0]).toContain(code);
      if (existsSync(inFolder(`${delay}.state`))) expect(imagesIn(`${delay}.state`)).toBeLessThanOrEqual(60);
    }
  });

  it("before the first image leaves the state to resume as it was", async () => {
    pairs(4, 16);
    maskscore(["score", "t", "p", ...CLASSES, "--state", "a.state"], workspace.folder);
    const before = readFileSync(inFolder("a.state"));
    spawnSync("mkfifo", [inFolder("classes.json")]);
    const run = start("score", "t", "p", "--classes", "classes.json", "--resume", "a.state");
    const pipe = createWriteStream(inFolder("classes.json"));
    await new Promise((resolve) => pipe.on("open", resolve));
    run.child.kill("SIGINT");
    expect((await run.ended).code).toBe(130);
    pipe.destroy();
    expect(readFileSync(inFolder("a.state"))).toEqual(before);
  });
});
