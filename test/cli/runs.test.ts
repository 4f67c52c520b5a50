import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { png as pngOfRows } from "../app/formats/makePng.js";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const CLASSES = ["--num-classes", "3", "--ignore-index", "9"];

const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);

/** Pairs of small masks, each unlike the others. */
function pairs(count: number, side = 16): void {
  for (let i = 0; i < count; i++) {
    const name = `${String(i).padStart(4, "0")}.png`;
    const truth = Uint8Array.from({ length: side * side }, (_, p) => (p % 17 === 0 ? 9 : (p * (i + 3)) % 3));
    const prediction = truth.map((label, p) => (label === 9 || (p + i) % 5 === 0 ? (p + i) % 3 : label));
    workspace.write(`t/${name}`, png(truth, side));
    workspace.write(`p/${name}`, png(prediction, side));
  }
}

interface Scores {
  readonly images: number;
  readonly meanIou: number;
  readonly confusionMatrix: number[][];
  readonly failures?: { readonly file: string; readonly message: string }[];
}

/** What a run's JSON says, but for the time it took. */
function scoresOf({ stdout }: Ran): Scores {
  const { elapsedMs, ...scores } = JSON.parse(stdout) as Scores & { elapsedMs: number };
  expect(elapsedMs).toBeGreaterThan(0);
  return scores;
}

const state = (name: string): string => readFileSync(join(workspace.folder, name), "base64");

describe("threads", () => {
  it("give the same as one", () => {
    pairs(50);
    const [one, four] = ["1", "4"].map((threads) =>
      run(
        "score",
        "t",
        "p",
        ...CLASSES,
        "--json",
        "--per-image",
        "--threads",
        threads,
        "--state",
        `${threads}.state`,
      ),
    ) as [Ran, Ran];
    expect(one.status).toBe(0);
    expect(scoresOf(four)).toEqual(scoresOf(one));
    expect(state("4.state")).toBe(state("1.state"));
  });

  it("may be many, without a word about it", () => {
    pairs(160);
    const ran = run("score", "t", "p", ...CLASSES, "--json", "--threads", "20");
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    expect(scoresOf(ran).images).toBe(160);
  });

  it("report the first file that is wrong, and nothing else", () => {
    pairs(60);
    for (const i of ["0017", "0033", "0058"]) workspace.write(`p/${i}.png`, "");
    for (const threads of ["1", "2", "3"]) {
      expect(run("score", "t", "p", ...CLASSES, "--threads", threads)).toEqual({
        status: 1,
        stdout: "",
        stderr: `maskscore: ${join("p", "0017.png")}: the file is empty (0 bytes)\n`,
      });
    }
  });
});

describe("--keep-going", () => {
  it("scores the others, lists what failed and exits 3", () => {
    pairs(20);
    workspace.write("p/0003.png", "");
    workspace.write("t/0007.png", "GIF89a");
    const ran = run("score", "t", "p", ...CLASSES, "--keep-going", "--json");
    expect(ran).toMatchObject({ status: 3, stderr: "" });
    const scores = scoresOf(ran);
    expect(scores.images).toBe(18);
    expect(scores.failures?.map(({ file }) => file)).toEqual([join("p", "0003.png"), join("t", "0007.png")]);
    const table = run("score", "t", "p", ...CLASSES, "--keep-going").stdout;
    expect(table).toContain("not scored: 2 files");
    expect(table).toContain(`failed  ${join("p", "0003.png")}: the file is empty (0 bytes)`);
  });

  it("leaves an image that fails for one model out for the other, too", () => {
    pairs(10);
    for (const name of readdirSync(join(workspace.folder, "t"))) {
      workspace.write(`q/${name}`, readFileSync(join(workspace.folder, "t", name)));
    }
    workspace.write("q/0004.png", "");
    const ran = run("score", "t", "p", "q", ...CLASSES, "--keep-going", "--json");
    expect(ran.status).toBe(3);
    const { models } = JSON.parse(ran.stdout) as { models: { name: string; images: number }[] };
    expect(models.map(({ name, images }) => [name, images])).toEqual([
      ["q", 9],
      ["p", 9],
    ]);
  });

  it("has nothing to score where every file fails", () => {
    workspace.write("t/a.png", "");
    workspace.write("p/a.png", "");
    const { status, stderr } = run("score", "t", "p", ...CLASSES, "--keep-going");
    expect(status).toBe(1);
    expect(stderr).toContain("no image could be scored: t/a.png: the file is empty (0 bytes)");
  });
});

