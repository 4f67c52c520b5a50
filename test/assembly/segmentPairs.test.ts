import { describe, expect, it } from "vitest";
import { seededRandom } from "../../app/samples/seededRandom.js";
import { PairTable } from "../../src/measures/panoptic/segmentPairs.js";
import { BUILDS, loadVolumesBuild } from "../helpers/builds.js";
import { GuardedMemory } from "../helpers/guarded.js";

type Pairs = ReadonlyMap<string, number>;

function plainly(truth: readonly number[], predicted: readonly number[]): Pairs {
  const pairs = new Map<string, number>();
  truth.forEach((id, i) => {
    const pair = `${id >>> 0} ${(predicted[i] as number) >>> 0}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  });
  return pairs;
}

/** Ids in runs of up to `longest`, from a few that are small, neighbours, or beyond 2^31. */
function ids(length: number, longest: number, seed: number): number[] {
  const random = seededRandom(seed);
  const known = [0, 1, 2, 3, 2 ** 24, 2 ** 31, 2 ** 32 - 1, 2 ** 32 - 2];
  const all: number[] = [];
  while (all.length < length) {
    const id = known[Math.floor(random() * known.length)] as number;
    all.push(...Array<number>(1 + Math.floor(random() * longest)).fill(id));
  }
  return all.slice(0, length);
}

describe.each(BUILDS)("segmentPairs, %s build", (build) => {
  const kernels = loadVolumesBuild(build);

  function run(
    truth: readonly number[],
    predicted: readonly number[],
    capacity: number,
    skew = 0,
  ): { readonly counted: number; readonly used: number; readonly pairs: Pairs } {
    const memory = new GuardedMemory(kernels);
    const truthPtr = memory.input(Uint32Array.from(truth), skew);
    const predictedPtr = memory.input(Uint32Array.from(predicted), skew * 2);
    const tablePtr = memory.output(16 + capacity * 16);
    const counted = kernels.segmentPairs(truthPtr, predictedPtr, truth.length, tablePtr, capacity);
    memory.check();
    const table = new Uint32Array(memory.read(tablePtr, 16 + capacity * 16));
    const pairs = new Map<string, number>();
    for (let at = 4; at < table.length; at += 4) {
      if (table[at + 2] !== 0)
        pairs.set(`${table[at] as number} ${table[at + 1] as number}`, table[at + 2] as number);
    }
    return { counted: counted >>> 0, used: table[0] as number, pairs };
  }

  it.each([0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 257])("counts %i pixels", (length) => {
    for (const longest of [1, 3, 20]) {
      for (const skew of [0, 1]) {
        const [truth, predicted] = [ids(length, longest, length + 1), ids(length, longest, length + 2)];
        const wanted = plainly(truth, predicted);
        expect(run(truth, predicted, 256, skew)).toEqual({
          counted: length,
          used: wanted.size,
          pairs: wanted,
        });
      }
    }
  });

  it("stops where the table is three quarters full, and says where", () => {
    const truth = Array.from({ length: 20 }, (_, i) => i >> 1);
    // Of 8 entries 6 may be taken: 12 pixels, two each.
    expect(run(truth, truth, 8)).toEqual({
      counted: 12,
      used: 6,
      pairs: plainly(truth.slice(0, 12), truth.slice(0, 12)),
    });
  });

  it("tells pairs apart that are one another's mirror", () => {
    const [truth, predicted] = [ids(500, 1, 5), ids(500, 1, 6)];
    expect(run([...truth, ...predicted], [...predicted, ...truth], 256).pairs).toEqual(
      plainly([...truth, ...predicted], [...predicted, ...truth]),
    );
  });
});

it("a PairTable grows", () => {
  const table = new PairTable();
  for (let i = 0; i < 5000; i++) table.add(i % 2500, (i % 2500) * 65_537, 2);
  const { length, pixels, groundTruth, prediction } = table.pairs();
  expect(length).toBe(2500);
  expect(new Set(pixels)).toEqual(new Set([4]));
  expect(groundTruth.every((id, i) => prediction[i] === id * 65_537)).toBe(true);
});
