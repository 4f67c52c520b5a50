import { backend } from "../../src/counting/backend.js";
import { instantiateBinary } from "../../src/counting/wasm/instantiate.js";
import type { JsonCursor } from "../json/jsonCursor.js";
import { scalarBinary } from "./scalar.generated.js";
import { simdBinary } from "./simd.generated.js";

/** The binary's exports; assembly/records/ says what each reads and writes. */
export interface RecordKernels {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  readRecords(
    textPtr: number,
    textBytes: number,
    isFirst: number,
    takesMasks: number,
    columnsPtr: number,
    capacity: number,
    textsPtr: number,
    statePtr: number,
  ): number;
}

const BINARIES = { simd: simdBinary, scalar: scalarBinary } as const;

/** Read by one call. */
export const BATCH_RECORDS = 8192;

const COLUMN_BYTES = 8 * (5 + 4 + 2 + 1) + 2;
const STATE_BYTES = 64;
const ALIGNMENT = 64;

/** Kernels read so far behind what they are given. */
const PADDING = 64;

const PAGE_BYTES = 65536;

/** Larger texts are a record of a size that nobody has, or no file of records. */
const MOST_TEXT_BYTES = 2 ** 26;

/** Columns of records that were read, as assembly/records/readRecords.ts has them; views that die with the next text. */
export interface RecordBatch {
  readonly images: Float64Array;
  readonly categories: Float64Array;
  readonly scores: Float64Array;
  readonly areas: Float64Array;
  readonly ids: Float64Array;
  readonly boxes: Float64Array;
  readonly sizes: Float64Array;
  /** Start and length of each mask's text in RecordKernel.texts. */
  readonly texts: Uint32Array;
  readonly crowds: Uint8Array;
  readonly ignores: Uint8Array;
}

function batchOf({ memory }: RecordKernels, columnsPtr: number): RecordBatch {
  let end = columnsPtr;
  const place = (bytes: number): number => (end += BATCH_RECORDS * bytes) - BATCH_RECORDS * bytes;
  const floats = (width: number): Float64Array =>
    new Float64Array(memory.buffer, place(8 * width), BATCH_RECORDS * width);
  const flags = (): Uint8Array => new Uint8Array(memory.buffer, place(1), BATCH_RECORDS);
  return {
    images: floats(1),
    categories: floats(1),
    scores: floats(1),
    areas: floats(1),
    ids: floats(1),
    boxes: floats(4),
    sizes: floats(2),
    texts: new Uint32Array(memory.buffer, place(8), BATCH_RECORDS * 2),
    crowds: flags(),
    ignores: flags(),
  };
}

/** Reads records out of a cursor's text, batch by batch, as far as it knows how: see assembly/records/. */
export class RecordKernel {
  readonly #kernels: RecordKernels;
  readonly #statePtr: number;
  readonly #columnsPtr: number;
  readonly #textPtr: number;
  #batch: RecordBatch | undefined;
  #texts = new Uint8Array(0);
  /** The text that is in memory, and where in its file it begins. */
  #text: Uint8Array | undefined;
  #offset = 0;

  constructor(kernels: RecordKernels) {
    this.#kernels = kernels;
    this.#statePtr = Math.ceil(kernels.heapBase() / ALIGNMENT) * ALIGNMENT;
    this.#columnsPtr = this.#statePtr + STATE_BYTES;
    this.#textPtr = this.#columnsPtr + BATCH_RECORDS * COLUMN_BYTES;
  }

  /** One of the backend in use; undefined where that is "reference". */
  static ofBackend(): RecordKernel | undefined {
    const name = backend();
    return name === "reference"
      ? undefined
      : new RecordKernel(instantiateBinary(BINARIES[name]) as RecordKernels);
  }

  /** Of the last read; dead after the next one. */
  get batch(): RecordBatch {
    return (this.#batch ??= batchOf(this.#kernels, this.#columnsPtr));
  }

  /** Counts of the masks of the last read, in ASCII; dead after the next one. */
  get texts(): Uint8Array {
    return this.#texts;
  }

  /**
   * Reads records of the list in which the cursor stands, and moves it behind them.
   *
   * @param isFirst whether the cursor stands behind the list's opening sign
   * @returns how many, BATCH_RECORDS at most; 0 where the next one is not all there, or must be read another way
   */
  read(cursor: JsonCursor, isFirst: boolean, takesMasks: boolean): number {
    if (!this.#stage(cursor)) return 0;
    const textsPtr = this.#textPtr + cursor.bytes.length + PADDING;
    const count = this.#kernels.readRecords(
      this.#textPtr + cursor.at,
      cursor.end - cursor.at,
      Number(isFirst),
      Number(takesMasks),
      this.#columnsPtr,
      BATCH_RECORDS,
      textsPtr,
      this.#statePtr,
    );
    const { buffer } = this.#kernels.memory;
    const [read, written] = new Uint32Array(buffer, this.#statePtr, 2) as unknown as [number, number];
    this.#texts = new Uint8Array(buffer, textsPtr, written);
    cursor.at += read;
    return count;
  }

  /** Brings the cursor's text into memory. False where it does not fit. */
  #stage({ bytes, offset }: JsonCursor): boolean {
    if (bytes === this.#text && offset === this.#offset) return true;
    if (bytes.length > MOST_TEXT_BYTES) return false;
    const { memory } = this.#kernels;
    // Of the text, and of the masks' texts in it.
    const missing = this.#textPtr + 2 * (bytes.length + PADDING) - memory.buffer.byteLength;
    if (missing > 0) {
      try {
        memory.grow(Math.ceil(missing / PAGE_BYTES));
      } catch {
        return false;
      }
      this.#batch = undefined;
    }
    new Uint8Array(memory.buffer, this.#textPtr, bytes.length).set(bytes);
    this.#text = bytes;
    this.#offset = offset;
    return true;
  }
}
