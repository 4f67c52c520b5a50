import { spawnSync } from "node:child_process";
import { PROJECT } from "./project.js";

/** A page's pieces of shell, each with the block behind it that says what it prints. */
export interface ShellPiece {
  readonly code: string;
  readonly output: string;
}

export function shellPieces(text: string): ShellPiece[] {
  return [...text.matchAll(/```sh\n([\s\S]*?)```\n+```text\n([\s\S]*?)```/g)].map(([, code, output]) => ({
    code: code as string,
    output: output as string,
  }));
}

/** What a piece prints, on either output, where maskscore is the built command. The time it took is no part of it. */
export function runPiece({ code }: ShellPiece, folder: string): string {
  const { stdout } = spawnSync(
    "bash",
    ["-c", `exec 2>&1; maskscore() { '${process.execPath}' '${PROJECT}dist/cli/main.js' "$@"; }\n${code}`],
    { cwd: folder, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
  );
  return withoutTime(stdout);
}

export function withoutTime(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(/^(time +)[\d.]+ s$/gm, "$10.10 s");
}
