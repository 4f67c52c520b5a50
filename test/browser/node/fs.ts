// What tests use of node:fs, read from the dev server. Synchronously, as they do: a page may, and only tests should.
import { FILES } from "../files.js";

export function readFileSync(path: URL | string, encoding?: "utf8"): Uint8Array | string {
  const bytes = fetchBytes(path);
  return encoding === undefined ? bytes : new TextDecoder().decode(bytes);
}

export function readdirSync(path: URL | string): string[] {
  return JSON.parse(new TextDecoder().decode(fetchBytes(path))) as string[];
}

function fetchBytes(path: URL | string): Uint8Array {
  const request = new XMLHttpRequest();
  request.open("GET", FILES + new URL(path, location.href).pathname.slice(1), false);
  // A synchronous request of a page gives text only: this charset keeps each byte in the low half of a character.
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new Error(`ENOENT: no such file, open '${String(path)}'`);
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 0xff);
}
