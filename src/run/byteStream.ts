import type { RowReader, RowWriter } from "../measures/measure.js";

const TEXT_ENCODER = /* @__PURE__ */ new TextEncoder();

/** Bytes written one after the other; numbers in as few as they need. */
export class ByteWriter implements RowWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  /** A whole number from 0 to 2^53 - 1: 7 bits a byte, the lowest first, the highest bit set where more follow (LEB128). */
  integer(value: number): void {
    this.#reserve(8);
    while (value >= 128) {
      this.#bytes[this.#length++] = (value % 128) + 128;
      value = Math.floor(value / 128);
    }
    this.#bytes[this.#length++] = value;
  }

  /** Eight bytes, little-endian. */
  float(value: number): void {
    this.#reserve(8);
    new DataView(this.#bytes.buffer).setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** Its length in bytes, then UTF-8. */
  text(value: string): void {
    this.block(TEXT_ENCODER.encode(value));
  }

  /** Their number, then the bytes. */
  block(bytes: Uint8Array): void {
    this.integer(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** What was written: a view, until more is. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /** A copy of what was written. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.written.slice();
  }

  /** Begins anew, with the memory that it has. */
  clear(): void {
    this.#length = 0;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Reads what a ByteWriter wrote; anything else throws a RangeError that says why. */
export class ByteReader implements RowReader {
  #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get bytesLeft(): number {
    return this.#bytes.length - this.#offset;
  }

  integer(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      if (this.#offset === this.#bytes.length) this.#require(1);
      const byte = this.#bytes[this.#offset++] as number;
      value += (byte % 128) * scale;
      if (!Number.isSafeInteger(value)) throw new RangeError("a number is beyond 2^53");
      if (byte >= 128) continue;
      if (byte === 0 && scale > 1) throw new RangeError("a number is written in more bytes than it takes");
      return value;
    }
  }

  float(): number {
    const eight = this.raw(8);
    return new DataView(eight.buffer, eight.byteOffset, 8).getFloat64(0, true);
  }

  text(): string {
    const bytes = this.block();
    try {
      return TEXT_DECODER.decode(bytes);
    } catch (cause) {
      throw new RangeError("a text is not UTF-8", { cause });
    }
  }

  block(): Uint8Array {
    return this.raw(this.integer());
  }

  /** A view, which stays as it is whatever is read then. */
  raw(count: number): Uint8Array {
    this.#require(count);
    this.#offset += count;
    return this.#bytes.subarray(this.#offset - count, this.#offset);
  }

  /** @throws {RangeError} there is more */
  end(): void {
    if (this.bytesLeft > 0) throw new RangeError(`${this.bytesLeft} bytes follow its end`);
  }

  #require(count: number): void {
    if (count <= this.#bytes.length - this.#offset) return;
    if (count > this.bytesLeft) throw new RangeError("it ends too early");
    this.#bytes = this.more(count, this.#bytes.subarray(this.#offset));
    this.#offset = 0;
  }

  /** Where not all bytes are in memory: those that are left of them and more, at least `count` in all. */
  protected more(_count: number, left: Uint8Array): Uint8Array {
    return left;
  }
}

const TEXT_DECODER = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
