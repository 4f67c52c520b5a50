import { ComponentScorer } from "../../src/components/index.js";
import { isMaskscoreError, SegmentationScorer, ThresholdScorer } from "../../src/index.js";
import { DetectionScorer } from "../../src/instances/index.js";
import { type PanopticImage, PanopticScorer } from "../../src/panoptic/index.js";
import { BoundaryScorer, SurfaceScorer } from "../../src/surfaces/index.js";
import { type ForgedJson, forgedBytes } from "../helpers/forgedState.js";
import { sameBits } from "../helpers/sameBits.js";
import { finding, type FuzzTarget } from "./fuzzTarget.js";
import { requireGoodText } from "./goodText.js";
import { joined, mutateBytes } from "./mutateBytes.js";
import { mutateJson } from "./mutateJson.js";
import type { Random } from "./random.js";
import { sha256 } from "../../src/run/sha256.js";

const DIGEST_BYTES = 32;

/**
 * A state that anyone may have changed, digests made right again, is refused with a sentence, or read as one that is written
 * again as it came. An input is a state's bytes, or its JSON.
 */
export const states: FuzzTarget = {
  name: "states",
  make(random) {
    const scorer = random.chance(0.5) ? madeGridScorer(random) : madeScorer(random);
    const json = JSON.parse(JSON.stringify(scorer)) as unknown;
    if (random.chance(0.3)) return new TextEncoder().encode(JSON.stringify(mutateJson(json, random)));
    // Of the others no bytes are made here but those that they write.
    if (scorer instanceof SegmentationScorer && random.chance(0.5)) {
      try {
        // By way of its text, which has no infinite numbers: a state has no bytes for them.
        return forgedBytes(JSON.parse(JSON.stringify(mutateJson(json, random))) as ForgedJson);
      } catch {
        // Changed so much that it has no bytes at all.
      }
    }
    const content = mutateBytes(scorer.toBytes().slice(0, -DIGEST_BYTES), random);
    return joined(content, sha256(content));
  },
  check(input) {
    const before = input.slice();
    const isJson = input[0] === 0x7b || input[0] === 0x5b || input[0] === 0x22;
    const text = new TextDecoder().decode(input);
    for (const kind of SCORERS) {
      const read = attempt(() => (isJson ? kind.fromJSON(text) : kind.fromBytes(input)));
      if (read !== undefined) requireSameAgain(read, isJson ? text : input);
    }
    if (!sameBits(input, before)) throw finding("the state's bytes were changed");
  },
};

interface SealedJson {
  readonly version: number;
  readonly digest: string;
  readonly seal: string;
}

const SCORERS = [
  SegmentationScorer,
  ThresholdScorer,
  ComponentScorer,
  PanopticScorer,
  BoundaryScorer,
  SurfaceScorer,
  DetectionScorer,
] as const;

type Scorer = InstanceType<(typeof SCORERS)[number]>;

function madeScorer(random: Random): Scorer {
  const images = random.integer(4);
  if (random.chance(0.25)) return madeDetectionScorer(random, images);
  if (random.chance(0.25)) {
    const scorer = new ThresholdScorer({ bins: 4 });
    for (let i = 0; i < images; i++) {
      const probabilities = Float32Array.from({ length: 9 }, () => random.integer(5) / 4);
      const truth = Uint8Array.from({ length: 9 }, () => random.integer(2));
      scorer.update(truth, probabilities, { id: `image ${i}` });
    }
    return scorer;
  }
  const scorer = new SegmentationScorer({
    numClasses: 3,
    ignoreIndex: 255,
    ...(random.chance(0.5) && { voidPredictions: "miss" }),
    ...(random.chance(0.5) && { classNames: ["road", "car", "sky"] }),
  });
  for (let i = 0; i < images; i++) {
    const side = (): Uint8Array => Uint8Array.from({ length: 12 }, () => random.pick([0, 0, 1, 2, 255]));
    const truth = side();
    const predicted = side().map((label) =>
      label === 255 && scorer.settings.voidPredictions !== "miss" ? 0 : label,
    );
    scorer.update(truth, predicted, { id: `image ${i}`, weight: 1 + random.integer(3) });
  }
  return scorer;
}

