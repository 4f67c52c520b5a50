import { readFileSync } from "node:fs";
import { UsageError } from "../exitCodes.js";

// Names on a disk are bytes. Of those that are no UTF-8 Node makes U+FFFD, the same of each, and finds no file by it, or
// another one. Here each such byte is kept as half a surrogate pair, U+DC80 to U+DCFF, which no text has otherwise: so does
// Python (surrogateescape), whose lists of files can then be read.

const BYTES = /[\udc80-\udcff]/u;

/** The longest that UTF-8 takes for a sign. */
const LONGEST_SIGN = 4;

/** A file's name as text. */
export function decodedName(name: Uint8Array): string {
  const whole = decoded(name);
  if (whole !== undefined) return whole;
  let text = "";
  for (let at = 0; at < name.length;) {
    let length = LONGEST_SIGN;
    while (length > 0 && decoded(name.subarray(at, at + length)) === undefined) length--;
    text +=
      length > 0
        ? (decoded(name.subarray(at, at + length)) as string)
        : String.fromCharCode(0xdc00 + (name[at] as number));
    at += Math.max(1, length);
  }
  return text;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A path as the system is asked for it. */
export function systemPath(path: string): string | Buffer {
  if (!BYTES.test(path)) return path;
  const parts = path
    .split(new RegExp(`(${BYTES.source})`, "u"))
    .map((part) => (BYTES.test(part) ? Buffer.of(part.charCodeAt(0) & 0xff) : Buffer.from(part)));
  return Buffer.concat(parts);
}

/** A path as an id, which is text: bytes that are none are spelt \xff. */
export function nameAsText(path: string): string {
  return path.replace(new RegExp(BYTES, "gu"), (byte) => `\\x${(byte.charCodeAt(0) & 0xff).toString(16)}`);
}

/**
 * What the command was called with comes decoded already, and what was no UTF-8 is lost: it must not name another file.
 *
 * @throws {UsageError} a word is no UTF-8
 */
export function requireDecodedWords(words: readonly string[]): void {
  const word = words.find((one) => one.includes("\ufffd"));
  if (word === undefined || decoded(commandLine()) !== undefined) return;
  throw new UsageError(`${word} is no UTF-8, and cannot be found by that: rename it, or name its folder`);
}

/** As the system has it; nothing where it does not tell. */
function commandLine(): Uint8Array {
  try {
    return readFileSync("/proc/self/cmdline");
  } catch {
    return new Uint8Array(0);
  }
}
