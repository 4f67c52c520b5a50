import { wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";

// COCO's compressed strings. A number is written five bits a character, the least first, and "0" (48) is none; a character of
// bit 5 has another behind it, and bit 4 of the last one is the sign. From the fourth on it is the difference to the count
// two before it that is written.

const FIRST_CHARACTER = 48;
/** A difference of two 32-bit counts takes 33 bits and a sign. */
const MOST_DIGITS = 7;

/** Counts that a string holds; each is at least 0 and fits 32 bits. */
export function parseRuns(text: string, argument: string): Uint32Array {
  const counts = new Uint32Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; length++) {
    let digit = text.charCodeAt(i) - FIRST_CHARACTER;
    let value = digit & 31;
    if (digit < 0 || digit > 63) throw noCharacter(text, i, argument);
    const start = i++;
    let place = 32;
    while (digit > 31) {
      if (i === text.length) throw cutShort(text, argument);
      if (i - start === MOST_DIGITS) throw impossible(length, "more than 32 bits", argument);
      digit = text.charCodeAt(i) - FIRST_CHARACTER;
      if (digit < 0 || digit > 63) throw noCharacter(text, i, argument);
      value += (digit & 31) * place;
      place *= 32;
      i++;
    }
    if ((digit & 16) !== 0) value -= place;
    if (length > 2) value += counts[length - 2] as number;
    if (value < 0 || value > 0xffffffff) throw impossible(length, String(value), argument);
    counts[length] = value;
  }
  return counts.slice(0, length);
}

/** The string of counts, byte for byte as pycocotools writes it. */
export function formatRuns(counts: Uint32Array): string {
  // Of 33 bits and a sign: seven characters at most.
  let bytes = new Uint8Array(Math.min(counts.length * MOST_DIGITS, counts.length * 2 + 64));
  let length = 0;
  for (let i = 0; i < counts.length; i++) {
    if (length + MOST_DIGITS > bytes.length) {
      const larger = new Uint8Array(bytes.length * 2 + MOST_DIGITS);
      larger.set(bytes);
      bytes = larger;
    }
    let value = counts[i] as number;
    if (i > 2) value -= counts[i - 2] as number;
    for (;;) {
      const rest = Math.floor(value / 32);
      const digit = value - rest * 32;
      value = rest;
      const isLast = (digit & 16) === 0 ? value === 0 : value === -1;
      bytes[length++] = digit + FIRST_CHARACTER + (isLast ? 0 : 32);
      if (isLast) break;
    }
  }
  return asciiText(bytes.subarray(0, length));
}

/** Engines take no more than some tens of thousands of arguments. */
const PIECE = 8192;

function asciiText(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += PIECE) {
    text += String.fromCharCode(...bytes.subarray(start, start + PIECE));
  }
  return text;
}

function noCharacter(text: string, place: number, argument: string): RangeError {
  return wrongValue(
    argument,
    'characters "0" to "o"',
    `${describe(text.charAt(place))} at character ${place}`,
    "pass the string as the file has it, unescaped; CVAT's and Label Studio's runs have readers of their own",
  );
}

function cutShort(text: string, argument: string): RangeError {
  return wrongValue(
    argument,
    "a run-length string that is whole",
    `one that ends within a number: ${describe(text)}`,
    "the string was cut short",
  );
}

function impossible(place: number, got: string, argument: string): RangeError {
  return wrongValue(
    argument,
    "runs of 0 to 4294967295 pixels",
    `${got} at run ${place}`,
    "the string is damaged, or no run-length string",
  );
}
