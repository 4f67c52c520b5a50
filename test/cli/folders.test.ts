import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  symlinkSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { encodeNpy } from "../../bench/npy.js";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran, runNode } from "../helpers/project.js";
import { type Ended, hasOpen, startCommand, until } from "../helpers/startedCommand.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const MASK = png(Uint8Array.of(0, 1, 1, 0), 2);
const masks = (...names: readonly string[]): void => {
  for (const name of names) workspace.write(name, MASK);
};
const TWO = ["--num-classes", "2"];

describe("layouts of data sets", () => {
  it("voc's root has SegmentationClass, which can be pointed at too", () => {
    masks("v/SegmentationClass/1.png", "v/SegmentationObject/1.png", "p/1.png");
    workspace.write("v/JPEGImages/1.jpg", "");
    for (const truth of ["v", "v/SegmentationClass"]) {
      const { status, stdout, stderr } = run("score", truth, "p", "--dataset", "voc");
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toMatch(/^images +1 /m);
    }
  });

  it("a root with train and val: the cure names the folder that has partners", () => {
    masks("g/train/x/1_gtFine_labelIds.png", "g/val/y/2_gtFine_labelIds.png", "p/2_leftImg8bit.png");
    const { status, stderr } = run("score", "g", "p", "--dataset", "cityscapes");
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /; all that has partners is in g\/val\/y: score that folder, or pass --allow-missing\n$/,
    );
  });

  it("coloured copies beside predictions: the cure leaves them out, and works", () => {
    masks("t/1.png", "t/2.png", "p/1.png", "p/2.png", "p/1_color.png", "p/2_color.png");
    const { stderr } = run("score", "t", "p", ...TWO);
    const [, glob = ""] = /--prediction-glob '(.*)'\n$/.exec(stderr) ?? [];
    expect(glob).toBe("**/!(*_color).png");
    expect(run("score", "t", "p", ...TWO, "--prediction-glob", glob).status).toBe(0);
  });

  it("stems that stand twice: the cure chooses, and strips nothing", () => {
    masks("t/a/1.png", "t/b/1.png", "p/1.png");
    const truth = run("score", "t", "p", ...TWO).stderr;
    expect(truth).toMatch(/; a\/1 and b\/1 in t have one name, .*--truth-glob 'a\/\*'\n$/);
    expect(run("score", "t", "p", ...TWO, "--truth-glob", "a/*").status).toBe(0);
    masks("s/x/1.png", "q/a/1.png", "q/b/1.png");
    expect(run("score", "s", "q", ...TWO).stderr).toMatch(/--prediction-glob 'a\/\*'\n$/);
    masks("u/1.png", "u/2.png", "w/1.png", "w/20.png");
    expect(run("score", "u", "w", ...TWO).stderr).toMatch(/; pass --allow-missing to score the others\n$/);
  });
});

/** A folder called like a mask, a link that leads nowhere, a pipe: where e.png should be. */
const STRANGERS: readonly (readonly [string, (path: string) => void, string])[] = [
  [
    "a folder",
    (path) => {
      mkdirSync(path);
    },
    "is a folder",
  ],
  [
    "a broken link",
    (path) => {
      symlinkSync("gone.png", path);
    },
    "a link that leads to no file",
  ],
  ["a pipe", (path) => spawnSync("mkfifo", [path]), "is a pipe or device, not a file"],
  [
    "a socket",
    (path) => {
      spawnSync(process.execPath, [
        "-e",
        `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`,
      ]);
    },
    "is a pipe or device, not a file",
  ],
];

describe("what is no file", () => {
  it.each(STRANGERS)("%s stops a run, or is listed with --keep-going", (_, make, reason) => {
    masks("t/a.png", "t/e.png", "p/a.png");
    make(join(workspace.folder, "p/e.png"));
    const stopped = run("score", "t", "p", ...TWO);
    expect(stopped).toEqual({ status: 1, stdout: "", stderr: `maskscore: p/e.png: ${reason}\n` });
    const { status, stdout } = run("score", "t", "p", ...TWO, "--keep-going");
    expect(status).toBe(3);
    expect(stdout).toContain(`not scored: 1 file\nfailed  p/e.png: ${reason}\n`);
  });

  it("a pipe or device by its own name", () => {
    masks("t.png");
    expect(run("score", "t.png", "/dev/zero", ...TWO)).toMatchObject({
      status: 1,
      stderr: "maskscore: /dev/zero: is a pipe or device, not a file\n",
    });
  });

  it("a folder where PREDICTION is a file", () => {
    masks("t.png", "p/t.png");
    const { status, stderr } = run("score", "t.png", "p", ...TWO);
    expect(status).toBe(2);
    expect(stderr).toBe(
      "maskscore: TRUTH and PREDICTION must be files or folders alike; t.png is a file, p is a folder\n",
    );
    workspace.write("pairs.json", JSON.stringify([["t.png", "p"]]));
    expect(run("score", "--pairs", "pairs.json", ...TWO).stderr).toBe("maskscore: p: is a folder\n");
  });

  it("folders called like masks that hold masks are folders", () => {
    masks("t/a.nii/a.png", "p/a.nii/a.png");
    expect(run("score", "t", "p", ...TWO).status).toBe(0);
  });
});

