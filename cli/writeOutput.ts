import { closeSync, constants, openSync } from "node:fs";
import { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { DataError } from "./exitCodes.js";
import { unwrittenReason } from "./inputs/readBytes.js";
import { letSignalsIn } from "./interruption.js";
import { type OutputTarget, outputTarget } from "./outputTarget.js";
import { standardError, standardOutput } from "./standardStream.js";
import { WholeFile, writeAll } from "./wholeFile.js";

/** Written at one go; between two of them signals are heard. */
const PIECE_BYTES = 2 ** 20;

/** Between two looks whether somebody reads a pipe. */
const READER_EVERY_MS = 50;

/**
 * Writes what a command was asked for to where it is to go: a file as a whole or not at all, and through pipes and devices.
 *
 * @throws {DataError} it cannot be written
 */
export async function writeOutput(path: string, content: string): Promise<void> {
  try {
    await writeTo(outputTarget(path), content);
  } catch (cause) {
    throw new DataError(`${path}: cannot be written: ${unwrittenReason(cause)}`, { cause });
  }
}

/** @throws the file system's own error */
export async function writeTo(target: OutputTarget, content: string | Uint8Array): Promise<void> {
  if (target.kind === "standard") {
    // Whether that went well is told at the end, as of everything that is printed.
    (target.stream === 1 ? standardOutput : standardError).write(content);
    return;
  }
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  if (target.kind === "file") await replaceFile(target, bytes);
  else if (target.kind === "pipe") await writeToPipe(target.path, bytes);
  else writeToDevice(target.path, bytes);
}

async function replaceFile(
  target: Extract<OutputTarget, { readonly kind: "file" }>,
  bytes: Uint8Array,
): Promise<void> {
  const file = new WholeFile(target);
  try {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      await letSignalsIn();
      file.write(bytes.subarray(at, at + PIECE_BYTES));
    }
    file.takePlace();
  } catch (error) {
    file.drop();
    throw error;
  }
}

function writeToDevice(path: string, bytes: Uint8Array): void {
  const device = openSync(path, "w");
  try {
    writeAll(device, bytes);
  } finally {
    closeSync(device);
  }
}

async function writeToPipe(path: string, bytes: Uint8Array): Promise<void> {
  const pipe = new Socket({ fd: await openedByReader(path), readable: false });
  await new Promise<void>((resolve, reject) => {
    pipe.on("error", reject);
    pipe.end(bytes, resolve);
  });
  pipe.destroy();
}

/** Not by an opening that waits: a process does not end before that has, whatever signals come. */
async function openedByReader(path: string): Promise<number> {
  for (;;) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENXIO") throw error;
    }
    await wait(READER_EVERY_MS);
  }
}
