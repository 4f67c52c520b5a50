import { describe, listNames } from "../../src/errors/describe.js";
import type { Side } from "../../src/errors/problem.js";
import { DatasetError, type Remedy } from "../errors/problem.js";
import { type FolderMask, type MaskFolder, nameOf } from "./maskNames.js";
import type { NameRule } from "./nameRule.js";
import { type Partners, partnersBy, type Twins } from "./partners.js";
import { namingCures, remedyFor } from "./pairingCures.js";

export type { FolderMask, MaskFolder } from "./maskNames.js";

export interface MatchOptions extends NameRule {
  /** Masks may be without a partner: they are told of. */
  readonly allowMissing: boolean;
  /** Of predictions those without a truth are not told of: more of them were made than are scored. */
  readonly isPartOfPredictions: boolean;
}

/** Two masks that belong together. */
export interface MaskPair {
  /** The truth's name: the same image has the same whatever the model. */
  readonly id: string;
  readonly truth: FolderMask;
  readonly prediction: FolderMask;
}

/** Which masks belong together. */
export interface MatchedNames {
  readonly pairs: readonly MaskPair[];
  /** What is to be known of the names, and what has no partner, in words. */
  readonly notes: readonly string[];
  /** What would pair more; none where all that is on one side is paired. */
  readonly cure: readonly Remedy[];
}

/**
 * Each truth's partner by its name: see partnersBy.
 *
 * @throws {DatasetError} a mask has no partner, and allowMissing is not set; or none has one; or two of a side have one name
 */
export function matchNames(truth: MaskFolder, prediction: MaskFolder, options: MatchOptions): MatchedNames {
  if (options.match.length > 0) {
    requireNames(truth, "groundTruth", options);
    requireNames(prediction, "prediction", options);
  }
  const found = partnersBy(truth, prediction, options);
  if ("twins" in found) {
    throw twinError(found, found.folder === truth ? "groundTruth" : "prediction", options.match);
  }
  const sides = { truth, prediction, isPartOfPredictions: options.isPartOfPredictions };
  const { alone } = found;
  const missing = [
    missingWords(alone.truth, truth, prediction),
    options.isPartOfPredictions ? undefined : missingWords(alone.prediction, prediction, truth),
  ].filter((words) => words !== undefined);
  const [first] = missing;
  if (first !== undefined && !options.allowMissing) {
    throw new DatasetError({
      code: "mask-without-partner",
      got: first,
      cure: remedyFor(sides, options, found),
    });
  }
  if (found.partners.size === 0) {
    throw new DatasetError({
      code: "no-pair",
      got: `${truth.path} and ${prediction.path} have no two files of one name`,
      cure: remedyFor(sides, options, found),
    });
  }
  return {
    pairs: truth.masks.flatMap((mask) => {
      const partner = found.partners.get(mask);
      return partner === undefined
        ? []
        : [{ id: nameOf(mask.relative, options.strip), truth: mask, prediction: partner }];
    }),
    notes: [...lookalikeNotes(found), ...missing.map((words) => `not scored: ${words}`)],
    cure: missing.length < 2 ? [] : namingCures(sides, options, found),
  };
}

function missingWords(alone: Partners["truth"], from: MaskFolder, to: MaskFolder): string | undefined {
  return alone.size === 0
    ? undefined
    : `${to.path} has no mask for ${alone.size} of the ${from.masks.length} in ${from.path}: ${listNames([...alone.values()].map(({ path }) => path))}`;
}

function lookalikeNotes({ lookalikes }: Partners): string[] {
  const [first] = lookalikes;
  if (first === undefined) return [];
  const [mask, partner] = first;
  const more = lookalikes.size - 1;
  return [
    `paired, as they look the same, though written in other characters: ${spelled(mask.path)} and ${spelled(partner.path)}${more > 0 ? `, and ${more} more` : ""}`,
  ];
}

/** With the code of each character that is none of ASCII. */
function spelled(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** The images' names must differ whatever else does not count. */
function requireNames(folder: MaskFolder, side: Side, options: NameRule): void {
  const seen = new Map<string, FolderMask>();
  for (const mask of folder.masks) {
    const key = nameOf(mask.relative, options.strip);
    const twin = seen.get(key);
    if (twin !== undefined) throw twinError({ folder, twins: [twin, mask], key }, side, []);
    seen.set(key, mask);
  }
}

function twinError({ twins, key }: Twins, side: Side, match: NameRule["match"]): DatasetError {
  const [one, other] = twins.map(({ path }) => path);
  const by = match.length === 0 ? "" : ` by "${match.join('", "')}"`;
  return new DatasetError({
    code: "name-twice",
    got: `${one} and ${other} are masks of one name${by}, ${describe(key)}: which of them is meant cannot be told`,
    cure: [{ do: "choose-mask", side }],
  });
}
