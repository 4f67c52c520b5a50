import { describe } from "../../src/errors/describe.js";
import { DatasetError } from "../errors/problem.js";
import { EXACT_DIGITS, EXACT_POWERS, longDecimal } from "./longDecimal.js";

/** Thrown where a value goes on beyond the bytes that are there: it is read again, from its beginning, when there are more. */
export const INCOMPLETE = new Error("more bytes are needed");

const MAX_DEPTH = 64;

/** Of what stands where something else was expected. */
const SHOWN_BYTES = 24;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Names of keys as bytes, in the order in which they are known by number. */
export type KeyNames = readonly Uint8Array[];

export function keyNames(...names: readonly string[]): KeyNames {
  return names.map((name) => new TextEncoder().encode(name));
}

/**
 * Reads JSON value by value out of bytes, so that of a large file nothing is held but what is asked for. It takes what
 * JSON.parse takes, in UTF-8, and gives the same numbers and texts.
 */
export class JsonCursor {
  bytes = new Uint8Array(0);
  at = 0;
  end = 0;
  /** Whether the bytes are the last of the file. */
  isLast = false;
  /** Bytes of the file before these. */
  offset = 0;
  #depth = 0;

  /** @param file how messages name what is read */
  constructor(readonly file: string) {}

  /** What a value that is begun again starts with. */
  restart(at: number): void {
    this.at = at;
    this.#depth = 0;
  }

