import { folderWordsFor, stripWordsFor } from "./affixes.js";
import { type FolderMask, type MaskFolder, stemOf } from "./maskNames.js";
import {
  isChanged,
  keyMaker,
  NAME_RULES,
  type NameRule,
  type NameRuleWord,
  visibleForm,
} from "./nameRule.js";
import { type Partners, partnersBy } from "./partners.js";

/** A rule that would pair masks. */
export interface FoundRule {
  /** What has to be added to the rule that there is. */
  readonly added: NameRule;
  /** The truth's mask -> the prediction. */
  readonly partners: ReadonlyMap<FolderMask, FolderMask>;
  /** Whether it leaves none alone. */
  readonly isWhole: boolean;
}

/** What is to be paired. */
export interface Sides {
  readonly truth: MaskFolder;
  readonly prediction: MaskFolder;
  /** Predictions of which the truth has nothing are none too many. */
  readonly isPartOfPredictions: boolean;
}

/** Rules that pair as many masks, but others. */
const MOST_ALIKE = 3;

/**
 * The rules that would pair all masks with as few additions as possible, each of which pairs them otherwise; where none pairs
 * all, those that pair most, if they pair more than there are pairs by now and at least half of what could be.
 *
 * @param current what is paired by the rule that there is
 */
export function findRules(sides: Sides, rule: NameRule, current: Partners): FoundRule[] {
  const search = new RuleSearch(sides, rule, current);
  const isLikely = (found: FoundRule): boolean => !isOneOdd(found, current.partners.size);
  // The fewest additions first; all that is left off counts as one.
  for (let size = 1; size <= NAME_RULES.length + 1; size++) {
    const whole = distinct(search.rulesOf(size).filter((found) => found.isWhole && isLikely(found)));
    if (whole.length > 0) return whole;
  }
  const fewest = Math.min(sides.truth.masks.length, sides.prediction.masks.length);
  const enough = Math.max(current.partners.size + 1, Math.ceil(fewest / 2));
  const likely = search.tried.filter((found) => found.partners.size >= enough && isLikely(found));
  const most = Math.max(...likely.map(({ partners }) => partners.size));
  return distinct(likely.filter(({ partners }) => partners.size === most)).slice(0, MOST_ALIKE);
}

/** One more pair beside others, of names that share a part: b_1 and c_1 beside a_1 and a_1, which are of two images. */
function isOneOdd({ added, partners }: FoundRule, before: number): boolean {
  return before > 0 && partners.size === before + 1 && added.strip.length > 1;
}

/** Names that a rule leaves alone, as far as they can be seen. */
interface AloneNames {
  readonly truth: readonly string[];
  readonly prediction: readonly string[];
}

class RuleSearch {
  /** All that were tried and give no two masks of a side one name; the fewest additions first. */
  readonly tried: FoundRule[] = [];
  readonly #sides: Sides;
  readonly #rule: NameRule;
  /** Differences that there are, and that count by now. */
  readonly #free: readonly NameRuleWord[];
  /** Of the differences that are tried next with what is left off: what they leave alone. */
  #alone: (readonly [readonly NameRuleWord[], AloneNames])[];

  constructor(sides: Sides, rule: NameRule, current: Partners) {
    this.#sides = sides;
    this.#rule = rule;
    this.#alone = [[[], aloneIn(current)]];
    const names = [sides.truth, sides.prediction].flatMap(({ masks }) => masks);
    this.#free = NAME_RULES.filter(
      (word) => !rule.match.includes(word) && names.some(({ relative }) => isChanged(relative, word)),
    );
  }

  rulesOf(size: number): FoundRule[] {
    const start = this.tried.length;
    const smaller = this.#alone;
    this.#alone = choicesOf(this.#free, size).map((match) => [match, this.#try({ match, strip: [] })]);
    for (const [match, alone] of smaller) this.#tryStripping(match, alone);
    return this.tried.slice(start);
  }

  #tryStripping(match: readonly NameRuleWord[], { truth, prediction }: AloneNames): void {
    const start = this.tried.length;
    for (const strip of stripWordsFor(truth, prediction)) this.#try({ match, strip });
    // Where folders do not count, there are none to leave off.
    const isFlat = match.includes("flat") || this.#rule.match.includes("flat");
    const folders = isFlat ? [] : folderWordsFor(truth, prediction);
    if (folders.length === 0 || this.tried.slice(start).some(({ isWhole }) => isWhole)) return;
    const left = this.#try({ match, strip: folders });
    for (const strip of stripWordsFor(left.truth, left.prediction)) {
      this.#try({ match, strip: [...folders, ...strip] });
    }
  }

  /** @returns what stays alone */
  #try(added: NameRule): AloneNames {
    const { truth, prediction, isPartOfPredictions } = this.#sides;
    const rule = {
      match: [...this.#rule.match, ...added.match],
      strip: [...this.#rule.strip, ...added.strip],
    };
    const keyOf = keyMaker(rule);
    const keys = {
      truth: truth.masks.map(({ relative }) => visibleForm(keyOf(relative))),
      prediction: prediction.masks.map(({ relative }) => visibleForm(keyOf(relative))),
    };
    if (!isPromising(keys)) return keys;
    const found = partnersBy(truth, prediction, rule);
    if ("twins" in found) return keys;
    const { partners } = found;
    const isWhole =
      partners.size === truth.masks.length &&
      (isPartOfPredictions || partners.size === prediction.masks.length);
    this.tried.push({ added, partners, isWhole });
    return aloneIn(found);
  }
}

/** Names by which it is seen whether a rule is worth trying on all, and the share of them that it must pair. */
const SAMPLE = 200;
const PROMISING_SHARE = 0.4;

function isPromising({ truth, prediction }: AloneNames): boolean {
  const [fewer, more] = truth.length <= prediction.length ? [truth, prediction] : [prediction, truth];
  const step = Math.max(1, Math.floor(fewer.length / SAMPLE));
  const sample = fewer.filter((_, i) => i % step === 0);
  const sought = new Set(sample.flatMap((key) => [key, stemOf(key)]));
  const found = new Set<string>();
  for (const key of more) {
    if (sought.has(key) || sought.has(stemOf(key))) found.add(stemOf(key));
  }
  return found.size >= PROMISING_SHARE * new Set(sample.map(stemOf)).size;
}

function aloneIn({ alone: { truth, prediction } }: Partners): AloneNames {
  return {
    truth: [...truth.keys()].map(visibleForm),
    prediction: [...prediction.keys()].map(visibleForm),
  };
}

/** The sets of so many of the words. */
function choicesOf<T>(words: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return words.flatMap((word, i) => choicesOf(words.slice(i + 1), size - 1).map((rest) => [word, ...rest]));
}

/** Of rules that pair alike the first. */
function distinct(rules: readonly FoundRule[]): FoundRule[] {
  const found: FoundRule[] = [];
  for (const rule of rules) {
    const isAlike = found.some(({ partners }) =>
      [...partners].every(([mask, partner]) => rule.partners.get(mask) === partner),
    );
    if (!isAlike) found.push(rule);
  }
  return found;
}
