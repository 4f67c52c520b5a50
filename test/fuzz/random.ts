import { seededRandom } from "../../app/samples/seededRandom.js";

/** Choices of a case, all from one seed. */
export interface Random {
  /** 0..below-1 */
  readonly integer: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
}

/** The random numbers of a case: those of neighbouring cases have nothing in common. */
export function randomOf(seed: number, caseIndex: number): Random {
  const next = seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(caseIndex + 1, 0x85ebca6b));
  const integer = (below: number): number => Math.floor(next() * below);
  return {
    integer,
    chance: (probability) => next() < probability,
    pick: (from) => {
      if (from.length === 0) throw new Error("nothing to pick from");
      return from[integer(from.length)] as (typeof from)[number];
    },
  };
}
