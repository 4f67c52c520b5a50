import { hex, sha256 } from "./sha256.js";

/** A data set by its images, so that it can be told from others, and from a part of itself. */
export interface ImageSet {
  /** How many there are. */
  readonly images: number;
  /** SHA-256, in hex, of their ids. */
  readonly digest: string;
}

/** The data set of these ids, in whatever order: as JSON strings, a line each, by UTF-16 code units. */
export function imageSetOf(ids: Iterable<string>): ImageSet {
  const sorted = Array.from(ids).sort();
  const lines = sorted.map(lineOfId).join("");
  return { images: sorted.length, digest: hex(sha256(new TextEncoder().encode(lines))) };
}

/** What an image adds to the text that the digest is of. */
export function lineOfId(id: string): string {
  return `${JSON.stringify(id)}\n`;
}
