import { wrongType } from "../errors/argument.js";
import { describe } from "../errors/describe.js";

/** What a plain array, or a store with get(), holds, as a typed array. */
export type TypedNumbers = Int32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/**
 * Numbers and booleans (true is 1) of a plain array as a typed array without loss: Int32Array or BigInt64Array where all
 * are whole, which may be labels, else Float64Array.
 *
 * @throws {TypeError} a hole, or anything that is no number
 */
export function typedNumbers(values: readonly unknown[], argument: string): TypedNumbers {
  let isInt32 = true;
  let isWhole = true;
  let hasBig = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value === "number") {
      isInt32 &&= (value | 0) === value;
      isWhole &&= Number.isSafeInteger(value);
    } else if (typeof value === "bigint" && BigInt.asIntN(64, value) === value) {
      hasBig = true;
    } else if (typeof value !== "boolean") {
      throw wrongType(
        argument,
        "numbers or booleans in its plain array",
        `${describe(value)} at element ${i}`,
      );
    }
  }
  if (hasBig && !isWhole) throw wrongType(argument, "numbers of one kind", "also bigints");
  if (hasBig || (isWhole && !isInt32)) return BigInt64Array.from(values as bigint[], BigInt);
  return (isInt32 ? Int32Array : Float64Array).from(values as number[]);
}
