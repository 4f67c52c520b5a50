import { wrongLength } from "../../errors/argument.js";

/** Reads numbers of up to 32 bits out of bytes, the highest bit first. */
export class BitReader {
  readonly #bytes: Uint8Array;
  readonly #argument: string;
  #bit = 0;

  constructor(bytes: Uint8Array, argument: string) {
    this.#bytes = bytes;
    this.#argument = argument;
  }

  /** @throws {RangeError} there are not so many bits left */
  read(bits: number): number {
    if (this.#bit + bits > this.#bytes.length * 8) {
      throw wrongLength(
        this.#argument,
        `more than ${this.#bytes.length} bytes, as what they begin with says`,
        String(this.#bytes.length),
        "the data was cut short",
      );
    }
    let value = 0;
    for (let left = bits; left > 0;) {
      const inByte = this.#bit % 8;
      const taken = Math.min(left, 8 - inByte);
      const byte = this.#bytes[(this.#bit - inByte) / 8] as number;
      value = value * 2 ** taken + ((byte >> (8 - inByte - taken)) & ((1 << taken) - 1));
      this.#bit += taken;
      left -= taken;
    }
    return value;
  }
}

/** Writes numbers of up to 32 bits into bytes, the highest bit first. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #open = 0;
  #openBits = 0;

  write(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) {
      this.#open = this.#open * 2 + (Math.floor(value / 2 ** bit) % 2);
      if (++this.#openBits < 8) continue;
      this.#bytes.push(this.#open);
      this.#open = this.#openBits = 0;
    }
  }

  /** All of it; the last byte ends with zeros, at least one. */
  bytes(): Uint8Array {
    return Uint8Array.from([...this.#bytes, this.#open << (8 - this.#openBits)]);
  }
}
