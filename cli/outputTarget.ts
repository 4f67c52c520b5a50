import { type BigIntStats, fstatSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** What stands for standard output where a file is to be named. */
export const STANDARD_OUTPUT = "-";

/** What stands where an output is to go, and with it how it is written. */
export type OutputTarget =
  /** A file or nothing yet: replaced as a whole. `path` is where links lead, which stay. */
  | { readonly kind: "file"; readonly path: string; readonly replaced: BigIntStats | undefined }
  /** Written through: what a reader has taken cannot be replaced. */
  | { readonly kind: "pipe"; readonly path: string }
  | { readonly kind: "device"; readonly path: string }
  /** What this process has open already: in turn with whatever else goes there. */
  | { readonly kind: "standard"; readonly stream: 1 | 2 };

/** @throws the file system's own error where it cannot tell, or where nothing can be written */
export function outputTarget(path: string): OutputTarget {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  if (stats === undefined) return { kind: "file", path: endOfLinks(path), replaced: undefined };
  if (stats.isDirectory()) throw new Error("is a folder");
  if (stats.isSocket()) throw new Error("is a socket");
  const stream = ([1, 2] as const).find((descriptor) => isSame(stats, descriptor));
  if (stream !== undefined) return { kind: "standard", stream };
  if (stats.isFile()) return { kind: "file", path: realpathSync(path), replaced: stats };
  return { kind: stats.isFIFO() ? "pipe" : "device", path };
}

/** What is replaced as a whole, again and again: nothing goes through a pipe or device twice, and what is printed there is no part of it. */
export function fileTarget(path: string): Extract<OutputTarget, { readonly kind: "file" }> {
  const target = outputTarget(path);
  if (target.kind === "file") return target;
  throw new Error(
    'is a pipe or device, and a state is kept in a file, which is replaced as a whole; name one, or "-" for standard output',
  );
}

function isSame(stats: BigIntStats, descriptor: number): boolean {
  try {
    const own = fstatSync(descriptor, { bigint: true });
    return own.dev === stats.dev && own.ino === stats.ino;
  } catch {
    // It was closed before this process began.
    return false;
  }
}

/** As many links as Linux follows. */
const MAX_LINKS = 40;

/** Where a link leads that leads to nothing yet. */
function endOfLinks(path: string): string {
  let end = path;
  for (let i = 0; i < MAX_LINKS; i++) {
    let next: string;
    try {
      next = readlinkSync(end);
    } catch {
      break;
    }
    end = resolve(dirname(end), next);
  }
  return end;
}
