import type { SavedState } from "./savedStates.js";

// States in the fragment of an address, which browsers send to nobody: #state=...&name=... of each, raw deflate in base64url.

/** Safari cuts longer addresses, and so do chats and mails. */
export const MAX_LINK = 80_000;

/** Of a link that is opened: deflate makes little of what is huge. */
const MAX_STATE_BYTES = 2 ** 26;

/** Whether an address's fragment carries states. */
export function carriesStates(fragment: string): boolean {
  return fragment.startsWith("#state=");
}

/** The fragment that carries states, however long it is. */
export async function fragmentOf(states: readonly SavedState[]): Promise<string> {
  const parts: string[] = [];
  for (const { name, bytes } of states) {
    const packed = await through(bytes, new CompressionStream("deflate-raw"), Infinity);
    parts.push(`state=${base64url(packed)}&name=${encodeURIComponent(name)}`);
  }
  return `#${parts.join("&")}`;
}

/**
 * The states that a fragment carries.
 *
 * @throws {Error} it is cut, or no link of states
 */
export async function statesOfFragment(fragment: string): Promise<SavedState[]> {
  const given = new URLSearchParams(fragment.slice(1));
  const names = given.getAll("name");
  const states: SavedState[] = [];
  for (const [i, text] of given.getAll("state").entries()) {
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = await through(bytesOf(text), new DecompressionStream("deflate-raw"), MAX_STATE_BYTES);
    } catch (cause) {
      throw new Error(
        "the state in it is cut or damaged: ask for the whole link, or for the state as a file",
        {
          cause,
        },
      );
    }
    states.push({ name: names[i] ?? `model ${i + 1}`, bytes });
  }
  return states;
}

/** @throws {TypeError | RangeError} it is no such stream, or has more bytes than `most` */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError(`more than ${most} bytes`);
    }
    pieces.push(next.value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** So many at a time: a call takes only so many arguments. */
const PIECE = 2 ** 13;

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(i, i + PIECE));
  }
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @throws {DOMException} it is no base64 */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
