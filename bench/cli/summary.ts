import { textTable } from "../textTable.js";
import { medianOf, summarise } from "../timing.js";

/** What one side took and held in each round. */
export interface SideRounds {
  readonly name: string;
  /** One time a round: round i ran right before or after round i of the other side. */
  readonly seconds: readonly number[];
  /** The largest of all rounds. */
  readonly maxRssBytes: number;
}

/**
 * The median of ours / theirs, round by round: what slows the machine down for a while slows both sides of a round
 * down, and is no part of their ratio.
 *
 * @throws {RangeError} no rounds, or not as many of one side as of the other
 */
export function pairedRatio(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length || ours.length === 0) {
    throw new RangeError(`rounds expected as many of each side, got ${ours.length} and ${theirs.length}`);
  }
  return medianOf(ours.map((seconds, round) => seconds / (theirs[round] as number)));
}

/** [low median high]: whole processes take seconds. */
function formatSeconds(rounds: readonly number[]): string {
  const { low, median, high } = summarise(rounds.map((seconds) => [seconds]));
  return `[${[low, median, high].map((seconds) => seconds.toFixed(2)).join(" ")}]`;
}

export function formatMebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

/** A value is good up to its limit, which is good itself. */
export function verdict(value: number, limit: number): "met" | "not met" {
  return value <= limit ? "met" : "not met";
}

/** The two sides of a case as a table, and their ratio against its target. */
export function formatComparison(ours: SideRounds, theirs: SideRounds, target: number): string {
  const table = textTable([
    ["", "[low median high] s", "peak RSS"],
    ...[ours, theirs].map(({ name, seconds, maxRssBytes }) => [
      name,
      formatSeconds(seconds),
      formatMebibytes(maxRssBytes),
    ]),
  ]);
  const ratio = pairedRatio(ours.seconds, theirs.seconds);
  return [
    table,
    `  ${ours.name} / ${theirs.name}: ${ratio.toFixed(2)}, the median of ${ours.seconds.length} paired ratios; ` +
      `target ${target}: ${verdict(ratio, target)}`,
  ].join("\n");
}

/** The most memory that a command held, against what it may. */
export function formatMemory(maxRssBytes: number, limitBytes: number): string {
  return `peak RSS ${formatMebibytes(maxRssBytes)}, limit ${formatMebibytes(limitBytes)}: ${verdict(maxRssBytes, limitBytes)}`;
}
