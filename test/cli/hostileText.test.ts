import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { decodedName, nameAsText, systemPath } from "../../cli/inputs/undecodedName.js";
import { maskscore } from "../helpers/command.js";
import { type Ran, runNode, PROJECT } from "../helpers/project.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);

const TRUTH = Uint8Array.of(0, 1, 1, 0);

beforeEach(() => {
  workspace.write("t/1.png", png(TRUTH, 2));
  workspace.write("p/1.png", png(TRUTH, 2));
});

/** One line on standard error, of a length that a screen has, and nothing else. */
function expectOneLine({ stdout, stderr }: Ran, ...parts: readonly string[]): void {
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^maskscore: [^\n]*\n$/);
  expect(stderr.length).toBeLessThan(1000);
  expect(stderr).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e]/u);
  for (const part of parts) expect(stderr).toContain(part);
}

const DEEP = "[".repeat(200_000) + "]".repeat(200_000);

describe.each([
  ["--classes", ["t", "p", "--classes", "x.json"]],
  ["--pairs", ["--pairs", "x.json", "--num-classes", "2"]],
  ["--palette", ["t", "p", "--num-classes", "2", "--palette", "x.json"]],
])("a file of %s", (_, args) => {
  it.each([
    ["that is deep", DEEP, "more than 64 deep"],
    ["that has a deep part", `{"classNames":${DEEP},"palette":${DEEP}}`, "more than 64 deep"],
    ["that is a list with a deep part", `[${DEEP}]`, "more than 64 deep"],
    ["that has a key twice", '[{"a":1,"a":2}]', 'it has the key "a" twice'],
    ["of NaN", "[NaN]", "JSON has no NaN"],
    ["of steering text", '{"\\u001b[31m\\u202e\\n": 1}', " list ", "unknown key"],
    [
      "of 70,000 names",
      JSON.stringify({ classNames: Array.from({ length: 70_000 }, (__, i) => `class ${i}`) }),
      "expected",
      "unknown key",
    ],
    ["of one long name", JSON.stringify([["x".repeat(1e6)]]), " list "],
    ["of nothing", "", "empty"],
  ])("%s is refused in one line that names it", (__, content, message, ofLine = message) => {
    workspace.write("x.json", content);
    const ran = run("score", ...args);
    // An object is a pair of JSON lines.
    expectOneLine(ran, "x.json", args[0] === "--pairs" ? ofLine : message);
    expect(ran.status).toBe(1);
  });
});

it("classes that are named as what objects inherit are classes", () => {
  workspace.write("c.json", '{"classNames":["__proto__","constructor"],"groups":{"__proto__":[0]}}');
  const { status, stdout } = run("score", "t", "p", "--classes", "c.json", "--json");
  expect(status).toBe(0);
  const { classes } = JSON.parse(stdout) as {
    readonly classes: readonly { readonly name: string; readonly iou: number }[];
  };
  expect(classes.map(({ name, iou }) => [name, iou])).toEqual([
    ["__proto__", 1],
    ["constructor", 1],
  ]);
});

it("keys that are named as what objects inherit are keys that nobody knows", () => {
  for (const key of ["toString", "constructor", "__proto__"]) {
    workspace.write("c.json", `{"numClasses":2,"${key}":1}`);
    expectOneLine(run("score", "t", "p", "--classes", "c.json"), `c.json: unknown key "${key}"; there are`);
  }
});

it("a label that a mapping spells twice is refused", () => {
  workspace.write("c.json", '{"numClasses":2,"labelMapping":{"groundTruth":{"0":0,"1":1,"01":0}}}');
  expectOneLine(
    run("score", "t", "p", "--classes", "c.json"),
    "c.json",
    'a raw label expected a whole number, got "01"',
  );
});

it("ids of a list of pairs that are half a character are refused", () => {
  workspace.write("x.json", '[["t/1.png","p/1.png","\\ud800"]]');
  expectOneLine(
    run("score", "--pairs", "x.json", "--num-classes", "2"),
    "pair 0 has half a character in its id",
  );
});

describe("the command line", () => {
  it.each([
    ["an option", ["score", "--\u001b[31m\u202e\nx"]],
    ["a path", ["score", "t\u001b[31m\u202e\nx", "p"]],
    [
      "a threshold",
      ["score", "t", "p", "--num-classes", "2", "--fail-under", `\u001b${"x".repeat(1e5)}=0.5`],
    ],
    ["a shard", ["score", "t", "p", "--num-classes", "2", "--shard", "\u001b\u202ex"]],
  ])("says %s that it does not know in plain text", (_, args) => {
    const { stderr } = run(...args);
    expect(stderr).toMatch(/^maskscore: /);
    expect(stderr.length).toBeLessThan(1000);
    expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(2);
    expect(stderr).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  });
});

