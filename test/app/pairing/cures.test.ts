import { describe, expect, it } from "vitest";
import { DatasetError, type Remedy } from "../../../app/errors/problem.js";
import type { MaskFolder } from "../../../app/pairing/maskNames.js";
import { type MatchedNames, matchNames } from "../../../app/pairing/matchNames.js";
import type { NameRule, NameRuleWord } from "../../../app/pairing/nameRule.js";
import { pageWords } from "../../../page/src/score/pageWords.js";
import { COMMAND } from "../../../cli/commandWords.js";
import { wordsOf } from "../../../app/errors/words.js";

const NO_RULE: NameRule = { match: [], strip: [] };

function side(path: string, names: readonly string[]): MaskFolder {
  return { path, masks: names.map((relative) => ({ relative, path: `${path}/${relative}` })) };
}

function match(
  truth: readonly string[],
  prediction: readonly string[],
  rule: NameRule = NO_RULE,
  allowMissing = false,
): MatchedNames {
  const options = { ...rule, allowMissing, isPartOfPredictions: false };
  return matchNames(side("t", truth), side("p", prediction), options);
}

/** The predictions' names by the truths', of what is paired. */
function pairsOf({ pairs }: MatchedNames): string[][] {
  return pairs.map(({ truth, prediction }) => [truth.relative, prediction.relative]);
}

function refused(...args: Parameters<typeof match>): DatasetError {
  try {
    match(...args);
  } catch (error) {
    if (error instanceof DatasetError) return error;
    throw error;
  }
  throw new Error("they are paired");
}

type NameCure = Extract<Remedy, { do: "match-names" }>;

function nameCures({ problem }: DatasetError): NameCure[] {
  return (problem.cure ?? []).filter((remedy) => remedy.do === "match-names");
}

const numbered = (name: (padded: string, plain: number) => string): string[] =>
  Array.from({ length: 12 }, (_, i) => name(String(i + 1).padStart(4, "0"), i + 1));
const scene = (i: number): string => (i % 2 === 0 ? "bear" : "camel");

