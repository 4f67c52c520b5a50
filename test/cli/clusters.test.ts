import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { maskscore } from "../helpers/command.js";
import type { Ran } from "../helpers/project.js";
import { shellCommand } from "../helpers/shellCommand.js";
import { png, useWorkspace } from "../helpers/workspace.js";

const workspace = useWorkspace();
const run = (...args: readonly string[]): Ran => maskscore(args, workspace.folder);
const stateOf = (name: string): Buffer => readFileSync(join(workspace.folder, name));

const IMAGES = 12;
const SCORE = ["score", "t", "p", "--num-classes", "3", "--quiet"] as const;
const idOf = (i: number): string => `v${i % 4}_${i}`;

beforeEach(() => {
  const truth = (i: number): Uint8Array => Uint8Array.from({ length: 16 }, (_, p) => (p + i) % 3);
  for (let i = 0; i < IMAGES; i++) {
    workspace.write(`t/${idOf(i)}.png`, png(truth(i), 4));
    workspace.write(`p/${idOf(i)}.png`, png(truth(i).fill(1, 0, 2 + (i % 5)), 4));
  }
});

/** Rows of image, video and patient. */
function writeTable(name: string, heading: string, count = IMAGES): void {
  const rows = Array.from({ length: count }, (_, i) => `${idOf(i)},v${i % 4},patient ${i % 3}`);
  workspace.write(name, [heading, ...rows].join("\n"));
}

const digestOf = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = run(...SCORE, "--ci", "95", "--json", ...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const { elapsedMs, ...told } = JSON.parse(stdout) as { elapsedMs: number };
  expect(elapsedMs).toBeGreaterThan(0);
  return JSON.stringify(told);
};

describe("--cluster", () => {
  it("a table, a column of one, a pattern and a pair's own cluster say the same", () => {
    writeTable("table.csv", "image,cluster,patient");
    writeTable("named.csv", "ID,video,patient");
    const pattern = digestOf("--cluster", "^(v\\d)_");
    expect(digestOf("--cluster", "table.csv")).toBe(pattern);
    expect(digestOf("--cluster", "named.csv#video")).toBe(pattern);
    const patients = digestOf("--cluster", "table.csv#patient");
    expect(patients).not.toBe(pattern);
    expect(digestOf("--cluster", "named.csv#Patient")).toBe(patients);
    expect(digestOf()).not.toBe(pattern);
  });

  it.each(["csv", "jsonl"])("a cluster in --pairs (%s) is --cluster, in the state, too", (format) => {
    const pairs = Array.from({ length: IMAGES }, (_, i) => ({
      truth: `t/${idOf(i)}.png`,
      prediction: `p/${idOf(i)}.png`,
      id: idOf(i),
      cluster: `v${i % 4}`,
    }));
    const lines =
      format === "csv"
        ? ["truth,prediction,id,cluster", ...pairs.map((pair) => Object.values(pair).join(","))]
        : pairs.map((pair) => JSON.stringify(pair));
    const bare = lines.map((line) => line.replace(/,"cluster":.*\}$/, "}").replace(/,(v\d|cluster)$/, ""));
    const words = ["score", "--num-classes", "3", "--quiet", "--pairs"];
    for (const [name, content] of [
      ["with", lines],
      ["without", bare],
    ] as const)
      workspace.write(`${name}/pairs.${format}`, content.join("\n").replace(/\b([tp]\/v)/g, "../$1"));
    expect(run(...words, `with/pairs.${format}`, "--state", "a.state").status).toBe(0);
    run(...words, `without/pairs.${format}`, "--state", "b.state", "--cluster", "^(v\\d)_");
    run(...words, `without/pairs.${format}`, "--state", "c.state");
    expect(stateOf("a.state")).toEqual(stateOf("b.state"));
    expect(stateOf("a.state")).not.toEqual(stateOf("c.state"));
    expect(run(...words, `with/pairs.${format}`, "--cluster", "^(v\\d)_")).toMatchObject({
      status: 2,
      stderr:
        'maskscore: --cluster ^(v\\d)_: the pairs have clusters already; leave --cluster out, or their column "cluster"\n',
    });
  });

  it("an image of no cluster, of two, and a table without the column are told", () => {
    writeTable("short.csv", "image,cluster,patient", IMAGES - 1);
    workspace.write("twice.csv", "image,cluster\nv0_0,a\nv0_0,b\n");
    workspace.write("empty.csv", "image,cluster\nv0_0,\n");
    const refused = (cluster: string): string => run(...SCORE, "--ci", "95", "--cluster", cluster).stderr;
    expect(refused("short.csv")).toBe(
      `maskscore: --cluster short.csv: image ${idOf(IMAGES - 1)} is of no cluster: every image must be of one\n`,
    );
    expect(refused("twice.csv")).toBe(
      "maskscore: --cluster twice.csv: line 3: image v0_0 is of b, and was of a\n",
    );
    expect(refused("empty.csv")).toBe("maskscore: --cluster empty.csv: line 2 has no cluster\n");
    expect(refused("short.csv#video")).toBe(
      "maskscore: --cluster short.csv: its first line expected columns image (or id) and video, got image, cluster, patient; name another column as short.csv#COLUMN\n",
    );
  });

  it.runIf(process.platform !== "win32").each(["", "--task components"])(
    "a table is read once, also by a run that goes on (%s)",
    (task) => {
      writeTable("table.csv", "image,cluster,patient");
      const score = `maskscore ${SCORE.join(" ")} ${task}`;
      const { status } = shellCommand(
        `set -e
        ${score} --state whole.state --cluster '^(v\\d)_' > /dev/null
        ${score} --state a.state > /dev/null
        mkfifo pipe; cat table.csv > pipe &
        timeout 60 bash -c '"$NODE" "$MAIN" ${SCORE.join(" ")} ${task} --resume a.state --cluster pipe' > /dev/null 2> resumed.txt
        cmp a.state whole.state`,
        workspace.folder,
        { NODE: process.execPath, MAIN: new URL("../../dist/cli/main.js", import.meta.url).pathname },
      );
      expect(stateOf("resumed.txt").toString()).toBe(
        "maskscore: going on from a.state: 12 of 12 images are " +
          (task === "" ? "counted" : "measured") +
          "\n",
      );
      expect(status).toBe(0);
    },
  );
});
