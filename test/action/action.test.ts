import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { npy } from "../app/formats/makeFiles.js";
import { useWorkspace } from "../helpers/workspace.js";
import { ACTION, type ActionRun, type Annotation, type Occasion, Runner } from "./runner.js";

const workspace = useWorkspace();

const MAIN: Occasion = { event: "push", ref: "refs/heads/main", sha: "1111" };
const PULL: Occasion = { event: "pull_request", ref: "refs/pull/7/merge", sha: "2222" };

/** Images of 6 x 6 pixels with a square of 9, moved to the right by so many; named by number, or as told. */
function writeMasks(folder: string, moved: readonly number[], names: readonly string[] = []): void {
  moved.forEach((by, i) => {
    const labels = new Uint8Array(36);
    for (let y = 1; y < 4; y++) labels.fill(1, 6 * y + 1 + by, 6 * y + 4 + by);
    workspace.write(`job/${folder}/${names[i] ?? String(i)}.npy`, npy("|u1", "(6, 6)", labels));
  });
}

/** Few draws and no threads, which take longer than such images. */
const QUICK = { options: "--num-classes 2 --resamples 50 --threads 1", "compare-options": "--resamples 50" };

const SAME = [1, 1, 1, 1, 1, 1];
let runner: Runner;

beforeEach(() => {
  mkdirSync(join(workspace.folder, "job"));
  runner = new Runner(workspace.folder);
  writeMasks("truth", [0, 0, 0, 0, 0, 0]);
});

/** Of a model by how much its squares are off. */
function score(
  moved: readonly number[],
  occasion: Occasion,
  inputs: Readonly<Record<string, string>> = {},
): ActionRun {
  writeMasks("predictions", moved);
  return runner.run(
    join(workspace.folder, "job"),
    { truth: "truth", prediction: "predictions", ...QUICK, ...inputs },
    occasion,
  );
}

const levelsOf = ({ annotations }: ActionRun): string[] => annotations.map(({ level }) => level);
const reportOf = ({ artifact }: ActionRun, file: string): string =>
  readFileSync(join(artifact as string, file), "utf8");

describe("action.yml", () => {
  it("puts no input into the text of a script", () => {
    const scripts = ACTION.runs.steps.filter(({ run }) => run !== undefined);
    expect(scripts.length).toBeGreaterThan(1);
    for (const { run, shell } of scripts) {
      expect(run).not.toContain("${{");
      expect(shell).toBe("bash");
    }
  });

  it("uses every input, and hands on every output that a script sets", () => {
    const used = JSON.stringify(ACTION.runs);
    for (const name of Object.keys(ACTION.inputs)) expect(used).toMatch(new RegExp(`inputs\\.${name}\\b`));
    const { outputs } = score(SAME, MAIN);
    expect(Object.keys(outputs)).toEqual(["score", "difference", "verdict", "folder"]);
    expect(Number(outputs.score)).toBeGreaterThan(0);
  });
});