/** Truth, predictions, and what is to be added for all of them to be paired. */
const NAMINGS: readonly (readonly [string, string[], string[], NameRuleWord[], string[]])[] = [
  ["zero padding", numbered((n) => `${n}.png`), numbered((_, n) => `${n}.png`), ["number"], []],
  ["zero padding within", numbered((n) => `a${n}b.png`), numbered((_, n) => `a${n}b.png`), ["number"], []],
  ["case", numbered((_, n) => `IMG_${n}.png`), numbered((_, n) => `img_${n}.png`), ["case"], []],
  [
    "nested and flat",
    numbered((n, i) => `${scene(i)}/${n}.png`),
    numbered((n, i) => `${scene(i)}_${n}.png`),
    ["flat"],
    [],
  ],
  ["dash and underscore", numbered((n) => `a-${n}.png`), numbered((n) => `a_${n}.png`), ["flat"], []],
  ["an ending", numbered((n) => `${n}.png`), numbered((n) => `${n}_pred.png`), [], ["_pred"]],
  ["a dash before an ending", numbered((n) => `${n}.png`), numbered((n) => `${n}-out.png`), [], ["-out"]],
  ["two endings", numbered((n) => `${n}_gt.png`), numbered((n) => `${n}_pred.png`), [], ["_gt", "_pred"]],
  [
    "endings of more than one part",
    numbered((n) => `ulm/ulm_${n}_gtFine_labelIds.png`),
    numbered((n) => `ulm_${n}_leftImg8bit.png`),
    [],
    ["_gtFine_labelIds", "_leftImg8bit"],
  ],
  ["an ending without a sign", numbered((n) => `f${n}.png`), numbered((n) => `f${n}Mask.png`), [], ["Mask"]],
  ["two endings of files", numbered((n) => `${n}.png`), numbered((n) => `${n}.png.npy`), [], [".png"]],
  [
    "several endings of files",
    numbered((n) => `${n}.png`),
    numbered((n, i) => `${n}${i % 2 === 0 ? ".png" : ".jpg"}.npy`),
    [],
    [".jpg", ".png"],
  ],
  [
    "beginnings",
    numbered((n) => `image_${n}.png`),
    numbered((n) => `mask_${n}.png`),
    [],
    ["image_*", "mask_*"],
  ],
  [
    "beginnings and endings",
    numbered((n) => `gt_${n}_label.png`),
    numbered((n) => `out_${n}_pred.png`),
    [],
    ["gt_*", "out_*", "_label", "_pred"],
  ],
  [
    "beginnings and zero padding",
    numbered((n) => `image_${n}.png`),
    numbered((_, n) => `mask_${n}.png`),
    ["number"],
    ["image_*", "mask_*"],
  ],
  [
    "folders in between",
    numbered((_, n) => `${scene(n)}/gt/${Math.floor(n / 2)}.png`),
    numbered((_, n) => `${scene(n)}/out/${Math.floor(n / 2)}.png`),
    [],
    ["gt/", "out/"],
  ],
  ["a folder for each image", numbered((n) => `${n}/mask.png`), numbered((n) => `${n}.png`), [], ["/mask"]],
  ["words for the shell", numbered((n) => `${n}.png`), numbered((n) => `${n} (it's).png`), [], [" (it's)"]],
  [
    "an ending, and Unicode's forms",
    numbered((n) => `Z\u00fcrich_${n}.png`),
    numbered((n) => `Zu\u0308rich_${n}_pred.png`),
    [],
    ["_pred"],
  ],
  [
    "all at once",
    numbered((n) => `A/${n}_GT.png`),
    numbered((_, n) => `a_${n}_gt.png`),
    ["number", "case", "flat"],
    [],
  ],
];

describe("names that differ", () => {
  it.each(NAMINGS)("by %s: the cure is told, and pairs all", (_, truth, prediction, words, strip) => {
    const cures = nameCures(refused(truth, prediction));
    expect(cures).toHaveLength(1);
    const [cure] = cures as [NameCure];
    expect({ match: cure.match, strip: cure.strip, isWhole: cure.isWhole, pairs: cure.pairs }).toEqual({
      match: words,
      strip,
      isWhole: true,
      pairs: 12,
    });
    const followed = pairsOf(match(truth, prediction, { match: words, strip }));
    expect(followed).toEqual(truth.map((name, i) => [name, prediction[i]]));
    expect(cure.examples).toEqual(
      followed.slice(0, 2).map(([name, partner]) => [`t/${name as string}`, `p/${partner as string}`]),
    );
  });

  it("by Unicode's forms, kinds of spaces or characters of no width are paired, and told", () => {
    const found = match(
      ["caf\u00e9.png", "a b.png", "c.png"],
      ["cafe\u0301.png", "a\u00a0b.png", "c\u200b.png"],
    );
    expect(found.pairs).toHaveLength(3);
    expect(found.notes).toEqual([
      "paired, as they look the same, though written in other characters: t/caf\\u{e9}.png and p/cafe\\u{301}.png, and 2 more",
    ]);
    expect(match(["x/caf\u00e9.png"], ["cafe\u0301.png"]).pairs).toHaveLength(1);
  });

  it("that are written alike go before those that only look alike", () => {
    const names = ["caf\u00e9.png", "cafe\u0301.png"];
    const found = match(names, names);
    expect(pairsOf(found)).toEqual(names.map((name) => [name, name]));
    expect(found.notes).toEqual([]);
  });
});