describe("states", () => {
  it.each([1, 2, 7])("%i merged shards equal one run to the bit", (count) => {
    pairs(20);
    const one = run("score", "t", "p", ...CLASSES, "--json", "--state", "one.state");
    const parts = Array.from({ length: count }, (_, i) => `part-${i}.state`);
    for (const [i, part] of parts.entries()) {
      expect(run("score", "t", "p", ...CLASSES, "--shard", `${i}/${count}`, "--state", part).status).toBe(0);
    }
    const merged = run("merge", ...parts.reverse(), "--state", "merged.state", "--json");
    expect(merged.stderr).toBe("");
    expect(scoresOf(merged)).toEqual(scoresOf(one));
    expect(state("merged.state")).toBe(state("one.state"));
    expect(scoresOf(run("show", "merged.state", "--json"))).toEqual(scoresOf(one));
  });

  it("of a job array score its slice, and without --shard say that they do not", () => {
    pairs(6);
    process.env.AWS_BATCH_JOB_ARRAY_INDEX = "1";
    process.env.AWS_BATCH_JOB_ARRAY_SIZE = "3";
    try {
      expect(scoresOf(run("score", "t", "p", ...CLASSES, "--shard", "auto", "--json")).images).toBe(2);
      const all = run("score", "t", "p", ...CLASSES, "--json");
      expect(scoresOf(all).images).toBe(6);
      expect(all.stderr).toContain("AWS_BATCH_JOB_ARRAY_INDEX is set, but all images are scored");
    } finally {
      delete process.env.AWS_BATCH_JOB_ARRAY_INDEX;
      delete process.env.AWS_BATCH_JOB_ARRAY_SIZE;
    }
  });

  it("that do not belong together are refused, and damaged ones", () => {
    pairs(4);
    run("score", "t", "p", ...CLASSES, "--state", "a.state");
    run("score", "t", "p", "--num-classes", "4", "--ignore-index", "9", "--state", "b.state");
    expect(run("merge", "a.state", "b.state").stderr).toMatch(
      /^maskscore: b\.state: .*the number of classes is 3 here and 4 there/,
    );
    expect(run("merge", "a.state", "a.state").stderr).toMatch(
      /a\.state: there is an image of this id already: 0000/,
    );
    expect(run("show", "a.state", "b.state").stderr).toMatch(
      /b\.state cannot stand beside a\.state: the number of classes is \d+ here and \d+ there/,
    );
    workspace.write("cut.state", readFileSync(join(workspace.folder, "a.state")).subarray(0, 100));
    for (const args of [
      ["merge", "cut.state"],
      ["show", "cut.state"],
      ["show", "gone.state"],
      ["show", "t/0000.png"],
    ]) {
      const { status, stdout, stderr } = run(...args);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr).toMatch(new RegExp(`^maskscore: ${args[1] as string}: .*\n$`));
    }
  });

  it("are of one model", () => {
    pairs(2);
    const { status, stderr } = run("score", "t", "p", "t", ...CLASSES, "--state", "x.state");
    expect(status).toBe(2);
    expect(stderr).toContain("a state is of one model");
  });
});

