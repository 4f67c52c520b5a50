import { summarise } from "../timing.js";
import type { Contender, Outcome, Sample } from "./contender.js";

/** The slow get fewer rounds: some take seconds a call. */
const ROUNDS = 5;
const ROUNDS_OF_THE_SLOW = 3;
const SLOW_SECONDS = 1;
const SECONDS_A_ROUND = 0.3;

/** A contender on its way through the rounds. */
interface Entrant {
  readonly contender: Contender;
  readonly deviation: number;
  readonly isSlow: boolean;
  /** Seconds of each call, by round. */
  readonly rounds: number[][];
  /** Set once it throws; it is not called again. */
  failure: string | undefined;
}

/**
 * Checks every contender's result, then times them in rounds, one after the other in each. A first round warms up and is
 * not counted; the slow ones are warm from the check.
 *
 * @param reference gives the result that is wanted of all; a contender, too
 * @param tolerance how far a number may be from the wanted one, relatively; 0: equal
 * @returns in the order of contenders; one that throws is there with its reason
 * @throws {Error} a contender gives a wrong result
 */
export async function measure(
  contenders: readonly Contender[],
  reference: Contender,
  tolerance: number,
): Promise<Outcome[]> {
  const wanted = (await sampleOnce(reference)).result;
  const entrants: Entrant[] = [];
  for (const contender of contenders) entrants.push(await check(contender, wanted, tolerance));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const entrant of entrants) {
      if (entrant.isSlow && (round === 0 || round > ROUNDS_OF_THE_SLOW)) continue;
      await addRound(entrant);
    }
    // Round 0 warms up.
    if (round === 0) for (const { rounds } of entrants) rounds.length = 0;
  }
  return entrants.map(({ contender: { name }, deviation, rounds, failure }) =>
    failure === undefined ? { name, seconds: summarise(rounds), deviation } : { name, failure },
  );
}

async function check(contender: Contender, wanted: ArrayLike<number>, tolerance: number): Promise<Entrant> {
  let sample;
  try {
    sample = await sampleOnce(contender);
  } catch (error) {
    return { contender, deviation: NaN, isSlow: false, rounds: [], failure: reasonOf(error) };
  }
  const deviation = largestDeviation(sample.result, wanted);
  if (!(deviation <= tolerance)) {
    throw new Error(`${contender.name} gives a wrong result: off by ${deviation}, ${tolerance} is allowed`);
  }
  return { contender, deviation, isSlow: sample.seconds > SLOW_SECONDS, rounds: [], failure: undefined };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Relative to what is wanted; NaN or Infinity where the numbers cannot be compared. */
export function largestDeviation(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (got.length !== wanted.length) return Infinity;
  const deviations = Array.from(wanted, (value, i) =>
    got[i] === value ? 0 : Math.abs((got[i] as number) - value) / Math.abs(value),
  );
  return Math.max(...deviations);
}

async function sampleOnce(contender: Contender): Promise<Sample> {
  await contender.prepare();
  return contender.sample();
}

/** Times at least one call. */
async function addRound(entrant: Entrant): Promise<void> {
  if (entrant.failure !== undefined) return;
  // Garbage that others left is collected now, and not in this contender's time.
  globalThis.gc?.();
  const times: number[] = [];
  let total = 0;
  try {
    await entrant.contender.prepare();
    // One call warms up the caches, which the contender before has filled. The slow ones do without: it would take too long.
    if (!entrant.isSlow) await entrant.contender.sample();
    while (total < SECONDS_A_ROUND) {
      const { seconds } = await entrant.contender.sample();
      times.push(seconds);
      total += seconds;
    }
  } catch (error) {
    entrant.failure = reasonOf(error);
    return;
  }
  entrant.rounds.push(times);
}