describe("links to folders", () => {
  const link = (to: string, name: string): void => {
    symlinkSync(to, join(workspace.folder, name));
  };

  it("that lead to links, twice each, are followed once each", () => {
    for (let level = 0; level < 24; level++) mkdirSync(join(workspace.folder, `d${level}`));
    for (let level = 0; level < 23; level++) {
      for (const name of ["a", "b"]) link(`../d${level + 1}`, `d${level}/${name}`);
    }
    masks("d23/0.png");
    const began = performance.now();
    const { status, stdout, stderr } = run("score", "d0", "d0", ...TWO);
    // 2^23 paths lead to the mask.
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^images +1 /m);
    expect(stderr).toMatch(/^maskscore: d0: each folder is read once; not followed again: /);
    expect(stderr).toContain(" and 13 more\n");
    expect(run("inspect", "d0", "--json").stderr).toMatch(/^maskscore: d0: each folder is read once; /);
  });

  it("that lead back up, to a neighbour, or to the folder itself are said to be read already", () => {
    masks("t/z/1.png", "t/z/y/2.png", "p/z/1.png", "p/z/y/2.png");
    // What is no link is read first, whatever comes first by its name.
    link("z", "t/a");
    link("..", "t/z/up");
    link(".", "t/z/y/self");
    const { status, stdout, stderr } = run("score", "t", "p", ...TWO);
    expect(stderr).toBe("maskscore: t: each folder is read once; not followed again: a, z/up, z/y/self\n");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^images +2 /m);
  });

  it("that lead elsewhere are followed, the first by its name of two that lead to one", () => {
    masks("real/1.png", "p/x/1.png");
    mkdirSync(join(workspace.folder, "t"));
    for (const name of ["y", "x"]) link("../real", `t/${name}`);
    const { status, stderr } = run("score", "t", "p", ...TWO);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: "maskscore: t: each folder is read once; not followed again: y\n",
    });
  });

  it("are told of where a partner is missing for them", () => {
    masks("t/a/1.png", "t/b/1.png", "p/a/1.png");
    link("a", "p/b");
    const { status, stderr } = run("score", "t", "p", ...TWO);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^maskscore: p: each folder is read once; not followed again: b\nmaskscore: p has no mask for /,
    );
  });
});

describe("folders in folders", () => {
  it("are read as deep as paths go", () => {
    const deep = Array.from({ length: 400 }, () => "d").join("/");
    masks(`t/${deep}/1.png`, `p/${deep}/1.png`);
    expect(run("score", "t", "p", ...TWO)).toMatchObject({ status: 0, stderr: "" });
  });

  it.runIf(process.platform === "linux")("and deeper are refused in a line that can be read", () => {
    // Longer than a path may be at one go, so step by step.
    const name = "d".repeat(250);
    const steps = `for i in {1..20}; do mkdir ${name} && cd -P ${name}; done`;
    spawnSync("bash", ["-c", `mkdir d && cd d && ${steps}`], { cwd: workspace.folder });
    const { status, stderr } = run("inspect", "d");
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^maskscore: d\/d.{40,80}\.\.\.: folders lie deeper than the system takes \(a path of \d{4} characters\)\n$/,
    );
    spawnSync("rm", ["-rf", join(workspace.folder, "d")]);
  });

  it.runIf(process.getuid?.() !== 0)("that may not be read stop the run", () => {
    masks("t/1.png", "p/1.png");
    mkdirSync(join(workspace.folder, "t/shut"), { mode: 0 });
    expect(run("score", "t", "p", ...TWO)).toEqual({
      status: 1,
      stdout: "",
      stderr: "maskscore: t/shut: may not be read\n",
    });
  });
});

