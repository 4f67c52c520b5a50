import { readFileSync } from "node:fs";
import type { Provenance } from "../../app/view/runView.js";

/** How the report of this very command came to be. */
export function pageProvenance(): Provenance {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  return {
    command: `maskscore ${process.argv.slice(2).map(quoted).join(" ")}`,
    version,
    createdAt: new Date().toISOString(),
  };
}

/** A word as a shell would take it. */
function quoted(word: string): string {
  return /^[\w./=,:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