describe("what cannot be told is not guessed", () => {
  it.each([
    [["A.png", "a.png"], ["a.png"], "case", 't/A.png and t/a.png are masks of one name by "case", "a"'],
    [
      ["01.png"],
      ["1.png", "001.png"],
      "number",
      'p/1.png and p/001.png are masks of one name by "number", "1"',
    ],
    [
      ["a_b.png"],
      ["a/b.png", "a_b.png"],
      "flat",
      'p/a/b.png and p/a_b.png are masks of one name by "flat", "a_b"',
    ],
  ] as const)("%j and %j by %s", (truth, prediction, word, message) => {
    const error = refused(truth, prediction, { match: [word], strip: [] });
    expect(error.problem.code).toBe("name-twice");
    expect(error.message).toContain(message);
  });

  it("two that look alike, and one that could belong to either", () => {
    const error = refused(["caf\u00e9.png"], ["cafe\u0301.png", "caf\u00e9\u200b.png"]);
    expect(error.problem.code).toBe("name-twice");
  });

  it("rules that pair as much, and otherwise, are all told", () => {
    const truth = numbered((n) => n).flatMap((n) => [`${n}_color.png`, `${n}_label.png`]);
    const cures = nameCures(
      refused(
        truth,
        numbered((n) => `${n}_pred.png`),
      ),
    );
    expect(cures.map(({ strip, isWhole }) => ({ strip, isWhole }))).toEqual([
      { strip: ["_color", "_pred"], isWhole: false },
      { strip: ["_label", "_pred"], isWhole: false },
    ]);
  });

  it.each([
    [
      "nothing in common",
      numbered((_, n) => `x${n}.png`),
      numbered((_, n) => `${"abcdefghijklm"[n] ?? ""}.png`),
    ],
    ["numbers that begin elsewhere", numbered((_, n) => `${n}.png`), numbered((_, n) => `${n + 100}.png`)],
  ])("%s: pairs can only be listed", (_, truth, prediction) => {
    const { problem } = refused(truth, prediction);
    expect(problem.cure).toEqual([{ do: "list-pairs" }]);
    expect(wordsOf(problem, COMMAND)).toMatch(
      /; pass --pairs FILE with a line TRUTH,PREDICTION for each image$/,
    );
    expect(pageWords(new DatasetError(problem as never))).not.toContain(";");
  });

  it("another image beside those that are paired is no other name of one", () => {
    const names = numbered((_, n) => `a_${n}.png`);
    const { problem } = refused([...names, "b_1.png"], [...names, "c_1.png"]);
    expect(problem.cure).toEqual([{ do: "allow-missing" }]);
  });
});

describe("masks that are missing beside names that differ", () => {
  const truth = numbered((n) => `${n}_gt.png`);
  const prediction = numbered((n) => `${n}_pred.png`).slice(2);

  it("both options are told, and pair what there is", () => {
    const error = refused(truth, prediction);
    expect(wordsOf(error.problem, COMMAND)).toMatch(
      /; pass --strip _gt,_pred --allow-missing, which pairs 10: t\/0003_gt\.png with p\/0003_pred\.png, /,
    );
    expect(match(truth, prediction, { match: [], strip: ["_gt", "_pred"] }, true).pairs).toHaveLength(10);
  });

  it("the cure is told where the missing are allowed, too", () => {
    const { cure, pairs } = match([...truth, "a.png"], [...prediction, "a.png"], NO_RULE, true);
    expect(pairs).toHaveLength(1);
    expect(cure).toMatchObject([{ do: "match-names", strip: ["_gt", "_pred"], pairs: 11 }]);
  });

  it("the page says it in its own words", () => {
    expect(pageWords(refused(truth, prediction, NO_RULE, true))).toContain(
      'no two files of one name; set "Left off names" to _gt,_pred under "Which files belong together", which pairs 10: t/0003_gt.png with ',
    );
    const padded = refused(
      numbered((n) => n),
      numbered((_, n) => String(n)),
      NO_RULE,
      true,
    );
    expect(pageWords(padded)).toContain(
      '; choose "0001 is 1" under "Which files belong together", which pairs all 12: ',
    );
  });
});
