import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { PROJECT } from "../helpers/project.js";

// The steps of action.yml, run as GitHub's runner runs those of a composite action: as scripts of bash, with the files and the
// environment that it gives them. The actions that it uses are stood in for by copying files.

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

export interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly required?: boolean; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const ACTION = parse(readFileSync(join(PROJECT, "action.yml"), "utf8")) as ActionFile;

/** What set the workflow off. */
export interface Occasion {
  readonly event: string;
  readonly ref: string;
  readonly sha: string;
}

export interface Annotation {
  readonly level: string;
  readonly title: string;
  readonly message: string;
}

export interface ActionRun {
  /** Of the step that failed first; 0 where none did. */
  readonly status: number;
  readonly log: string;
  readonly annotations: readonly Annotation[];
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Steps that were run, by name. */
  readonly steps: readonly string[];
  /** What expressions stand for at the end. */
  readonly values: ReadonlyMap<string, string>;
  /** The folder that was uploaded. */
  readonly artifact: string | undefined;
}

/** A repository's runs, and what they keep for each other. */
export class Runner {
  /** Caches, the newest last. */
  readonly caches = new Map<string, string>();
  readonly #folder: string;

  /** @param folder for files of the runner; @param actionPath where the action is checked out */
  constructor(
    folder: string,
    readonly actionPath = PROJECT,
    readonly path = process.env.PATH ?? "",
  ) {
    this.#folder = folder;
  }

  /** @param workspace what the job has checked out */
  run(workspace: string, given: Readonly<Record<string, string>>, occasion: Occasion): ActionRun {
    const temp = mkdtempSync(join(this.#folder, "runner-"));
    const inputs = Object.fromEntries(
      Object.entries(ACTION.inputs).map(([name, { default: other = "" }]) => [name, given[name] ?? other]),
    );
    const values = new Map<string, string>([
      ...Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value] as const),
      ["github.sha", occasion.sha],
      ["github.event.repository.default_branch", occasion.event === "schedule" ? "" : "main"],
    ]);
    const done: { steps: string[]; log: string; summary: string; status: number; artifact?: string } = {
      ...{ steps: [], log: "", summary: "", status: 0 },
    };
    for (const step of ACTION.runs.steps) {
      if (!holds(step.if, values, done.status === 0)) continue;
      done.steps.push(step.name);
      if (step.run === undefined) {
        const made = this.#use(step, values);
        if (made !== undefined) done.artifact = made;
        continue;
      }
      const [outputFile, summaryFile, script] = ["output", "summary", "script.sh"].map((name) =>
        join(temp, `${done.steps.length}-${name}`),
      ) as [string, string, string];
      writeFileSync(outputFile, "");
      writeFileSync(summaryFile, "");
      writeFileSync(script, step.run);
      const env = Object.entries(step.env ?? {}).map(([name, text]) => [name, filled(text, values)]);
      const ran = spawnSync("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", script], {
        cwd: workspace,
        encoding: "utf8",
        env: {
          ...{ PATH: this.path, HOME: temp, TMPDIR: temp, CI: "true", GITHUB_ACTIONS: "true" },
          ...{ GITHUB_ACTION_PATH: this.actionPath, GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp },
          ...{ GITHUB_OUTPUT: outputFile, GITHUB_STEP_SUMMARY: summaryFile },
          ...{ GITHUB_EVENT_NAME: occasion.event, GITHUB_REF: occasion.ref, GITHUB_SHA: occasion.sha },
          ...(Object.fromEntries(env) as Record<string, string>),
        },
      });
      done.log += ran.stdout + ran.stderr;
      done.summary += readFileSync(summaryFile, "utf8");
      done.status ||= ran.status ?? 1;
      for (const [key, value] of outputsOf(readFileSync(outputFile, "utf8"))) {
        values.set(`steps.${step.id ?? ""}.outputs.${key}`, value);
      }
    }
    const outputs = Object.entries(ACTION.outputs).map(([name, { value }]) => [name, filled(value, values)]);
    return {
      ...{ status: done.status, log: done.log, summary: done.summary, steps: done.steps },
      annotations: annotationsOf(done.log),
      outputs: Object.fromEntries(outputs) as Record<string, string>,
      values,
      artifact: done.artifact,
    };
  }

  /** @returns the folder that was uploaded, if one was */
  #use({ uses = "", with: asked = {} }: Step, values: ReadonlyMap<string, string>): string | undefined {
    const given = Object.fromEntries(
      Object.entries(asked).map(([name, text]) => [name, filled(text, values)]),
    );
    const { path = "", key = "" } = given;
    switch (uses.replace(/@v\d+$/, "")) {
      case "actions/cache/restore": {
        const prefix = given["restore-keys"] ?? key;
        const found =
          this.caches.get(key) ?? [...this.caches].reverse().find(([other]) => other.startsWith(prefix))?.[1];
        if (found === undefined) return undefined;
        mkdirSync(dirname(path), { recursive: true });
        cpSync(found, path);
        return undefined;
      }
      case "actions/cache/save": {
        // Like GitHub's, a cache never changes.
        if (this.caches.has(key)) return undefined;
        const kept = join(this.#folder, `cache-${this.caches.size}`);
        cpSync(path, kept);
        this.caches.set(key, kept);
        return undefined;
      }
      case "actions/upload-artifact":
        return existsSync(path) ? path : undefined;
      default:
        throw new Error(`the runner knows no ${uses}`);
    }
  }
}