describe("an error that nobody foresaw", () => {
  const preload = (code: string): string => workspace.write("break.mjs", code);

  it.each([
    [
      "within a command",
      "JSON.stringify = () => { throw new RangeError('Maximum call stack size exceeded'); };",
    ],
    [
      "beside it",
      "process.on('newListener', (name) => { if (name === 'unhandledRejection') setImmediate(() => { throw new RangeError('lost'); }); });",
    ],
    [
      "of a promise",
      "process.on('newListener', (name) => { if (name === 'unhandledRejection') setImmediate(() => { void Promise.reject(new RangeError('lost')); }); });",
    ],
  ])("%s is one line, and exit code 1", (_, code) => {
    preload(code);
    const { status, stderr } = runNode(
      [
        "--import",
        join(workspace.folder, "break.mjs"),
        `${PROJECT}dist/cli/main.js`,
        "inspect",
        "t",
        "--json",
      ],
      workspace.folder,
    );
    expect(stderr).toMatch(
      /^maskscore: an error that should not be: [^\n]*; set MASKSCORE_DEBUG=1 for its stack[^\n]*\n$/,
    );
    expect(status).toBe(1);
  });
});

describe("names that are no UTF-8", () => {
  const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

  it.each([
    [bytes(0x61, 0xff, 0x62)],
    [bytes(0xff, 0xfe)],
    [bytes(0xc3)],
    [bytes(0xe2, 0x82, 0x61)],
    [bytes(0xed, 0xb3, 0xbf)],
    [bytes(0xf0, 0x9f, 0x98, 0x80, 0x80)],
  ])("%j are told apart, and found again", (name) => {
    const text = decodedName(name);
    expect(Array.from(systemPath(text) as Buffer)).toEqual(Array.from(name));
    expect(nameAsText(text)).toMatch(/\\x[0-9a-f]{2}/);
    expect(nameAsText(text)).not.toMatch(/\p{Cs}/u);
  });

  it("are left alone where they are", () => {
    for (const name of ["a", "道路", "😀", "\ufffd"]) {
      expect(decodedName(new TextEncoder().encode(name))).toBe(name);
      expect(systemPath(name)).toBe(name);
    }
  });

  // Other systems have no such names.
  it.runIf(process.platform === "linux")("are scored, each with its own partner", () => {
    const wrong = Uint8Array.of(1, 0, 0, 1);
    for (const side of ["t", "p"]) {
      for (const [last, labels] of [
        [0xfe, TRUTH],
        [0xfd, side === "t" ? TRUTH : wrong],
      ] as const) {
        const name = Buffer.concat([
          Buffer.from(`${workspace.folder}/${side}/a`),
          Buffer.of(0xff, last),
          Buffer.from(".png"),
        ]);
        writeFileSync(name, png(labels, 2));
      }
      // What they would be taken for.
      workspace.write(`${side}/a\ufffd\ufffd.png`, png(TRUTH, 2));
      mkdirSync(Buffer.concat([Buffer.from(`${workspace.folder}/${side}/`), Buffer.of(0xe9)]));
      writeFileSync(
        Buffer.concat([Buffer.from(`${workspace.folder}/${side}/`), Buffer.of(0xe9), Buffer.from("/b.png")]),
        png(TRUTH, 2),
      );
    }
    const { status, stdout, stderr } = run(
      "score",
      "t",
      "p",
      "--num-classes",
      "2",
      "--per-image",
      "--json",
      "--state",
      "s.state",
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const { perImage } = JSON.parse(stdout) as {
      readonly perImage: readonly { readonly id: string; readonly meanIou: number }[];
    };
    expect(perImage.map(({ id, meanIou }) => [id, meanIou])).toEqual([
      ["1", 1],
      ["\\xe9/b", 1],
      ["a\\xff\\xfd", 0],
      ["a\\xff\\xfe", 1],
      ["a\ufffd\ufffd", 1],
    ]);
    expect(run("inspect", "t").status).toBe(0);
  });

  it.runIf(process.platform === "linux")(
    "are said to be lost on the command line, and are not another file",
    () => {
      workspace.write("a\ufffd.png", png(TRUTH, 2));
      const script = `exec "$0" "$1" inspect "$(printf 'a\\377.png')"`;
      const code = `require("node:child_process").spawnSync("sh", ["-c", ${JSON.stringify(script)}, process.execPath, ${JSON.stringify(`${PROJECT}dist/cli/main.js`)}], { stdio: "inherit" })`;
      expectOneLine(runNode(["-e", code], workspace.folder), "is no UTF-8, and cannot be found by that");
      expect(run("inspect", "a\ufffd.png").status).toBe(0);
    },
  );
});
