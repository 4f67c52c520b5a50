import { type FolderMask, type MaskFolder, stemOf } from "./maskNames.js";
import { keyMaker, type NameRule, visibleForm } from "./nameRule.js";

/** Masks by what is compared of their names. */
export type KeyedMasks = ReadonlyMap<string, FolderMask>;

/** Two masks of a side that have one name. */
export interface Twins {
  readonly folder: MaskFolder;
  readonly twins: readonly [FolderMask, FolderMask];
  readonly key: string;
}

/** Which masks belong together by a rule. */
export interface Partners {
  readonly truth: KeyedMasks;
  readonly prediction: KeyedMasks;
  /** The truth's mask -> the prediction. */
  readonly partners: ReadonlyMap<FolderMask, FolderMask>;
  /** Those whose names differ, but not on a screen. */
  readonly lookalikes: ReadonlyMap<FolderMask, FolderMask>;
  /** What has no partner. */
  readonly alone: AloneMasks;
}

/** Masks of both sides, by their names. */
export interface AloneMasks {
  readonly truth: KeyedMasks;
  readonly prediction: KeyedMasks;
}

/**
 * Each truth's partner by a rule: by the paths in the folders, or, where these leave some alone, by the stems (names
 * without folders), if each is there once; of those that are still alone, by what can be seen of their names.
 */
export function partnersBy(truth: MaskFolder, prediction: MaskFolder, rule: NameRule): Partners | Twins {
  const keyOf = keyMaker(rule);
  const truths = keyed(truth, keyOf);
  if ("twins" in truths) return truths;
  const predictions = keyed(prediction, keyOf);
  if ("twins" in predictions) return predictions;
  const partners = byPathOrStem(truths, predictions);
  const alone = aloneBeside(partners, { truth: truths, prediction: predictions });
  const lookalikes = lookalikesOf(truth, prediction, alone);
  if ("twins" in lookalikes) return lookalikes;
  const found = { truth: truths, prediction: predictions, lookalikes };
  if (lookalikes.size === 0) return { ...found, partners, alone };
  return {
    ...found,
    partners: new Map([...partners, ...lookalikes]),
    alone: aloneBeside(lookalikes, alone),
  };
}

/** Those of the masks that have no partner. */
function aloneBeside(
  partners: ReadonlyMap<FolderMask, FolderMask>,
  { truth, prediction }: AloneMasks,
): AloneMasks {
  const without = (masks: KeyedMasks, isPaired: (mask: FolderMask) => boolean): KeyedMasks => {
    const left = new Map<string, FolderMask>();
    for (const [key, mask] of masks) if (!isPaired(mask)) left.set(key, mask);
    return left;
  };
  const used = new Set(partners.values());
  return {
    truth: without(truth, (mask) => partners.has(mask)),
    prediction: without(prediction, (mask) => used.has(mask)),
  };
}

function keyed(folder: MaskFolder, keyOf: (relative: string) => string): Map<string, FolderMask> | Twins {
  const found = new Map<string, FolderMask>();
  for (const mask of folder.masks) {
    const key = keyOf(mask.relative);
    const twin = found.get(key);
    if (twin !== undefined) return { folder, twins: [twin, mask], key };
    found.set(key, mask);
  }
  return found;
}

function byPathOrStem(truths: KeyedMasks, predictions: KeyedMasks): Map<FolderMask, FolderMask> {
  const byPath = joined(truths, predictions);
  if (byPath.size === truths.size && byPath.size === predictions.size) return byPath;
  const [a, b] = [stemsOf(truths), stemsOf(predictions)];
  if (a.size < truths.size || b.size < predictions.size) return byPath;
  const byStem = joined(a, b);
  return byStem.size > byPath.size ? byStem : byPath;
}

function joined(truths: KeyedMasks, predictions: KeyedMasks): Map<FolderMask, FolderMask> {
  const partners = new Map<FolderMask, FolderMask>();
  for (const [key, mask] of truths) {
    const partner = predictions.get(key);
    if (partner !== undefined) partners.set(mask, partner);
  }
  return partners;
}

function stemsOf(masks: KeyedMasks): KeyedMasks {
  return new Map([...masks].map(([key, mask]) => [stemOf(key), mask]));
}

/** Of those that have no partner: by what can be seen of their names. */
function lookalikesOf(
  truth: MaskFolder,
  prediction: MaskFolder,
  alone: AloneMasks,
): Map<FolderMask, FolderMask> | Twins {
  if (alone.truth.size === 0 || alone.prediction.size === 0) return new Map();
  if (isPlain(alone.truth) && isPlain(alone.prediction)) return new Map();
  const truths = new Map<string, FolderMask>();
  const predictions = new Map<string, FolderMask>();
  const seen = (side: KeyedMasks): Set<string> => new Set([...side.keys()].map(visibleForm));
  for (const [folder, side, visible, others] of [
    [truth, alone.truth, truths, seen(alone.prediction)],
    [prediction, alone.prediction, predictions, seen(alone.truth)],
  ] as const) {
    for (const [key, mask] of side) {
      const shown = visibleForm(key);
      const twin = visible.get(shown);
      // Two that nothing on the other side could belong to are only missing there.
      if (twin !== undefined && others.has(shown)) return { folder, twins: [twin, mask], key: shown };
      visible.set(shown, mask);
    }
  }
  return byPathOrStem(truths, predictions);
}

/** Whether what can be seen of names is all that there is. */
function isPlain(masks: KeyedMasks): boolean {
  for (const key of masks.keys()) if (visibleForm(key) !== key) return false;
  return true;
}
