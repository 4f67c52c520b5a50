import { ByteReader } from "./byteStream.js";

/** Bytes that lie elsewhere, as in a file that is read piece by piece. */
export interface ByteSource {
  readonly length: number;
  /** The bytes from `start` up to `end`, in an array that nobody writes to any more. */
  read(start: number, end: number): Uint8Array;
}

/** Reads a source of which a piece is in memory at a time; apart from ByteReader, so that who keeps states in memory does not carry it. */
export class SourceReader extends ByteReader {
  readonly #source: ByteSource;
  readonly #pieceBytes: number;
  /** Bytes that were asked of the source. */
  #asked = 0;

  /** @param pieceBytes how many bytes are asked of the source at once */
  constructor(source: ByteSource, pieceBytes: number) {
    super(new Uint8Array(0));
    this.#source = source;
    this.#pieceBytes = pieceBytes;
  }

  override get bytesLeft(): number {
    return super.bytesLeft + this.#source.length - this.#asked;
  }

  protected override more(count: number, left: Uint8Array): Uint8Array {
    const start = this.#asked - left.length;
    this.#asked = Math.min(this.#source.length, start + Math.max(count, this.#pieceBytes));
    return this.#source.read(start, this.#asked);
  }
}