describe.runIf(process.platform === "linux")("a file that changes while it is read", () => {
  const LARGE = 2 ** 26;

  /** Does something to p/1.npy after the command has opened it and before it has closed it. */
  async function scoreWhile(change: (path: string) => void, ...options: readonly string[]): Promise<Ended> {
    masks("t/2.png", "p/2.png");
    for (;;) {
      for (const name of ["t/1.npy", "p/1.npy"]) {
        workspace.write(name, encodeNpy("|u1", [2 ** 13, 2 ** 13], new Uint8Array(LARGE)));
      }
      const run = startCommand(["score", "t", "p", ...TWO, ...options], workspace.folder);
      const isRead = (): boolean => hasOpen(run, "/p/1.npy");
      await until(isRead, run);
      run.child.kill("SIGSTOP");
      // On a busy machine the look may have come too late.
      const isInTime = run.child.exitCode === null && isRead();
      if (isInTime) change(join(workspace.folder, "p/1.npy"));
      run.child.kill("SIGCONT");
      const ended = await run.ended;
      if (isInTime) return ended;
    }
  }

  it.each<[string, (path: string) => void, RegExp]>([
    [
      "grows",
      (path) => {
        appendFileSync(path, "x");
      },
      /it has \d+ bytes, and had \d+/,
    ],
    [
      "shrinks",
      (path) => {
        truncateSync(path, LARGE / 2);
      },
      /it (has|ends after) \d+ /,
    ],
    [
      "is written over",
      (path) => {
        const descriptor = openSync(path, "r+");
        writeSync(descriptor, "x", 1000);
        closeSync(descriptor);
      },
      /it was written to/,
    ],
  ])("%s", async (_, change, how) => {
    const stopped = await scoreWhile(change);
    expect({ code: stopped.code, stdout: stopped.stdout }).toEqual({ code: 1, stdout: "" });
    expect(stopped.stderr).toMatch(
      /^maskscore: p\/1\.npy: the file changed while it was read: .*; score it when it is complete\n$/,
    );
    expect(stopped.stderr).toMatch(how);
    const { code, stdout } = await scoreWhile(change, "--keep-going", "--json");
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      images: 1,
      failures: [{ file: "p/1.npy", code: "file-changed", message: expect.stringMatching(how) as string }],
    });
  });

  it("and one that is gone is an error of its pair", () => {
    masks("t/1.png", "t/2.png", "p/2.png");
    workspace.write(
      "pairs.json",
      JSON.stringify(["1", "2"].map((name) => [`t/${name}.png`, `p/${name}.png`])),
    );
    const { status, stdout } = run("score", "--pairs", "pairs.json", ...TWO, "--keep-going", "--json");
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      images: 1,
      failures: [{ file: "p/1.png", code: "file-unreadable" }],
    });
  });
});

describe("many threads", () => {
  it("do not all listen to the command's own output, of which Node warns", () => {
    masks(...Array.from({ length: 140 }, (_, i) => `t/${i}.png`));
    const watch =
      "let most = 0; setInterval(() => { most = Math.max(most, process.stdout.listenerCount('unpipe')); }, 1);" +
      "process.on('exit', () => { process.stderr.write(String(most)); });";
    const ran = runNode(
      [
        "--import",
        `data:text/javascript,${encodeURIComponent(watch)}`,
        `${PROJECT}dist/cli/main.js`,
        ...["score", "t", "t", ...TWO, "--threads", "16"],
      ],
      workspace.folder,
    );
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: "0" });
  });
});

describe("the number of classes from scores", () => {
  const scores = (nan = false): Uint8Array =>
    encodeNpy("<f4", [1, 2, 3], Float32Array.of(nan ? NaN : 0.9, 0, 0, 0, 0.8, 0));

  it("comes of the first image that can be read with --keep-going", () => {
    for (const name of ["1", "2"]) workspace.write(`t/${name}.png`, png(Uint8Array.of(0, 1), 2));
    workspace.write("p/1.npy", "");
    workspace.write("p/2.npy", scores());
    const { status, stdout } = run("score", "t", "p", "--keep-going");
    expect(status).toBe(3);
    expect(stdout).toContain("failed  p/1.npy: the file is empty (0 bytes)");
    expect(run("score", "t", "p")).toEqual({
      status: 1,
      stdout: "",
      stderr: "maskscore: p/1.npy: the file is empty (0 bytes)\n",
    });
  });

  it("scores that are NaN are warned of, by the first file", () => {
    for (const name of ["1", "2", "3"]) {
      workspace.write(`t/${name}.png`, png(Uint8Array.of(0, 1), 2));
      workspace.write(`p/${name}.npy`, scores(name !== "1"));
    }
    const halves = Uint16Array.of(0x3c00, 0x7c00, 0xfe00, 0, 0x3c00, 0);
    workspace.write("p/3.npy", encodeNpy("<f2", [1, 2, 3], halves));
    const { status, stderr } = run("score", "t", "p");
    expect(status).toBe(0);
    expect(stderr).toBe(
      "maskscore: warning: p/2.npy: scores are NaN in 1 pixels, and those of 1 more images; a NaN counts as the highest score: mend the model's output\n",
    );
  });
});

describe("refusals name the options that mend them", () => {
  it("colours", () => {
    workspace.write("t.png", MASK);
    const rgb = (...data: number[]): Uint8Array =>
      encode({ width: 1, height: 1, channels: 3, data: Uint8Array.from(data) });
    workspace.write("ids.png", rgb(1, 2, 0));
    expect(run("score", "t.png", "ids.png", ...TWO).stderr).toMatch(
      /an RGB PNG holds colours, not labels .*: pass --palette FILE, or --rgb-ids where they are ids/,
    );
    // As ids these would be classes beyond all that are scored.
    workspace.write("rgb.png", rgb(1, 2, 3));
    for (const told of [run("score", "t.png", "rgb.png", ...TWO), run("inspect", "rgb.png")]) {
      expect(told.stderr).toMatch(/holds colours, not labels .*: pass --palette FILE$/m);
    }
  });

  it("a folder without masks is an error of inspect", () => {
    workspace.write("empty/readme.txt", "");
    expect(run("inspect", "empty")).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "maskscore: empty: holds no file that ends in .png, .npy, .npz, .tif, .nii, .nii.gz, .bmp, .gif, .pgm or .ppm\n",
    });
  });
});
