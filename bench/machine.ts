import { execFileSync } from "node:child_process";
import { cpus } from "node:os";

/** The machine that a record was made on, and the commit that was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly engine: string;
  readonly commit: string;
  readonly date: string;
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    engine: `Node ${process.versions.node}, V8 ${process.versions.v8}`,
    commit: commit(),
    date: new Date().toISOString(),
  };
}

export function formatMachine({ processor, cores, engine, commit }: Machine): string {
  return `${processor}, ${cores} cores; ${engine}; commit ${commit}`;
}

function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}
