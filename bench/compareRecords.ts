import { READ, REFERENCE, type Rounds, type TimedCases } from "./recordFile.js";
import { medianOf } from "./timing.js";

/** How a contender's time changed, measured with one yardstick. */
export interface YardstickChange {
  /** A contender of the same case, or "the clock": seconds as they are. */
  readonly yardstick: string;
  /** New time over old time, both in lengths of the yardstick. */
  readonly ratio: number;
  /** Every round of one file is slower than every round of the other. */
  readonly apart: boolean;
}

export interface Change {
  readonly case: string;
  readonly contender: string;
  /** Median of the rounds. */
  readonly oldSeconds: number;
  readonly newSeconds: number;
  readonly verdict: "slower" | "faster" | "same";
  readonly changes: readonly YardstickChange[];
}

export interface Comparison {
  readonly changes: readonly Change[];
  /** "case: contender" that one file has and the other has not; where the whole case is missing, "case". */
  readonly onlyOld: readonly string[];
  readonly onlyNew: readonly string[];
}

const CLOCK = "the clock";

/**
 * Holds two records of the same cases against each other.
 *
 * A contender is slower where, by every one of its yardsticks,
 *
 * 1. its time grew by more than the threshold, and
 * 2. its fastest new round is slower than its slowest old one.
 *
 * The yardsticks are `reference` and `read only`, each timed next to the contender in every round, which is a process of
 * its own: a time is divided by the yardstick's of the same round, so that a machine which drifts between rounds or runs
 * cancels out. There are two because one alone may move: a new reference is no fault of the others, and memory may be
 * busy while the processor is not. `reference` itself is measured by `read only` and the clock; what slows all backends
 * alike shows there. `read only` runs none of the project's code and gets no verdict. Faster is the mirror image.
 *
 * @param threshold 0.1: 10 % slower is still the same
 */
export function compareRecords(before: TimedCases, after: TimedCases, threshold: number): Comparison {
  const changes = [...after.cases].flatMap(([caseName, now]) => {
    const old = before.cases.get(caseName) ?? new Map<string, readonly number[]>();
    return [...now.keys()]
      .filter((contender) => contender !== READ && old.has(contender))
      .map((contender) => ({ case: caseName, ...compareContender(contender, old, now, threshold) }));
  });
  return { changes, onlyOld: missingFrom(after, before), onlyNew: missingFrom(before, after) };
}

function compareContender(
  contender: string,
  old: Rounds,
  now: Rounds,
  threshold: number,
): Omit<Change, "case"> {
  const yardsticks = contender === REFERENCE ? [CLOCK, READ] : [REFERENCE, READ];
  const changes = yardsticks.map((yardstick) => {
    const [before, after] = [lengths(contender, yardstick, old), lengths(contender, yardstick, now)];
    return {
      yardstick,
      ratio: medianOf(after) / medianOf(before),
      apart: Math.min(...after) > Math.max(...before) || Math.max(...after) < Math.min(...before),
    };
  });
  const all = (isSo: (ratio: number) => boolean): boolean =>
    changes.every(({ ratio, apart }) => apart && isSo(ratio));
  return {
    contender,
    oldSeconds: medianOf(old.get(contender) as readonly number[]),
    newSeconds: medianOf(now.get(contender) as readonly number[]),
    verdict: all((ratio) => ratio > 1 + threshold)
      ? "slower"
      : all((ratio) => 1 / ratio > 1 + threshold)
        ? "faster"
        : "same",
    changes,
  };
}

/** A contender's time in each round, in lengths of the yardstick of that round. */
function lengths(contender: string, yardstick: string, rounds: Rounds): number[] {
  const unit = rounds.get(yardstick);
  return (rounds.get(contender) as readonly number[]).map((seconds, round) => seconds / (unit?.[round] ?? 1));
}

/** The cases and contenders that `other` has and `side` lacks. */
function missingFrom(side: TimedCases, other: TimedCases): string[] {
  return [...other.cases].flatMap(([name, contenders]) => {
    const present = side.cases.get(name);
    if (present === undefined) return [name];
    return [...contenders.keys()]
      .filter((contender) => !present.has(contender))
      .map((contender) => `${name}: ${contender}`);
  });
}
