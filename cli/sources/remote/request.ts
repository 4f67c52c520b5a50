import { setTimeout as wait } from "node:timers/promises";
import { UnreadableError } from "../../inputs/openFile.js";
import { isS3, type Listing, s3Refusal, signedRequest } from "./s3.js";

/** How often something is asked before it is given up, and after how long it is asked again; twice as long each time. */
const TRIES = 5;
const FIRST_PAUSE_MS = 100;

/** What may be otherwise when it is asked again: too many requests, and faults of the server's. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** A failure that asking again may mend. */
class PassingError extends UnreadableError {}

/** What is asked for; without a word all of a file. */
export interface Asked {
  /** From the first byte up to the one before the last. */
  readonly range?: readonly [start: number, end: number] | undefined;
  /** It must still be this one. */
  readonly tag?: string | undefined;
  /** Of a bucket: not an object, but a list. */
  readonly list?: Listing | undefined;
}

/**
 * Asks a server for something, again where that may help, and has its answer used.
 *
 * @param use reads the answer to its end; a connection that breaks meanwhile is a reason to ask again
 * @throws {UnreadableError} it has none, or not for us
 */
export async function askServer<T>(
  path: string,
  asked: Asked,
  use: (answer: Response) => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await askOnce(path, asked, use);
    } catch (error) {
      if (!(error instanceof PassingError)) throw error;
      if (tried === TRIES) throw new UnreadableError(`${error.message} (asked ${TRIES} times)`);
    }
    await wait(FIRST_PAUSE_MS * 2 ** (tried - 1));
  }
}

async function askOnce<T>(
  path: string,
  { range, tag, list }: Asked,
  use: (answer: Response) => Promise<T>,
): Promise<T> {
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (range !== undefined) headers.range = `bytes=${range[0]}-${range[1] - 1}`;
  // A weak one is of two that only look alike.
  if (tag?.startsWith('"') === true) headers["if-match"] = tag;
  let answer: Response | undefined;
  try {
    answer = isS3(path)
      ? await fetch(await signedRequest(path, headers, list))
      : await fetch(path, { headers });
    if (answer.ok) return await use(answer);
  } catch (error) {
    if (error instanceof UnreadableError || !isBroken(error)) throw error;
    throw new PassingError(`the server cannot be read: ${reasonOf(error)}`);
  }
  const body = await answer.text().catch(() => "");
  if (answer.status === 412) throw new UnreadableError(CHANGED, "file-changed");
  const words = refusalWords(path, answer, body);
  throw PASSING.has(answer.status) ? new PassingError(words) : new UnreadableError(words);
}

export const CHANGED =
  "the file changed while it was read: the server has another one now; score it when it is complete";

/** What fetch throws where a connection is not made, or breaks. */
function isBroken(error: unknown): boolean {
  return error instanceof TypeError || (error as Error).name === "AbortError";
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  if (!(cause instanceof Error)) return message;
  const { code } = cause as NodeJS.ErrnoException;
  return cause.message === "" ? (code ?? message) : cause.message;
}

function refusalWords(path: string, { status, statusText, headers }: Response, body: string): string {
  const said = `the server says ${status}${statusText === "" ? "" : ` ${statusText}`}`;
  if (isS3(path)) return `${said}${s3Refusal(status, headers, body)}`;
  if (status === 404 || status === 410) return `${said}: there is no such file`;
  if (status === 401 || status === 403)
    return `${said}: it may not be read; pass an address that holds a signature, or save it as a file`;
  return said;
}

/** Bytes of an answer, of which there are at most so many. */
export async function bytesOf(answer: Response, most: number): Promise<Uint8Array> {
  const told = answer.headers.get("content-length");
  const isEncoded = answer.headers.get("content-encoding") !== null;
  const expected = told === null || isEncoded ? undefined : Number(told);
  if (expected !== undefined && expected > most) throw tooLarge(most);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    chunks.push(chunk);
    if ((length += chunk.length) > most) throw tooLarge(most);
  }
  if (expected !== undefined && length !== expected) {
    throw new PassingError(`the server's answer ends after ${length} of ${expected} bytes`);
  }
  return Buffer.concat(chunks);
}

function tooLarge(most: number): UnreadableError {
  return new UnreadableError(`is larger than ${most} bytes; cut it into tiles`);
}
