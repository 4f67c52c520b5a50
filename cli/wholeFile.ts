import {
  type BigIntStats,
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { OutputTarget } from "./outputTarget.js";
import { forgetTemporary, registerTemporary, removeTemporary } from "./temporaryFiles.js";

type FileTarget = Extract<OutputTarget, { readonly kind: "file" }>;

/** A name of its own whatever the file is called: two processes that write one file write two of these, and no name is too long. */
const temporaryName = (): string => `.maskscore-${hexDigits()}${hexDigits()}.tmp`;
const TEMPORARY_NAME = /^\.maskscore-[0-9a-f]{16}\.tmp$/;

function hexDigits(): string {
  return Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, "0");
}

/** No file is being written for as long as this. */
const ABANDONED_MS = 3_600_000;

/**
 * A file that is written beside the one that it is to replace, and takes its place once it is whole: whoever looks at the
 * path, at whatever moment and after whatever crash, finds the old one or the new one.
 */
export class WholeFile {
  readonly #target: FileTarget;
  readonly #temporary: string;
  readonly #descriptor: number;

  /** @throws the file system's own error where its folder takes no file */
  constructor(target: FileTarget) {
    this.#target = target;
    this.#temporary = join(dirname(target.path), temporaryName());
    // Never one that is there, nor where a link of that name leads.
    this.#descriptor = openSync(this.#temporary, "wx");
    registerTemporary(this.#temporary);
  }

  /** @throws the file system's own error; the file is then to be dropped */
  write(bytes: Uint8Array): void {
    writeAll(this.#descriptor, bytes);
  }

  /** Brings what was written to the disk. A crash of the machine would else leave the name with nothing behind it. */
  bringToDisk(): void {
    fsyncSync(this.#descriptor);
  }

  /**
   * Puts the file in its place.
   *
   * @returns what the place holds now
   */
  takePlace(): BigIntStats {
    const { path, replaced } = this.#target;
    if (replaced !== undefined) resemble(this.#descriptor, replaced);
    const stats = fstatSync(this.#descriptor, { bigint: true });
    closeSync(this.#descriptor);
    renameSync(this.#temporary, path);
    forgetTemporary(this.#temporary);
    return stats;
  }

  /** Leaves the place as it was. */
  drop(): void {
    try {
      closeSync(this.#descriptor);
    } catch {
      // Closed already: it was the renaming that failed.
    }
    removeTemporary(this.#temporary);
  }
}

/** Node takes less than 2 GiB at once. */
const MOST_AT_ONCE = 2 ** 30;

/** All of them: a system may take fewer bytes at once than it is given, as one whose disk is about to be full does. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(descriptor, bytes, written, Math.min(bytes.length - written, MOST_AT_ONCE));
  }
}

/** A rename is only certain once its folder is on the disk. Not every system can do it. */
export function syncFolder(path: string): void {
  try {
    const folder = openSync(path, "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // Windows opens no folders; the rename itself has happened.
  }
}

/** The rights that the file had, and, where this process may give it away, whose it was. */
function resemble(descriptor: number, { mode, uid, gid }: BigIntStats): void {
  const own = fstatSync(descriptor, { bigint: true });
  try {
    if (own.uid !== uid || own.gid !== gid) fchownSync(descriptor, Number(uid), Number(gid));
  } catch {
    // Only the system's administrator may.
  }
  try {
    if (own.mode !== mode) fchmodSync(descriptor, Number(mode & 0o7777n));
  } catch {
    // Not every file system keeps them.
  }
}

/** Removes what runs left in a folder that were killed (SIGKILL, a crash) while they wrote. */
export function removeAbandoned(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      if (!TEMPORARY_NAME.test(name)) continue;
      const path = join(folder, name);
      const writtenAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
      if (writtenAt !== undefined && Date.now() - writtenAt > ABANDONED_MS) removeTemporary(path);
    }
  } catch {
    // A folder that cannot be listed is told of when it is written to.
  }
}
