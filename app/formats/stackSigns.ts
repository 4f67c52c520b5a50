import { isNpy, NPY_HEAD_BYTES, readNpyHeader } from "./npy.js";
import { meaningOfArray } from "./arrayMask.js";
import { isTiff } from "./tiffDirectory.js";

// Whether a file may hold several label maps, told by as little of it as can be: a folder has thousands of files that do not.

/** Bytes of a file that are asked for; fewer are given where it ends. */
export interface FileRange {
  readonly start: number;
  readonly bytes: number;
}

/** Most .npy headers take no more, and a TIFF's first bytes say where its directories are. */
const FEW: FileRange = { start: 0, bytes: 256 };

/** Endings of the names of files that may be stacks. */
const STACK_NAME = /\.(npy|tiff?)$/i;

export function hasStackName(path: string): boolean {
  return STACK_NAME.test(path);
}

/** Asks for parts of a file, one after the other, and returns whether it may be a stack: integers of three axes, or several directories. */
export function* signsOfStack(): Generator<FileRange, boolean, Uint8Array> {
  const start = yield FEW;
  try {
    if (isNpy(start)) {
      const head = isWholeHeader(start) ? start : yield { start: 0, bytes: NPY_HEAD_BYTES };
      return meaningOfArray(readNpyHeader(head), "channelsLast", false).kind === "integers";
    }
    return isTiff(start) ? yield* hasSecondDirectory(start) : false;
  } catch {
    // Whoever decodes it says what is wrong.
    return false;
  }
}

/** Its length has two bytes in version 1, and is rarely long. */
function isWholeHeader(start: Uint8Array): boolean {
  const [low = 0, high = 0] = start.subarray(8, 10);
  return start[6] === 1 && 10 + low + 256 * high <= start.length;
}

function* hasSecondDirectory(start: Uint8Array): Generator<FileRange, boolean, Uint8Array> {
  const isLittle = start[0] === 0x49;
  const isBig = start[isLittle ? 2 : 3] === 43;
  const read = (bytes: Uint8Array, at: number, length: number): number => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (length === 2) return view.getUint16(at, isLittle);
    return length === 4 ? view.getUint32(at, isLittle) : Number(view.getBigUint64(at, isLittle));
  };
  const [countBytes, entryBytes, linkBytes] = isBig ? [8, 20, 8] : [2, 12, 4];
  const first = read(start, isBig ? 8 : 4, linkBytes);
  const count = read(yield { start: first, bytes: countBytes }, 0, countBytes);
  const link = yield { start: first + countBytes + count * entryBytes, bytes: linkBytes };
  return read(link, 0, linkBytes) !== 0;
}