  /** The first byte of the next value, or the sign that closes what is open. */
  peek(): number {
    const { bytes, end } = this;
    let at = this.at;
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) {
        this.at = at;
        return byte;
      }
    }
    this.at = at;
    return this.#ends();
  }

  /** Whether nothing but space follows; at the end of what is there it is not known yet. */
  isAtEnd(): boolean {
    for (; this.at < this.end; this.at++) {
      const byte = this.bytes[this.at] as number;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return false;
    }
    return this.isLast;
  }

  openObject(): void {
    this.#open(OPEN_OBJECT, "an object, { }");
  }

  openList(): void {
    this.#open(OPEN_LIST, "a list, [ ]");
  }

  isList(): boolean {
    return this.peek() === OPEN_LIST;
  }

  isObject(): boolean {
    return this.peek() === OPEN_OBJECT;
  }

  isString(): boolean {
    return this.peek() === QUOTE;
  }

  /**
   * Goes to the next value of the object that is open.
   *
   * @param isFirst of openObject
   * @returns which of the names its key is, -1 of another; undefined where the object is closed
   */
  nextKey(names: KeyNames, isFirst: boolean): number | undefined {
    if (!this.#next(CLOSE_OBJECT, isFirst)) return undefined;
    const start = this.at;
    const hasEscapes = this.#passString("a key");
    const stop = this.at - 1;
    if (this.peek() !== COLON) this.refuse('":" behind a key');
    this.at++;
    return hasEscapes
      ? indexOfText(names, this.#textOf(start, stop + 1))
      : this.#indexOf(names, start + 1, stop);
  }

  /** The same of a key whose name is asked for. */
  nextKeyText(isFirst: boolean): string | undefined {
    if (!this.#next(CLOSE_OBJECT, isFirst)) return undefined;
    const key = this.string("a key");
    if (this.peek() !== COLON) this.refuse('":" behind a key');
    this.at++;
    return key;
  }

  /** Goes to the next value of the list that is open; false where it is closed. */
  nextItem(isFirst: boolean): boolean {
    return this.#next(CLOSE_LIST, isFirst);
  }

  /** @returns NaN of null where it is allowed */
  number(): number {
    const sign = this.peek();
    const { bytes, end } = this;
    const start = this.at;
    let at = sign === MINUS ? start + 1 : start;
    let mantissa = 0;
    const whole = at;
    for (; at < end; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
    }
    let digits = at - whole;
    if (digits === 0 || (digits > 1 && bytes[whole] === ZERO)) this.#refuseNumber(at);
    let fractionDigits = 0;
    if (at < end && bytes[at] === POINT) {
      const first = ++at;
      for (; at < end; at++) {
        const digit = (bytes[at] as number) - ZERO;
        if (digit < 0 || digit > 9) break;
        mantissa = mantissa * 10 + digit;
      }
      fractionDigits = at - first;
      if (fractionDigits === 0) this.#refuseNumber(at);
      digits += fractionDigits;
    }
    let hasExponent = false;
    if (at < end && ((bytes[at] as number) | 0x20) === 0x65) {
      at++;
      if (at < end && (bytes[at] === PLUS || bytes[at] === MINUS)) at++;
      const first = at;
      while (at < end && (bytes[at] as number) >= ZERO && (bytes[at] as number) <= NINE) at++;
      if (at === first) this.#refuseNumber(at);
      hasExponent = true;
    }
    if (at >= end && !this.isLast) throw INCOMPLETE;
    this.at = at;
    if (hasExponent || fractionDigits > 22) return this.#slowNumber(start, at);
    let value = fractionDigits === 0 ? mantissa : mantissa / (EXACT_POWERS[fractionDigits] as number);
    if (digits > EXACT_DIGITS) {
      const long = longDecimal(bytes, whole, at, fractionDigits);
      if (long === undefined) return this.#slowNumber(start, at);
      value = long;
    }
    return sign === MINUS ? -value : value;
  }

  /** @param what how messages name it */
  string(what = "a text"): string {
    if (this.peek() !== QUOTE) this.refuse(what);
    const start = this.at;
    const hasEscapes = this.#passString("a text");
    return hasEscapes ? this.#textOf(start, this.at) : this.#decoded(start + 1, this.at - 1);
  }

  /** true and false, and the numbers 1 and 0. */
  flag(): boolean {
    const first = this.peek();
    if (first === 0x74 || first === 0x66) return this.#passWord(first === 0x74 ? "true" : "false") === "true";
    const value = this.number();
    if (value !== 0 && value !== 1) this.refuse("true, false, 1 or 0");
    return value === 1;
  }

  /** Passes null, if that is what comes. */
  isNull(): boolean {
    if (this.peek() !== 0x6e) return false;
    this.#passWord("null");
    return true;
  }

  /** Passes a value of any kind. */
  skip(): void {
    const first = this.peek();
    if (first === QUOTE) this.#passString("a text");
    else if (first === OPEN_LIST) {
      this.openList();
      for (let isFirst = true; this.nextItem(isFirst); isFirst = false) this.skip();
    } else if (first === OPEN_OBJECT) {
      this.openObject();
      for (let isFirst = true; this.nextKey([], isFirst) !== undefined; isFirst = false) this.skip();
    } else if (first === 0x74) this.#passWord("true");
    else if (first === 0x66) this.#passWord("false");
    else if (first === 0x6e) this.#passWord("null");
    else this.number();
  }

  /** @throws {DatasetError} always: what was expected, and what is there */
  refuse(expected: string): never {
    // The message says the same wherever a piece ends.
    if (this.end - this.at < SHOWN_BYTES && !this.isLast) throw INCOMPLETE;
    throw new DatasetError({
      code: "json-file",
      file: this.file,
      got: `expected ${expected} at byte ${this.offset + this.at}, got ${this.#here()}`,
    });
  }

  /** What stands at the cursor, cut short. */
  #here(): string {
    if (this.at >= this.end) return "the end of the file";
    const text = new TextDecoder().decode(
      this.bytes.subarray(this.at, Math.min(this.end, this.at + SHOWN_BYTES)),
    );
    return `${describe(text)}${/^-?(NaN|Infinity)/.test(text) ? "; JSON has no NaN and no Infinity" : ""}`;
  }

  #ends(): never {
    if (!this.isLast) throw INCOMPLETE;
    throw new DatasetError({
      code: "json-file",
      file: this.file,
      got: "not JSON: the file ends too early",
    });
  }

  #open(sign: number, what: string): void {
    if (this.peek() !== sign) this.refuse(what);
    if (++this.#depth > MAX_DEPTH) {
      throw new DatasetError({
        code: "json-file",
        file: this.file,
        got: `its lists and objects lie more than ${MAX_DEPTH} deep in each other`,
      });
    }
    this.at++;
  }

  #next(close: number, isFirst: boolean): boolean {
    const sign = this.peek();
    if (sign === close) {
      this.at++;
      this.#depth--;
      return false;
    }
    if (isFirst) return true;
    if (sign !== COMMA) this.refuse(`"," or "${String.fromCharCode(close)}"`);
    this.at++;
    if (this.peek() === close) this.refuse('a value behind ","');
    return true;
  }

  /** Goes behind the quote that closes a string, and says whether it has escapes. */
  #passString(what: string): boolean {
    const { bytes, end } = this;
    if (bytes[this.at] !== QUOTE) this.refuse(what);
    let hasEscapes = false;
    for (let at = this.at + 1; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        this.at = at + 1;
        return hasEscapes;
      }
      if (byte === BACKSLASH) {
        hasEscapes = true;
        at++;
      } else if (byte < 0x20) {
        this.at = at;
        this.refuse("a text without control characters");
      }
    }
    this.at = end;
    return this.#ends();
  }

  #indexOf(names: KeyNames, start: number, stop: number): number {
    const { bytes } = this;
    const length = stop - start;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as Uint8Array;
      if (name.length !== length) continue;
      let same = 0;
      while (same < length && bytes[start + same] === name[same]) same++;
      if (same === length) return i;
    }
    return -1;
  }

  #decoded(start: number, stop: number): string {
    try {
      return UTF8.decode(this.bytes.subarray(start, stop));
    } catch (cause) {
      throw new DatasetError(
        {
          code: "json-file",
          file: this.file,
          got: `has a text that is not in UTF-8 at byte ${this.offset + start}`,
        },
        { cause },
      );
    }
  }

  /** Of a string with escapes, quotes included. */
  #textOf(start: number, stop: number): string {
    const text = this.#decoded(start, stop);
    try {
      return JSON.parse(text) as string;
    } catch {
      this.at = start;
      return this.refuse("a text with escapes that JSON has");
    }
  }

  #slowNumber(start: number, stop: number): number {
    const value = Number(String.fromCharCode(...this.bytes.subarray(start, stop)));
    if (Number.isFinite(value)) return value;
    this.at = start;
    return this.refuse("a number that float64 holds");
  }

  #refuseNumber(at: number): never {
    if (at >= this.end && !this.isLast) throw INCOMPLETE;
    return this.refuse("a number");
  }

  #passWord<Word extends string>(word: Word): Word {
    for (let i = 0; i < word.length; i++) {
      if (this.at + i >= this.end) return this.#ends();
      if (this.bytes[this.at + i] !== word.charCodeAt(i)) this.refuse("a value");
    }
    this.at += word.length;
    return word;
  }
}

function indexOfText(names: KeyNames, key: string): number {
  return names.findIndex((name) => new TextDecoder().decode(name) === key);
}
