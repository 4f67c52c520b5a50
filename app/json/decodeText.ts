/** Byte order marks and, of JSON without one, where the zeros of its first sign stand: PowerShell's ">" writes UTF-16. */
function encodingOf([first, second]: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first !== 0 && second === 0) return "utf-16le";
  return first === 0 && second !== 0 ? "utf-16be" : "utf-8";
}

/**
 * A text file's text, without its byte order mark.
 *
 * @param isStrict undefined comes of what is not text in its encoding, instead of replacement characters in it
 */
export function decodeText(bytes: Uint8Array, isStrict: boolean): string | undefined {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: isStrict }).decode(bytes);
  } catch {
    return undefined;
  }
}
