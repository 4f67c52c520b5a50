import { existsSync } from "node:fs";
import { UsageError } from "../exitCodes.js";
import { isRemote } from "../sources/remote/address.js";

/** Numbers in braces, as shards are named by WebDataset and by a shell: {000..019}. */
const RANGE = /\{(\d+)\.\.(\d+)\}/;

/** More are no shards, but a slip. */
const MAX_SHARDS = 100_000;

/**
 * The paths that a pattern names; of one without a range itself.
 *
 * @throws {UsageError} they are too many, or none
 */
export function expandBraces(path: string): string[] {
  const found = RANGE.exec(path);
  if (found === null || (!isRemote(path) && existsSync(path))) return [path];
  const [range, first, last] = found as unknown as [string, string, string];
  const count = Number(last) - Number(first) + 1;
  if (!(count >= 1 && count <= MAX_SHARDS)) {
    throw new UsageError(`${path}: expected a range of 1 to ${MAX_SHARDS} numbers, got ${range}`);
  }
  const width = first.startsWith("0") ? first.length : 1;
  return Array.from({ length: count }, (_, i) =>
    path.replace(range, String(Number(first) + i).padStart(width, "0")),
  );
}
