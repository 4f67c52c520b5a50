import { damaged, unsupported } from "./formatError.js";

/** What the text of a .npy header says. */
export interface NpyHeaderText {
  readonly dtype: string;
  readonly isColumnMajor: boolean;
  readonly shape: readonly number[];
}

const KEYS = ["descr", "fortran_order", "shape"] as const;
type Key = (typeof KEYS)[number];

/** A key, a colon and a value: a string, a word, a tuple of whole numbers (Python 2 wrote an L behind them), or something else. */
const ENTRY =
  /^\s*(['"])(\w+)\1\s*:\s*(?:'([^'\\]*)'|"([^"\\]*)"|(True|False)|\(\s*((?:\d+L?\s*,\s*)*(?:\d+L?\s*)?)\)|([[{].*))\s*(,|$)/s;

/**
 * Reads what NumPy writes, and refuses what NumPy does not read: a Python dict of descr, fortran_order and shape, each once,
 * and nothing else.
 *
 * @throws {FormatError} it is not such a text, or of an array of records
 * @see numpy.lib.format
 */
export function readNpyHeaderText(text: string): NpyHeaderText {
  const dict = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (dict === undefined) throw noHeader();
  const values = new Map<Key, RegExpExecArray>();
  let rest = dict;
  while (rest.trim() !== "") {
    const entry = ENTRY.exec(rest);
    const key = entry?.[2] as Key | undefined;
    if (entry === null || key === undefined || !KEYS.includes(key) || values.has(key)) throw noHeader();
    if (entry[7] !== undefined) {
      if (key === "descr") throw unsupported(".npy array of records", "save the mask as an array of its own");
      throw noHeader();
    }
    values.set(key, entry);
    rest = rest.slice(entry[0].length);
  }
  const descr = values.get("descr");
  const dtype = descr?.[3] ?? descr?.[4];
  const order = values.get("fortran_order")?.[5];
  const axes = values.get("shape")?.[6];
  if (dtype === undefined || order === undefined || axes === undefined) throw noHeader();
  return { dtype, isColumnMajor: order === "True", shape: shapeOf(axes) };
}

function shapeOf(axes: string): number[] {
  const sizes = axes.split(",").map((size) => size.trim().replace(/L$/, ""));
  // A tuple of one number ends in a comma: without it, it is a number in brackets.
  const isTuple = sizes.length > 1 || sizes[0] === "";
  if (sizes.at(-1) === "") sizes.pop();
  if (!isTuple || sizes.some((size) => /^0\d/.test(size))) throw noHeader();
  return sizes.map(Number);
}

function noHeader(): Error {
  return damaged(".npy", "its header has no plain dtype, order and shape");
}
