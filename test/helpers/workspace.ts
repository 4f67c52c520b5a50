import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { encode } from "fast-png";
import { afterAll, beforeEach } from "vitest";

/** A folder for files of one test. */
export interface Workspace {
  /** Changes with every test. */
  readonly folder: string;
  /** Writes a file, and the folders above it; gives its relative path back. */
  readonly write: (name: string, content: Uint8Array | string) => string;
}

/** A new empty folder for every test of a file; all are removed at the end. */
export function useWorkspace(): Workspace {
  const root = mkdtempSync(join(tmpdir(), "maskscore-"));
  let count = 0;
  const workspace = {
    folder: root,
    write(name: string, content: Uint8Array | string): string {
      mkdirSync(dirname(join(workspace.folder, name)), { recursive: true });
      writeFileSync(join(workspace.folder, name), content);
      return name;
    },
  };
  beforeEach(() => {
    workspace.folder = join(root, String(count++));
    mkdirSync(workspace.folder);
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });
  return workspace;
}

/** A label PNG: grey, or indexed where there is a palette. */
export function png(
  labels: Uint8Array | Uint16Array,
  width: number,
  palette?: readonly (readonly number[])[],
): Uint8Array {
  const image = { width, height: labels.length / width, channels: 1, data: labels } as const;
  const depth = labels instanceof Uint16Array ? 16 : 8;
  return palette === undefined
    ? encode({ ...image, depth })
    : encode({ ...image, depth, palette: palette.map((colour) => [...colour]) });
}