describe("a run of the action", () => {
  it("has nothing to be compared with at first, says so, passes, and keeps its state", () => {
    const ran = score(SAME, MAIN);
    expect(ran.status, ran.log).toBe(0);
    const words = "the default branch has left no state yet; this run's state becomes it";
    expect(ran.annotations).toEqual([
      { level: "notice", title: "maskscore: model", message: `not compared: ${words}` },
    ]);
    expect(ran.summary).toContain(words);
    expect(ran.summary).toContain("mean IoU");
    expect(ran.outputs).toMatchObject({ difference: "", verdict: "" });
    const scores = JSON.parse(reportOf(ran, "scores.json")) as { meanIou: number };
    expect(ran.outputs.score).toBe(String(scores.meanIou));
    expect(readdirSync(ran.artifact as string)).toEqual(
      expect.arrayContaining(["model.state", "report.html", "scores.json", "scores.md", "scores.xml"]),
    );
    expect([...runner.caches.keys()]).toEqual(["maskscore/model/1111"]);
  });

  it("passes a model that is as good as the default branch's, and keeps nothing of another branch", () => {
    score(SAME, MAIN);
    const ran = score(SAME, PULL);
    expect(ran.status, ran.log).toBe(0);
    expect(ran.annotations).toHaveLength(1);
    expect(ran.annotations[0]).toMatchObject({ level: "notice" });
    expect(ran.outputs.verdict).toMatch(/^model and baseline score the same/);
    expect(ran.outputs.difference).toBe("0");
    expect([...runner.caches.keys()]).toEqual(["maskscore/model/1111"]);
  });

  it("fails a model that is worse, after summary and upload, and names the images that moved", () => {
    score(SAME, MAIN);
    const ran = score([1, 3, 2, 2, 2, 2], PULL);
    expect(ran.status).toBe(4);
    expect(ran.steps).toEqual([
      ...["Prepare", "Fetch the default branch's state", "Score"],
      "Upload reports and state",
    ]);
    const { verdict, difference } = ran.outputs;
    expect(verdict).toMatch(/^model is 0\.\d{3} below baseline \[/);
    expect(Number(difference)).toBeLessThan(0);
    const { level, message } = ran.annotations[0] as Annotation;
    expect(level).toBe("error");
    expect(message).toContain(
      `worse than the baseline by more than the interval allows: ${verdict as string}`,
    );
    expect(message).toMatch(/\nImages that moved most: 1 0\.\d{4} to 0\.\d{4}, /);
    expect(ran.summary).toContain(":x: worse than the baseline by more than the interval allows");
    expect(ran.summary).toMatch(
      /\| image \| baseline \| model \| difference \|\n.*\n\| 1 \| 0\.\d{4} \| 0\.\d{4} \| -/,
    );
    expect(reportOf(ran, "comparison.xml")).toContain("<failure message=");
  });

  it("lets a worse model pass where that is no gate, and says it all the same", () => {
    score(SAME, MAIN);
    const ran = score([1, 3, 2, 2, 2, 2], PULL, { "fail-worse": "false" });
    expect(ran.status, ran.log).toBe(0);
    expect(ran.outputs.verdict).toContain("below baseline");
    expect(levelsOf(ran)).toEqual(["notice"]);
  });

  it("passes a better model, whose state is the next baseline once the default branch has it", () => {
    score(SAME, MAIN);
    const better = [0, 1, 0, 0, 0, 0];
    const ran = score(better, PULL);
    expect(ran.status, ran.log).toBe(0);
    expect(ran.outputs.verdict).toContain("above baseline");
    score(better, { ...MAIN, sha: "3333" });
    expect([...runner.caches.keys()]).toEqual(["maskscore/model/1111", "maskscore/model/3333"]);
    expect(score(SAME, PULL).status).toBe(4);
  });

  it("holds scores to thresholds, with or without a baseline", () => {
    const ran = score(SAME, MAIN, { "fail-under": "iou=0.9,accuracy=0.1" });
    expect(ran.status).toBe(4);
    expect(ran.annotations[0]).toMatchObject({
      level: "error",
      message: expect.stringMatching(/^mean IoU is 0\.\d{4}, at least 0\.9 was asked$/) as unknown,
    });
    expect(ran.summary).toContain(":x: **mean IoU is 0.");
    // The default branch's state all the same: the next model is compared with what is there.
    expect(runner.caches.size).toBe(1);
  });

  it("scores other tasks", () => {
    const inputs = { options: `${QUICK.options} --task boundary` };
    score(SAME, MAIN, inputs);
    const ran = score([3, 3, 3, 3, 3, 3], PULL, inputs);
    expect(ran.status).toBe(4);
    const { headline } = JSON.parse(reportOf(ran, "scores.json")) as { headline: { score: number } };
    expect(ran.outputs.score).toBe(String(headline.score));
    expect(ran.summary).toContain("boundary IoU");
  });

  it("compares by what compare-options say, and with the state that baseline names", () => {
    score(SAME, MAIN);
    const ran = score([2, 2, 2, 2, 2, 3], PULL, { "compare-options": "--metrics dice --ci '90'" });
    expect(JSON.parse(reportOf(ran, "comparison.json"))).toMatchObject({
      comparison: { metric: "dice", level: 0.9 },
    });
    writeFileSync(
      join(workspace.folder, "job/old.state"),
      readFileSync(join(ran.artifact as string, "model.state")),
    );
    const named = score(SAME, MAIN, { baseline: "old.state" });
    expect(named.status, named.log).toBe(0);
    expect(named.outputs.verdict).toContain("above baseline");
    expect(named.steps).not.toContain("Fetch the default branch's state");
    const none = score([3, 3, 3, 3, 3, 3], PULL, { baseline: "none" });
    expect(none.status, none.log).toBe(0);
    expect(none.annotations).toEqual([]);
    expect(runner.caches.size).toBe(1);
  });

  it("tells a threshold among compare-options apart from a worse model", () => {
    score(SAME, MAIN);
    const better = [0, 1, 0, 0, 0, 0];
    const ran = score(better, PULL, { "compare-options": "--resamples 50 --fail-under iou=0.9" });
    expect(ran.status).toBe(4);
    expect(levelsOf(ran)).toEqual(["notice", "error"]);
    expect(ran.annotations[1]?.message).toMatch(/^baseline: mean IoU is 0\.\d{4}, at least 0\.9 was asked$/);
  });

  it("takes another model's state for nothing", () => {
    score(SAME, MAIN, { name: "one" });
    expect(score([3, 3, 3, 3, 3, 3], MAIN, { name: "one-2" }).status).toBe(0);
    expect(score([3, 3, 3, 3, 3, 3], PULL, { name: "one" }).status).toBe(4);
  });

  it("uploads nothing where that is not wanted", () => {
    expect(score(SAME, MAIN, { upload: "false" }).artifact).toBeUndefined();
  });
});

describe("a baseline that cannot be compared", () => {
  it("of other images fails, and names them", () => {
    score(SAME, MAIN);
    writeMasks("truth", [0], ["new"]);
    writeMasks("predictions", [1], ["new"]);
    const ran = score(SAME, PULL);
    expect(ran.status).toBe(1);
    const { level, message } = ran.annotations[0] as Annotation;
    expect(level).toBe("error");
    expect(message).toContain("not compared with the baseline: every image needs both models' predictions");
    expect(message).toContain("only in model: new");
    expect(message).toContain("the default branch's next run makes its state the baseline");
    expect(ran.summary).toContain("only in model: new");
    expect(ran.artifact).toBeDefined();
    const warned = score(SAME, PULL, { "fail-worse": "false" });
    expect(warned.status, warned.log).toBe(0);
    expect(levelsOf(warned)).toEqual(["warning"]);
    // It is the default branch's turn to say what there is to compare with.
    expect(score(SAME, { ...MAIN, sha: "4444" }).status).toBe(1);
    expect(score(SAME, PULL).status).toBe(0);
  });

  it("of other settings fails", () => {
    score(SAME, MAIN);
    const ran = score(SAME, PULL, { options: "--num-classes 3" });
    expect(ran.status).toBe(1);
    expect(ran.annotations[0]?.message).toContain(
      "not compared with the baseline: the models cannot be compared: the number of classes is 2 here and 3 there",
    );
  });

  it("is no state, or is not there", () => {
    workspace.write("job/broken.state", "nothing");
    const broken = score(SAME, PULL, { baseline: "broken.state" });
    expect(broken.status).toBe(1);
    expect(broken.annotations[0]?.message).toContain("score the baseline anew, or pass baseline: none");
    const missing = score(SAME, PULL, { baseline: "missing.state" });
    expect(missing.status).toBe(2);
    expect(missing.annotations[0]?.message).toContain("there is no file missing.state");
  });
});

describe("what nobody may run", () => {
  const HOSTILE = "a 'b' \"c\" $(touch pwned) `touch pwned`; touch pwned #";

  it("stays a name in paths and options", () => {
    writeMasks(HOSTILE, [0, 0, 0, 0, 0, 0]);
    writeMasks(`${HOSTILE}2`, SAME);
    workspace.write("job/my $(touch pwned) classes.json", JSON.stringify({ numClasses: 2 }));
    const inputs = {
      ...{ truth: HOSTILE, prediction: `${HOSTILE}2`, name: "it's $(touch pwned) `touch pwned`; &" },
      options: "--classes 'my $(touch pwned) classes.json'\n  --metrics   \"iou\"",
    };
    const ran = score(SAME, MAIN, inputs);
    expect(ran.status, ran.log).toBe(0);
    expect(ran.annotations[0]?.title).toBe(`maskscore: ${inputs.name}`);
    expect(ran.summary).toContain("&#36;&#40;touch pwned&#41;");
    const again = score(SAME, PULL, inputs);
    expect(again.status, again.log).toBe(0);
    expect(again.outputs.verdict).toContain(`${inputs.name} and baseline score the same`);
    const files = readdirSync(workspace.folder, { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith("pwned"))).toEqual([]);
  });

  it("commands no runner by the names of images", () => {
    const names = ["::error title=x::image", "::add-mask::b", "100%, c", "::notice::\u202ec"];
    for (const folder of ["truth2", "predictions"]) {
      writeMasks(folder, folder === "truth2" ? [0, 0, 0, 0] : [1, 1, 1, 2], names);
    }
    const inputs = {
      truth: "truth2",
      prediction: "predictions",
      ...QUICK,
      options: `${QUICK.options} --per-image`,
    };
    const occasion = (sha: string): Occasion => ({ ...MAIN, sha });
    const job = join(workspace.folder, "job");
    expect(levelsOf(runner.run(job, inputs, occasion("1")))).toEqual(["notice"]);
    writeMasks("predictions", [3, 3, 3, 3], names);
    const ran = runner.run(job, inputs, occasion("2"));
    expect(ran.log).toContain(":error title=x::image");
    expect(levelsOf(ran)).toEqual(["error"]);
    expect(ran.annotations[0]?.message).toMatch(/100%, c 0\..*::notice::\ufffdc 0\./);
  });

  it.each(["", "baseline", "..", "a/b", "a\\b", "a,b", "a\nb", "*", "[a]", "a:", '"', "x".repeat(101)])(
    "is refused as the model's name: %j",
    (name) => {
      const ran = score(SAME, MAIN, { name });
      expect(ran.status).toBe(2);
      expect(ran.steps).toEqual(["Prepare"]);
      expect(ran.annotations).toHaveLength(1);
      expect(ran.annotations[0]?.message).toMatch(/^name: expected /);
    },
  );
});

describe("what is wrong with a run", () => {
  it.each([
    [{ truth: "nowhere" }, 1, "nothing was scored (exit code 1): nowhere"],
    [{ truth: "" }, 2, "truth: expected a path, got nothing"],
    [{ prediction: "" }, 2, "prediction: expected a path, got nothing"],
    [{ options: "--num-classes two" }, 2, "nothing was scored (exit code 2): "],
    [
      { options: "--num-classes '2" },
      2,
      "options: expected words in quotes that match, got --num-classes '2",
    ],
    [{ "fail-worse": "yes" }, 2, "fail-worse: expected true or false, got yes"],
    [{ "fail-under": "bus=0.5" }, 2, '--fail-under: "bus" is neither'],
  ])("is told as an error, and in the summary: %j", (inputs, status, words) => {
    const ran = score(SAME, MAIN, inputs);
    expect(ran.status, ran.log).toBe(status);
    expect(levelsOf(ran)).toEqual(["error"]);
    expect(ran.annotations[0]?.message).toContain(words);
    expect(ran.summary).toContain(":x:");
    expect(runner.caches.size).toBe(0);
  });

  it("is told of single files, and a part of the images is no baseline", () => {
    workspace.write("job/truth/bad.npy", "no mask");
    workspace.write("job/predictions/bad.npy", "no mask");
    const ran = score(SAME, MAIN, { options: `${QUICK.options} --keep-going` });
    expect(ran.status).toBe(3);
    expect(ran.annotations[0]).toMatchObject({ level: "error" });
    expect(ran.annotations[0]?.message).toMatch(/^not scored: truth\/bad\.npy/);
    expect(ran.summary).toContain("1 files could not be scored");
    expect(runner.caches.size).toBe(0);
  });
});

describe("the state is kept as the baseline", () => {
  it.each([
    [{ event: "push", ref: "refs/heads/main", sha: "1" }, "true"],
    [{ event: "schedule", ref: "refs/heads/main", sha: "1" }, "true"],
    [{ event: "workflow_dispatch", ref: "refs/heads/main", sha: "1" }, "true"],
    [{ event: "push", ref: "refs/heads/feature", sha: "1" }, "false"],
    [{ event: "push", ref: "refs/tags/main", sha: "1" }, "false"],
    // On anybody's predictions, under the default branch's name.
    [{ event: "pull_request_target", ref: "refs/heads/main", sha: "1" }, "false"],
    [{ event: "workflow_run", ref: "refs/heads/main", sha: "1" }, "false"],
  ])("of %j: %s", (occasion, keeps) => {
    expect(score(SAME, occasion, { "fail-worse": "refused" }).values.get("steps.prepare.outputs.keeps")).toBe(
      keeps,
    );
  });
});

describe("Node", () => {
  it.each([
    ["", "there is none"],
    ["18", "got 18"],
  ])("must be there, and new enough: %j", (version, words) => {
    // All that prepare.sh needs but Node, which is another one, or none.
    const bin = join(workspace.folder, "bin");
    mkdirSync(bin);
    for (const tool of ["bash", "mkdir", "rm", "dirname"]) {
      symlinkSync(execFileSync("which", [tool], { encoding: "utf8" }).trim(), join(bin, tool));
    }
    if (version !== "") {
      workspace.write("bin/node", `#!/usr/bin/env bash\necho ${version}\n`);
      chmodSync(join(bin, "node"), 0o755);
    }
    runner = new Runner(workspace.folder, undefined, bin);
    const ran = score(SAME, PULL);
    expect(ran.status).toBe(2);
    expect(ran.annotations[0]?.message).toContain(words);
    expect(ran.annotations[0]?.message).toContain("put actions/setup-node before this step");
  });
});

describe("maskscore is built", () => {
  it("where that has not been done, and once only", () => {
    const path = join(workspace.folder, "checkout");
    const bin = join(workspace.folder, "bin");
    for (const name of ["prepare.sh", "score.sh", "tell.mjs"]) {
      workspace.write(`checkout/action/${name}`, readFileSync(join(runner.actionPath, "action", name)));
    }
    workspace.write(
      "bin/npm",
      '#!/usr/bin/env bash\necho "$PWD $*" >> "$HOME/../npm.log"\nif [ "$1" = run ]; then mkdir -p dist/cli; echo "process.exit(1)" > dist/cli/main.js; fi\n',
    );
    chmodSync(join(bin, "npm"), 0o755);
    runner = new Runner(workspace.folder, path, `${bin}:${process.env.PATH ?? ""}`);
    expect(score(SAME, PULL).status).toBe(1);
    score(SAME, PULL);
    expect(readFileSync(join(workspace.folder, "npm.log"), "utf8")).toBe(
      `${path} ci --no-audit --no-fund\n${path} run build --silent\n`,
    );
  });
});
