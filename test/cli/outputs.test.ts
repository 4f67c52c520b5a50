import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { shellCommand } from "../helpers/shellCommand.js";
import { startCommand } from "../helpers/startedCommand.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const inFolder = (name: string): string => join(workspace.folder, name);
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const leftovers = (): string[] => readdirSync(workspace.folder).filter((name) => name.includes(".tmp"));

const shell = (script: string): Ran => shellCommand(script, workspace.folder);

const WORDS = ["score", "t", "p", "--num-classes", "3", "--quiet"] as const;
const SCORE = `maskscore ${WORDS.join(" ")}`;
const FILES = ["json", "csv", "markdown", "junit", "html", "state"] as const;
const failed = (file: string, output: string): string =>
  `maskscore: ${file}: ${output === "state" ? "the state cannot be written" : "cannot be written"}: `;

const MASK = png(
  Uint8Array.from({ length: 16 }, (_, pixel) => pixel % 3),
  4,
);

/** As many as are counted without another thread, whose start would take longer than all of it. */
const IMAGES = 15;

beforeEach(() => {
  for (let i = 0; i < IMAGES; i++) {
    for (const folder of ["t", "p"]) workspace.write(`${folder}/image ${i}.png`, MASK);
  }
});

describe.runIf(process.platform === "linux").each(FILES)("--%s", (output) => {
  it.runIf(output !== "state")("on a full device exits 1, and names it", () => {
    const { status, stderr } = run(...WORDS, `--${output}=/dev/full`);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `${failed("/dev/full", output)}ENOSPC: no space left on device, write\n`,
    });
    expect(statSync("/dev/full").isCharacterDevice()).toBe(true);
  });

  it("that the system takes nothing of leaves the file as it was, and nothing beside it", () => {
    refusesBeyond(0, output);
  });

  it("where it cannot be exits 1 before anything is counted", () => {
    workspace.write("file", "");
    mkdirSync(inFolder("folder"));
    for (const [path, reason] of [
      ["none/out", "no such file or folder"],
      ["folder", "is a folder"],
      ["file/out", "a part of its path is no folder"],
      ["x".repeat(300), "ENAMETOOLONG: name too long, "],
    ] as const) {
      const { status, stdout, stderr } = run(...WORDS, `--${output}=${path}`);
      expect({ path, status, stdout }).toEqual({ path, status: 1, stdout: "" });
      expect(stderr.startsWith(`${failed(path, output)}${reason}`)).toBe(true);
      expect(stderr.trimEnd()).not.toContain("\n");
    }
  });

  it.runIf(process.getuid?.() !== 0)("in a folder that takes no file exits 1", () => {
    workspace.write("shut/there", "");
    chmodSync(inFolder("shut"), 0o555);
    for (const [path, reason] of [
      ["shut/out", "may not be written"],
      ["shut/there", `a new file takes its place, and none can be made in ${realpathSync(inFolder("shut"))}`],
    ] as const) {
      const { status, stderr } = run(...WORDS, `--${output}=${path}`);
      expect({ status, stderr }).toEqual({ status: 1, stderr: `${failed(path, output)}${reason}\n` });
    }
    chmodSync(inFolder("shut"), 0o755);
  });

  it("goes where links lead, which stay, and keeps the rights of what was there", () => {
    mkdirSync(inFolder("else"));
    workspace.write("else/there", "old");
    chmodSync(inFolder("else/there"), 0o640);
    symlinkSync("else/there", inFolder("there"));
    symlinkSync("else/new", inFolder("new"));
    for (const name of ["there", "new"]) {
      expect(run(...WORDS, `--${output}=${name}`)).toMatchObject({ status: 0, stderr: "" });
      expect(readlinkSync(inFolder(name))).toBe(`else/${name}`);
      expect(readFileSync(inFolder(`else/${name}`)).length).toBeGreaterThan(100);
    }
    expect(statSync(inFolder("else/there")).mode & 0o777).toBe(0o640);
    expect(readdirSync(inFolder("else")).sort()).toEqual(["new", "there"]);
  });

  it.runIf(output === "state")("is no pipe and no device, which stay what they are", () => {
    const words =
      'is a pipe or device, and a state is kept in a file, which is replaced as a whole; name one, or "-" for standard output\n';
    spawnSync("mkfifo", [inFolder("pipe")]);
    symlinkSync("pipe", inFolder("link"));
    for (const path of ["pipe", "link", "/dev/null", "/dev/full", "/dev/stdout"]) {
      expect(shell(`${SCORE} --state=${path} | cat; exit \${PIPESTATUS[0]}`)).toEqual({
        status: 1,
        stdout: "",
        stderr: `${failed(path, output)}${words}`,
      });
    }
    expect(statSync(inFolder("pipe")).isFIFO()).toBe(true);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    expect(leftovers()).toEqual([]);
  });

  it.runIf(output !== "state")(
    "is written through a pipe, to a device, and to standard output in its turn",
    () => {
      expect(run(...WORDS, `--${output}=whole`).status).toBe(0);
      expect(
        shell(`mkfifo pipe; cat pipe > piped & ${SCORE} --${output}=pipe; s=$?; wait; exit $s`),
      ).toMatchObject({
        status: 0,
        stderr: "",
      });
      expect(statSync(inFolder("pipe")).isFIFO()).toBe(true);
      const size = readFileSync(inFolder("whole")).length;
      // Times differ by a digit or two.
      expect(Math.abs(readFileSync(inFolder("piped")).length - size)).toBeLessThan(20);
      expect(run(...WORDS, `--${output}=/dev/null`)).toMatchObject({ status: 0, stderr: "" });
      expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
      for (const sink of ["> all", "| cat > all"]) {
        const { status, stderr } = shell(`${SCORE} --${output}=/dev/stdout ${sink}`);
        expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
        const all = readFileSync(inFolder("all"));
        expect(all.length).toBeGreaterThan(size + 100);
        expect(all.includes("mean IoU        1.0000")).toBe(true);
      }
    },
  );
});

