import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { PROJECT } from "../helpers/project.js";
import { useWorkspace } from "../helpers/workspace.js";
import { ACTION, Runner } from "./runner.js";

const PAGE = readFileSync(join(PROJECT, "docs/ci.md"), "utf8");
const BLOCKS = [...PAGE.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
  ([, text]) => parse(text as string) as unknown,
);
const [GITHUB, GITLAB] = BLOCKS as [
  { jobs: { segmentation: { steps: { uses?: string; with?: Record<string, string> }[] } } },
  { segmentation: { script: string[]; artifacts: { paths: string[]; reports: { junit: string[] } } } },
];

const workspace = useWorkspace();

/** The files that the page speaks of, as a job finds them. */
function writeJob(predictions: "coarse" | "fine"): string {
  const job = join(workspace.folder, "job");
  rmSync(job, { recursive: true, force: true });
  cpSync(join(PROJECT, "samples/streets"), job, { recursive: true });
  renameSync(join(job, "truth"), join(job, "masks"));
  renameSync(join(job, predictions), join(job, "predictions"));
  return job;
}

describe("docs/ci.md", () => {
  it("has every input of the action in its table", () => {
    const named = [...PAGE.matchAll(/^\| `([\w-]+)` /gm)].map(([, name]) => name);
    expect(named).toEqual(Object.keys(ACTION.inputs));
  });

  it("shows a workflow that runs, of the version that this is", () => {
    const { version } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
      version: string;
    };
    const steps = GITHUB.jobs.segmentation.steps.filter(({ uses }) => uses?.includes("/maskscore@"));
    expect(steps.map(({ uses }) => uses)).toEqual([`OWNER/maskscore@v${version}`]);
    const inputs = steps[0]?.with ?? {};
    for (const name of Object.keys(inputs)) expect(ACTION.inputs).toHaveProperty(name);
    const runner = new Runner(workspace.folder);
    const main = { event: "push", ref: "refs/heads/main", sha: "1" };
    const ran = runner.run(writeJob("fine"), inputs, main);
    expect(ran.status, ran.log).toBe(0);
    const pull = { event: "pull_request", ref: "refs/pull/1/merge", sha: "2" };
    const worse = runner.run(writeJob("coarse"), { ...inputs, "fail-under": "" }, pull);
    expect(worse.status).toBe(4);
    const [, said = ""] = /```text\n(worse than [\s\S]*?), \.\.\.\n```/.exec(PAGE) ?? [];
    expect(said).not.toBe("");
    expect(worse.annotations[0]?.message).toContain(said);
  });

  it("shows a job for GitLab that runs, without a baseline and with one", () => {
    const { script, artifacts } = GITLAB.segmentation;
    const kept = join(workspace.folder, "kept.state");
    // What the machine has: maskscore among the project's packages, and the artifact of the default branch.
    const machine = [
      "npm() { :; }",
      `npx() { shift; '${process.execPath}' '${PROJECT}dist/cli/main.js' "$@"; }`,
      'curl() { case "$*" in *"/jobs/artifacts/main/raw/model.state?job=segmentation") cp "$KEPT" baseline.state 2> /dev/null ;; *) exit 9 ;; esac; }',
    ];
    const runIn = (job: string): { status: number | null; log: string } => {
      const { status, stdout, stderr } = spawnSync(
        "bash",
        ["-e", "-o", "pipefail", "-c", [...machine, ...script].join("\n")],
        {
          cwd: job,
          encoding: "utf8",
          env: {
            ...{ PATH: process.env.PATH, KEPT: kept, CI_JOB_TOKEN: "token", CI_DEFAULT_BRANCH: "main" },
            ...{ CI_API_V4_URL: "https://gitlab.test/api/v4", CI_PROJECT_ID: "7" },
          },
        },
      );
      return { status, log: stdout + stderr };
    };
    const job = writeJob("fine");
    const first = runIn(job);
    expect(first.status, first.log).toBe(0);
    expect(first.log).toContain("there is no baseline yet");
    cpSync(join(job, "model.state"), kept);
    const second = runIn(writeJob("coarse"));
    expect(second.status, second.log).toBe(4);
    expect(second.log).toContain("verdict  model.state is 0.157 below baseline.state");
    for (const file of [...artifacts.paths, ...artifacts.reports.junit]) {
      expect(existsSync(join(job, file)), file).toBe(true);
    }
    expect(readFileSync(join(job, "comparison.xml"), "utf8")).toContain('failures="1"');
  });
});