/** Starts a run and ends it by a signal once its state holds some images. */
async function interrupt(
  signal: NodeJS.Signals,
  args: readonly string[],
  statePath: string,
): Promise<number | null> {
  const child = spawn(process.execPath, [`${PROJECT}dist/cli/main.js`, ...args], {
    cwd: workspace.folder,
    stdio: "ignore",
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on("exit", resolve);
  });
  while (!existsSync(statePath) && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill(signal);
  return ended;
}

describe("a run that was stopped", () => {
  // Large enough that it takes longer than a checkpoint.
  const many = (): void => {
    pairs(8, 1280);
    const truth = readFileSync(join(workspace.folder, "t/0000.png"));
    const prediction = readFileSync(join(workspace.folder, "p/0000.png"));
    for (let i = 8; i < 400; i++) {
      workspace.write(`t/${String(i).padStart(4, "0")}.png`, truth);
      workspace.write(`p/${String(i).padStart(4, "0")}.png`, prediction);
    }
  };

  it("goes on with --resume, by kill -9 and by Ctrl-C, and loses and doubles nothing", async () => {
    many();
    const args = ["score", "t", "p", ...CLASSES, "--threads", "1", "--quiet"];
    const statePath = join(workspace.folder, "run.state");
    expect(await interrupt("SIGKILL", [...args, "--state", "run.state"], statePath)).toBeNull();
    const killed = scoresOf(run("show", "run.state", "--json")).images;
    expect(killed).toBeGreaterThan(0);
    expect(killed).toBeLessThan(400);
    const resumed = run(...args, "--resume", "run.state", "--json");
    expect(resumed.stderr).toBe(`maskscore: going on from run.state: ${killed} of 400 images are counted\n`);
    const whole = run(...args, "--json", "--state", "whole.state");
    expect(scoresOf(resumed)).toEqual(scoresOf(whole));
    expect(state("run.state")).toBe(state("whole.state"));
    expect(readdirSync(workspace.folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);

    const second = join(workspace.folder, "second.state");
    expect(await interrupt("SIGINT", [...args, "--resume", "second.state"], second)).toBe(130);
    const interrupted = scoresOf(run("show", "second.state", "--json")).images;
    expect(interrupted).toBeLessThan(400);
    expect(scoresOf(run(...args, "--resume", "second.state", "--json"))).toEqual(scoresOf(whole));
  }, 120_000);

  it("has a state after about a second, however long an image takes", async () => {
    // Noise does not compress: each image takes a quarter of a second or more.
    let seed = 1;
    const [width, height] = [8192, 4096];
    const rows = new Uint8Array(height * (width + 1));
    for (let i = 0; i < rows.length; i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      // Each row begins with the name of its filter, which is none.
      if (i % (width + 1) > 0) rows[i] = (seed >>> 24) % 3;
    }
    const data = deflateSync(rows, { level: 1 });
    workspace.write("t/0.png", pngOfRows({ width, height, depth: 8, colourType: 0, data }));
    for (let i = 1; i < 7; i++) symlinkSync("0.png", join(workspace.folder, `t/${i}.png`));
    const args = ["score", "t", "t", "--num-classes", "3", "--threads", "1", "--quiet"];
    const path = join(workspace.folder, "slow.state");
    const child = spawn(process.execPath, [`${PROJECT}dist/cli/main.js`, ...args, "--state", "slow.state"], {
      cwd: workspace.folder,
      stdio: "ignore",
    });
    const ended = new Promise<number | null>((resolve) => {
      child.on("exit", resolve);
    });
    const start = performance.now();
    let begun: number | undefined;
    while (!existsSync(path) && child.exitCode === null) {
      if (existsSync(`${path}.tmp`)) begun ??= performance.now();
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    const seen = performance.now();
    expect(await ended).toBe(0);
    // A write in many steps, one between two images, would take as long as several of them.
    expect(seen - (begun ?? seen)).toBeLessThan((performance.now() - start) / 7);
  }, 120_000);

  it("does not go on from the state of other files", () => {
    pairs(6);
    run("score", "t", "p", ...CLASSES, "--state", "p.state");
    for (let i = 0; i < 6; i++) workspace.write(`q/000${i}.png`, png(new Uint8Array(256), 16));
    expect(run("score", "t", "q", ...CLASSES, "--resume", "p.state")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/^maskscore: p\.state: image "0000" was counted otherwise; /) as string,
    });
    workspace.write("few/0000.png", readFileSync(join(workspace.folder, "t/0000.png")));
    expect(run("score", "few", "p", ...CLASSES, "--allow-missing", "--resume", "p.state").stderr).toMatch(
      /p\.state: it holds 5 images that are not among these: 0001, /,
    );
    expect(run("score", "t", "p", "--num-classes", "5", "--resume", "p.state").stderr).toMatch(
      /p\.state: the state has other settings: the number of classes is 5 here and 3 there/,
    );
    const anew = run("score", "t", "p", ...CLASSES, "--resume", "new.state");
    expect(anew).toMatchObject({
      status: 0,
      stderr: "maskscore: new.state is not there yet: starting with the first image\n",
    });
    expect(state("new.state")).toBe(state("p.state"));
  });

  it("whose state cannot be written says so", () => {
    pairs(1);
    const { status, stderr } = run("score", "t", "p", ...CLASSES, "--state", join("gone", "a.state"));
    expect(status).toBe(1);
    expect(stderr).toBe(
      `maskscore: ${join("gone", "a.state")}: the state cannot be written: no such file or folder\n`,
    );
  });
});

describe("progress", () => {
  it("is silent where the work is short, or --quiet", () => {
    pairs(3);
    expect(run("score", "t", "p", ...CLASSES).stderr).toBe("");
  });
});
