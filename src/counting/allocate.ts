import { failure } from "../errors/problem.js";
import { getArena } from "./backend.js";
import { outOfMemory, wrongType } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { readInteger } from "../reading/options.js";

/** Arrays that can live in WebAssembly memory, by their constructor. */
export type AllocatableType =
  | Uint8ArrayConstructor
  | Uint16ArrayConstructor
  | Int32ArrayConstructor
  | Uint32ArrayConstructor
  | Float32ArrayConstructor
  | Float64ArrayConstructor;

const TYPES: readonly unknown[] = [
  Uint8Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
];

/** An array in WebAssembly memory, until it is freed. */
export interface AllocatedArray<T> {
  readonly length: number;
  /**
   * The array. Read it anew after anything else was allocated or counted, rather than keeping it: memory that grows
   * leaves older views empty, and counting an empty view is an error that says so.
   */
  readonly data: T;
  /** Gives the memory back; data is an error from then on. */
  free(): void;
}

/**
 * Makes an array of zeros inside the memory that masks are counted in, so that counting it copies nothing: let a
 * decoder or a model write into `data`, score, and free it. Where plain TypeScript counts, it is an ordinary array.
 *
 * @param type Uint8Array, Uint16Array, Int32Array, Uint32Array, Float32Array or Float64Array
 * @param length elements
 * @throws {TypeError | RangeError} type or length is wrong, or memory (4 GiB at most) has no room
 * @example
 * const mask = allocate(Uint8Array, 512 * 512);
 * mask.data.fill(1);
 * binaryOverlap(mask.data, mask.data).intersection // 262144
 * mask.free();
 */
export function allocate<C extends AllocatableType>(
  type: C,
  length: number,
): AllocatedArray<InstanceType<C>> {
  if (!TYPES.includes(type)) {
    throw wrongType(
      "type",
      "Uint8Array, Uint16Array, Int32Array, Uint32Array, Float32Array or Float64Array",
      typeof type === "function" ? type.name : describe(type),
    );
  }
  readInteger(length, "length", 1, Math.floor((2 ** 32 - 1) / type.BYTES_PER_ELEMENT));
  const make = type as unknown as new (
    buffer: ArrayBuffer,
    offset: number,
    length: number,
  ) => InstanceType<C>;
  const arena = getArena();
  let view: InstanceType<C> | undefined;
  let bufferOf: () => ArrayBuffer;
  let offset = 0;
  if (arena === undefined) {
    const buffer = new ArrayBuffer(length * type.BYTES_PER_ELEMENT);
    bufferOf = () => buffer;
  } else {
    offset = holdIn(arena, length * type.BYTES_PER_ELEMENT);
    bufferOf = () => arena.views.buffer;
    arena.views.u8.fill(0, offset, offset + length * type.BYTES_PER_ELEMENT);
  }
  let isFree = false;
  return {
    length,
    get data() {
      if (isFree) {
        throw failure(Error, { code: "memory-freed" }, "the array has been freed; allocate another one");
      }
      if (view?.buffer !== bufferOf()) view = new make(bufferOf(), offset, length);
      return view;
    },
    free() {
      if (isFree) return;
      isFree = true;
      view = undefined;
      arena?.release(offset);
    },
  };
}

function holdIn(arena: { hold(bytes: number): number }, bytes: number): number {
  try {
    return arena.hold(bytes);
  } catch (cause) {
    throw outOfMemory(
      "length",
      "an array that fits WebAssembly memory (4 GiB)",
      `${bytes} bytes`,
      "free others first",
      { cause },
    );
  }
}
