/** Of what begins with a bracket in UTF-8, without a byte order mark or with one. */
const OBJECT_SIGN = 0x7b;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;
const LINE_FEED = 0x0a;

/** Bytes that are to come, of which the first have been looked at. */
export interface BegunPieces {
  /** Whether what is said first is an object: JSON lines then, of which no more than one needs to be held. */
  readonly isObjectFirst: boolean;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** Looks at the first byte that says something, and puts it back. */
export async function beginPieces(pieces: AsyncGenerator<Uint8Array>): Promise<BegunPieces> {
  const seen: Uint8Array[] = [];
  let sign: number | undefined;
  let after: number | undefined;
  while (sign === undefined) {
    const next = await pieces.next();
    if (next.done === true) break;
    const piece = next.value;
    seen.push(piece);
    const at = piece.findIndex((byte) => !isBlank(byte) && !isMark(byte));
    if (at >= 0) [sign, after] = piece.subarray(at, at + 2);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* seen.splice(0);
    yield* pieces;
  }
  // A zero behind it: UTF-16.
  return { isObjectFirst: sign === OBJECT_SIGN && after !== 0, pieces: all() };
}

const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const isMark = (byte: number): boolean => (BYTE_ORDER_MARK as readonly number[]).includes(byte);

/** A line that says something. */
export interface ByteLine {
  /** From 1. */
  readonly line: number;
  readonly bytes: Uint8Array;
}

/** Lines as they come, without their ends and without empty ones; only what has no end yet is held. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<ByteLine> {
  let line = 1;
  let begun: Uint8Array[] = [];
  for await (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf(LINE_FEED); end >= 0; end = piece.indexOf(LINE_FEED, start)) {
      const bytes = lineOf(line, begun, piece.subarray(start, end));
      if (!bytes.every(isBlank)) yield { line, bytes };
      begun = [];
      line++;
      start = end + 1;
    }
    if (start < piece.length) begun.push(piece.subarray(start));
  }
  const last = lineOf(line, begun, new Uint8Array());
  if (!last.every(isBlank)) yield { line, bytes: last };
}

/** The first one without the mark before it. */
function lineOf(line: number, begun: readonly Uint8Array[], end: Uint8Array): Uint8Array {
  const bytes = begun.length === 0 ? end : Buffer.concat([...begun, end]);
  const isMarked = line === 1 && BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte);
  return isMarked ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
}
