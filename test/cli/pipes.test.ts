import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import { PROJECT, type Ran } from "../helpers/project.js";
import { shellCommand } from "../helpers/shellCommand.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const shell = (script: string): Ran => shellCommand(script, workspace.folder);
const bytesOf = (name: string): Buffer => readFileSync(join(workspace.folder, name));

const IMAGES = 6;
const SCORE = "maskscore score --num-classes 3 --quiet";

const TASKS = [
  ["overlap", ""],
  ["components", "--task components"],
] as const;

beforeEach(() => {
  const lines: string[] = [];
  for (let i = 0; i < IMAGES; i++) {
    const truth = Uint8Array.from({ length: 16 }, (_, p) => (p + i) % 3);
    const files = {
      truth: workspace.write(`t/${i}.png`, png(truth, 4)),
      prediction: workspace.write(`p/${i}.png`, png(truth.fill(1, 0, 3 + i), 4)),
    };
    lines.push(JSON.stringify({ ...files, id: `image ${i}` }));
  }
  workspace.write("pairs.jsonl", lines.join("\n"));
});

describe.runIf(process.platform !== "win32").each(TASKS)("%s through pipes", (_, task) => {
  it("the state on standard output is the bytes of --state FILE; what is for people goes to standard error", () => {
    const { status, stdout, stderr } = shell(
      `${SCORE} ${task} --pairs - --state - < pairs.jsonl > printed.state && ${SCORE} ${task} --pairs - --state kept.state < pairs.jsonl`,
    );
    expect(status).toBe(0);
    expect(bytesOf("printed.state")).toEqual(bytesOf("kept.state"));
    const table = (text: string): string => text.replace(/^time .*$/m, "");
    expect(table(stderr)).toBe(table(stdout));
    expect(stdout).toContain("image");
  });

  it("shards of one list, each by itself, merge to the one run; a missing one is named", () => {
    const { status, stderr } = shell(
      `${SCORE} ${task} --pairs - --state - < pairs.jsonl > whole.state 2> /dev/null
      for i in 1 2 3; do cat pairs.jsonl | ${SCORE} ${task} --pairs - --shard $i/3 --state - 2> /dev/null | cat > part-$i.state; done
      maskscore merge part-*.state --state - > merged.state 2> /dev/null && cmp merged.state whole.state && cmp <(maskscore merge - part-[23].state --state - < part-1.state 2> /dev/null) whole.state
      maskscore merge part-1.state part-3.state --state - > missing.state`,
    );
    expect(stderr).toMatch(
      /^maskscore: these states are not a whole run: shard 2\/3 of standard input is missing; /,
    );
    expect(status).toBe(1);
    expect(bytesOf("missing.state")).toHaveLength(0);
  });

  it("a run that fails writes nothing where its state was to go, and one that goes on says what failed", () => {
    workspace.write("p/3.png", "no PNG");
    const { status, stdout } = shell(`${SCORE} ${task} --pairs - --state - < pairs.jsonl`);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    const going = shell(
      `${SCORE} ${task} --pairs - --state - --keep-going < pairs.jsonl > a.state 2> /dev/null; echo $?; maskscore show a.state 2>&1 > /dev/null`,
    );
    expect(going.stdout).toMatch(
      /^3\nmaskscore: a\.state: predictions of standard input, 6 images to score, complete, 1 failed: image 3 /,
    );
  });
});

describe.runIf(process.platform !== "win32")("pairs as lines", () => {
  it("come in pieces of any size, with Windows' ends and empty lines", () => {
    shell(`${SCORE} --pairs - --state - < pairs.jsonl > whole.state 2> /dev/null`);
    const lines = bytesOf("pairs.jsonl").toString().split("\n");
    workspace.write("pairs.crlf", `\ufeff\r\n${lines.join("\r\n\r\n")}\r\n`);
    const { status } = shell(
      `while IFS= read -r -n 7 -d '' piece || [ -n "$piece" ]; do printf %s "$piece"; done < pairs.crlf | ${SCORE} --pairs - --state - 2> /dev/null | cmp - whole.state`,
    );
    expect(status).toBe(0);
  });

  it("a file of lines and a list give one run", () => {
    const lines = bytesOf("pairs.jsonl").toString().split("\n");
    workspace.write("a/pairs", lines.join("\n").replaceAll('"t/', '"../t/').replaceAll('"p/', '"../p/'));
    workspace.write("b/pairs", `[${bytesOf("a/pairs").toString().split("\n").join(",")}]`);
    const words = ["--num-classes", "3", "--quiet", "--state"];
    for (const name of ["a", "b"])
      expect(run("score", "--pairs", `${name}/pairs`, ...words, `${name}.state`).status).toBe(0);
    expect(bytesOf("a.state")).toEqual(bytesOf("b.state"));
  });
});

describe("is refused", () => {
  it.each([
    [
      ["--state", "-", "--json"],
      2,
      "--state and --json cannot both be printed; write one to a file: --json=FILE",
    ],
    [["--resume", "-"], 2, "--resume goes on from a file and keeps it up; name one instead of -"],
  ] as const)("%j", (words, status, message) => {
    const ran = run("score", "t", "p", "--num-classes", "3", ...words);
    expect(ran).toEqual({ status, stdout: "", stderr: `maskscore: ${message}\n` });
    expect(readdirSync(workspace.folder).sort()).toEqual(["p", "pairs.jsonl", "t"]);
  });

  it.runIf(process.platform === "linux")("a state that a terminal would show", () => {
    const { status, stdout } = shell(
      `script -qec '"${process.execPath}" "${PROJECT}dist/cli/main.js" score t p --num-classes 3 --state -' /dev/null`,
    );
    expect(stdout).toMatch(/^maskscore: --state - writes bytes that no terminal shows: /);
    expect(status).toBe(2);
  });

  it.runIf(process.platform !== "win32")("standard input that is named twice", () => {
    const { status, stderr } = shell(
      `${SCORE} --pairs - --state - < pairs.jsonl 2> /dev/null | maskscore merge - -`,
    );
    expect(stderr).toBe('maskscore: standard input can be read once: name "-" once, and files beside it\n');
    expect(status).toBe(2);
  });
});