/** Expressions as far as the action has them: names alone. */
function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, name: string) => valueOf(name, values));
}

function valueOf(name: string, values: ReadonlyMap<string, string>): string {
  if (!/^(inputs|github|steps)\.[\w.-]+$/.test(name)) throw new Error(`the runner cannot read ${name}`);
  // What a step has not set is empty.
  return values.get(name) ?? "";
}

/** Conditions as far as the action has them. Without always() a step runs where no other has failed. */
function holds(condition: string | undefined, values: ReadonlyMap<string, string>, isWell: boolean): boolean {
  const parts = (condition ?? "").split("&&").map((part) => part.trim());
  const isAlways = parts.includes("always()");
  return (
    (isWell || isAlways) &&
    parts
      .filter((part) => part !== "" && part !== "always()")
      .every((part) => {
        const [, name = "", sign = "", word = ""] = /^(\S+) (==|!=) '([^']*)'$/.exec(part) ?? [];
        return (valueOf(name, values) === word) === (sign === "==");
      })
  );
}

/** name=value, and name<<mark with lines up to the mark. */
function outputsOf(text: string): [name: string, value: string][] {
  const found: [string, string][] = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    const [, long, mark] = /^([\w-]+)<<(.+)$/.exec(line) ?? [];
    if (long !== undefined && mark !== undefined) {
      const end = lines.indexOf(mark, i);
      found.push([long, lines.slice(i + 1, end).join("\n")]);
      i = end;
    } else if (line !== "") {
      const at = line.indexOf("=");
      found.push([line.slice(0, at), line.slice(at + 1)]);
    }
  }
  return found;
}

/** Commands stand at a line's start. */
function annotationsOf(log: string): Annotation[] {
  return [...log.matchAll(/^[^\S\n]*::([\w-]+)(?: ([^:\n]*))?::(.*)$/gm)].map(
    ([, level = "", properties = "", data = ""]) => ({
      level,
      title: unescaped(/(?:^|,)title=([^,]*)/.exec(properties)?.[1] ?? ""),
      message: unescaped(data),
    }),
  );
}

const ESCAPED: Readonly<Record<string, string>> = {
  "%0D": "\r",
  "%0A": "\n",
  "%3A": ":",
  "%2C": ",",
  "%25": "%",
};

function unescaped(text: string): string {
  return text.replace(/%(0D|0A|3A|2C|25)/g, (sign) => ESCAPED[sign] as string);
}