function madeDetectionScorer(random: Random, images: number): Scorer {
  const scorer = new DetectionScorer({
    task: "boxes",
    categories: [1, 2],
    convention: random.pick(["coco", "lvis", "voc2007"]),
    perCategory: random.chance(0.8),
  });
  const columns = (count: number): { readonly categoryIds: number[]; readonly boxes: number[] } => ({
    categoryIds: Array.from({ length: count }, () => random.integer(3)),
    boxes: Array.from({ length: 4 * count }, () => random.integer(60)),
  });
  for (let i = 0; i < images; i++) {
    const [truths, found] = [columns(random.integer(4)), columns(random.integer(5))];
    const crowds = truths.categoryIds.map(() => random.integer(2));
    const scores = found.categoryIds.map(() => random.integer(4) / 4);
    const told = { id: `image ${i}`, weight: 1 + random.integer(3) };
    scorer.update({ ...truths, crowds }, { ...found, scores }, told);
  }
  return scorer;
}

/** A scorer of what is seen as a grid. */
function madeGridScorer(random: Random): Scorer {
  const scorer = random.pick([
    new ComponentScorer({ numClasses: 3, minPixels: 1 + random.integer(2) }),
    new ComponentScorer({ numClasses: 3, surfaces: { tolerances: [1] } }),
    new PanopticScorer({
      categories: [
        { id: 1, isThing: true },
        { id: 2, isThing: false },
      ],
    }),
    new BoundaryScorer({ numClasses: 3, distance: 1 + random.integer(2) }),
    new SurfaceScorer({ numClasses: 3, tolerances: [1], edges: random.pick(["erosion", "surfels"]) }),
  ]);
  const images = random.integer(3);
  for (let i = 0; i < images; i++) {
    const side = (): Uint8Array => Uint8Array.from({ length: 12 }, () => random.pick([0, 0, 1, 1, 2]));
    const [truth, predicted] = [side(), side()];
    const told = { id: `image ${i}`, weight: 1 + random.integer(3) };
    const [width, height] = [4, 3];
    if (scorer instanceof PanopticScorer) {
      const image = (map: Uint8Array): PanopticImage => ({
        map,
        width,
        height,
        segments: [...new Set(map)].filter((id) => id > 0).map((id) => ({ id, categoryId: id })),
      });
      scorer.update(image(truth), image(predicted), told);
    } else if (scorer instanceof BoundaryScorer) scorer.update(truth, predicted, { ...told, width, height });
    else scorer.update(truth, predicted, { ...told, shape: [height, width] });
  }
  return scorer;
}

function attempt(read: () => Scorer): Scorer | undefined {
  try {
    return read();
  } catch (error) {
    if (!isMaskscoreError(error)) throw finding(`no error of the library: ${String(error)}`, error);
    requireGoodText(error.message);
    return undefined;
  }
}

/** What was read is what was written: nothing dropped, nothing made up. States of version 1 are written as version 2. */
function requireSameAgain(scorer: Scorer, written: string | Uint8Array): void {
  if (scorer instanceof ThresholdScorer) scorer.curves();
  else scorer.compute();
  const json = JSON.stringify(scorer);
  const again = scorer.toBytes();
  const same = SCORERS.find((kind) => scorer instanceof kind) as (typeof SCORERS)[number];
  if (JSON.stringify(same.fromBytes(again)) !== json) throw finding("other JSON after a trip through bytes");
  if (!sameBits(same.fromJSON(json).toBytes(), again)) throw finding("other bytes after a trip through JSON");
  if (typeof written !== "string") {
    if (isVersion2(written) && !sameBits(again, written)) throw finding("other bytes than were read");
    return;
  }
  const given = JSON.parse(written) as SealedJson;
  const read = JSON.parse(json) as SealedJson;
  if (given.version === 2 && (given.digest !== read.digest || given.seal !== read.seal)) {
    throw finding("other digests than were read");
  }
}

function isVersion2(bytes: Uint8Array): boolean {
  // The format's name, with its length before it, then the version.
  return bytes["maskscore-state".length + 1] === 2;
}