it.runIf(process.platform === "linux").each(["json", "html"])(
  "--%s that the system takes a part of leaves the file as it was, and nothing beside it",
  (output) => {
    refusesBeyond(1, output);
  },
);

/** Writes a report where files have at most so many blocks of 1 KiB. */
function refusesBeyond(blocks: number, output: string): void {
  workspace.write("out", "of before");
  const { status, stderr } = shell(`ulimit -f ${blocks}; ${SCORE} --per-image --${output}=out`);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `${failed("out", output)}EFBIG: file too large, write\n`,
  });
  expect(readFileSync(inFolder("out"), "utf8")).toBe("of before");
  expect(leftovers()).toEqual([]);
}

describe("standard output", () => {
  describe
    .runIf(existsSync("/dev/full"))
    .each([
      "score t p --num-classes 3",
      "score t p --num-classes 3 --json --per-image",
      "compare t p t --num-classes 3",
      "inspect t",
      "inspect t --json",
      "demo",
      "--version",
      "--help",
      "score --help",
      "completion bash",
    ])("of %s", (words) => {
    it("on a full device exits 1, and says so", () => {
      const { status, stderr } = shell(`maskscore ${words} > /dev/full`);
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr:
          "maskscore: the result cannot be written: standard output: ENOSPC: no space left on device, write\n",
      });
    });

    it("to a reader that has gone exits 1, and says so", async () => {
      const { child, ended } = startCommand(words.split(" "), workspace.folder);
      child.stdout?.destroy();
      const { code, stderr } = await ended;
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr:
          "maskscore: the result cannot be written: standard output: its reader has closed it (EPIPE)\n",
      });
    });
  });

  it.runIf(process.platform === "linux")("that a disk takes a part of is taken back, and exits 1", () => {
    const { status, stderr } = shell(`ulimit -f 4; ${SCORE} --json --per-image > out.json`);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "maskscore: the result cannot be written: standard output: EFBIG: file too large, write\n",
    });
    expect(readFileSync(inFolder("out.json"), "utf8")).toBe("");
    // What was there before is not ours.
    shell(`ulimit -f 4; (echo mine; ${SCORE} --json --per-image) > out.json`);
    expect(readFileSync(inFolder("out.json"), "utf8")).toBe("mine\n");
  });

  it("is whole for a reader that takes its time", async () => {
    const child = spawn(
      process.execPath,
      [`${PROJECT}dist/cli/main.js`, "inspect", ...Array.from({ length: 80 }, () => "t"), "--json"],
      { cwd: workspace.folder },
    );
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) {
      chunks.push(chunk as Buffer);
      await sleep(5);
    }
    const all = Buffer.concat(chunks);
    expect(all.length).toBeGreaterThan(2 ** 17);
    expect(JSON.parse(all.toString())).toHaveLength(80 * IMAGES);
  });
});

it("two outputs in one file are refused", () => {
  symlinkSync("x", inFolder("y"));
  for (const [a, b] of [
    ["--json=x", "--csv=x"],
    ["--html=x", "--state=./x"],
    ["--json=x", "--html=y"],
  ] as const) {
    const { status, stderr } = run("score", "t", "p", "--num-classes", "3", a, b);
    expect(status).toBe(2);
    expect(stderr).toMatch(/would both be written to .*; name two files\n$/);
  }
  expect(existsSync(inFolder("x"))).toBe(false);
});

it.runIf(process.platform === "linux")(
  "a demonstration that cannot be drawn says so before it begins",
  () => {
    const { status, stdout, stderr } = run("demo", "--report", "none/report.html");
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr: "maskscore: none/report.html: cannot be written: no such file or folder\n",
    });
  },
);
