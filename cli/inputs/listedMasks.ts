import { wordsOfRemedies } from "../../app/errors/words.js";
import { decodeText } from "../../app/json/decodeText.js";
import type { MaskFolder } from "../../app/pairing/maskNames.js";
import { masksOfList, type NamedMasks } from "../../app/pairing/nameList.js";
import type { NameRule } from "../../app/pairing/nameRule.js";
import { partnersBy } from "../../app/pairing/partners.js";
import { namingCures } from "../../app/pairing/pairingCures.js";
import { describe, listNames } from "../../src/errors/describe.js";
import { COMMAND } from "../commandWords.js";
import { DataError } from "../exitCodes.js";
import { readBytes } from "./readBytes.js";

/**
 * Of the truth's masks those that a --list names.
 *
 * @throws {DataError} it names a mask that is not there, and allowMissing is not set; or one that could be two, or none
 */
export async function listedMasks(
  list: string,
  truth: MaskFolder,
  options: NameRule & { readonly allowMissing: boolean },
  note: (line: string) => void,
): Promise<MaskFolder> {
  const text = decodeText(await readBytes(list), false) ?? "";
  const named = masksOfList(text, truth, options);
  if (named.nameCount === 0) throw new DataError(`${list}: holds no name`);
  const [unclear] = named.ambiguous;
  if (unclear !== undefined) {
    const { name, line, masks } = unclear;
    throw new DataError(
      `${list}: line ${line}, ${describe(name)}, stands for ${masks[0].path} and ${masks[1].path}: write the folder before it, too`,
    );
  }
  const missing = missingWords(list, truth, named);
  if (missing !== undefined) {
    if (named.masks.length === 0 || !options.allowMissing) {
      throw new DataError(`${missing}; ${cureOf({ list, text, truth }, named, options)}`);
    }
    note(`not scored: ${missing}`);
  }
  return { ...truth, masks: named.masks };
}

function missingWords(
  list: string,
  truth: MaskFolder,
  { missing, nameCount }: NamedMasks,
): string | undefined {
  return missing.length === 0
    ? undefined
    : `${list}: ${truth.path} has no mask for ${missing.length} of its ${nameCount} names: ${listNames(missing.map(({ name, line }) => `${name} (line ${line})`))}`;
}

interface ReadList {
  readonly list: string;
  readonly text: string;
  readonly truth: MaskFolder;
}

function cureOf({ list, text, truth }: ReadList, { masks, missing }: NamedMasks, rule: NameRule): string {
  // As if each were a file.
  const listed = { path: list, masks: missing.map(({ name }) => ({ relative: `${name}.png`, path: name })) };
  const found = partnersBy(listed, truth, rule);
  const sides = { truth: listed, prediction: truth, isPartOfPredictions: true };
  const cures = ("twins" in found ? [] : namingCures(sides, rule, found)).filter((cure) => {
    if (cure.do !== "match-names" || !cure.isWhole) return false;
    const { match, strip } = cure;
    const named = masksOfList(text, truth, {
      match: [...rule.match, ...match],
      strip: [...rule.strip, ...strip],
    });
    return named.missing.length === 0 && named.ambiguous.length === 0;
  });
  if (cures.length > 0) return wordsOfRemedies(cures, COMMAND);
  if (masks.length > 0) return wordsOfRemedies([{ do: "allow-missing" }], COMMAND);
  return `the first mask there is ${truth.masks[0]?.relative ?? ""}`;
}
