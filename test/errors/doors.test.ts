import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  DatasetError,
  type JobErrorCode,
  type JobProblem,
  type Remedy,
  SettingsError,
} from "../../app/errors/problem.js";
import { scorerWords } from "../../app/errors/stateWords.js";
import { PRESETS } from "../../app/presets/presets.js";
import { COMMAND, commandWords } from "../../cli/commandWords.js";
import { inspectMask } from "../../app/job/inspectMask.js";
import { PAGE, pageWords } from "../../page/src/score/pageWords.js";
import { codesOf, DOCUMENT, errorsDocument } from "../../scripts/write-error-codes.js";
import { isMaskscoreError, type Problem } from "../../src/index.js";
import { errorOf as arrived, thrown } from "../../src/workers/requests.js";

/** One of each, so that every door says every one. */
const REMEDIES: { readonly [D in Remedy["do"]]: Extract<Remedy, { do: D }> } = {
  say: { do: "say", text: "save it again" },
  "set-class-count": { do: "set-class-count", numClasses: 22 },
  "ignore-label": { do: "ignore-label", label: 21 },
  "score-as-binary": { do: "score-as-binary" },
  "choose-dataset": { do: "choose-dataset", name: "camvid", title: "CamVid" },
  "use-train-ids": { do: "use-train-ids" },
  "name-colours": { do: "name-colours" },
  "miss-void": { do: "miss-void" },
  "decide-nodata": { do: "decide-nodata" },
  "ignore-placement": { do: "ignore-placement" },
  "resize-prediction": { do: "resize-prediction" },
  "raise-pixel-limit": { do: "raise-pixel-limit", pixels: 7 },
  "void-transparent": { do: "void-transparent" },
  "nearest-colour": { do: "nearest-colour" },
  "void-unlisted": { do: "void-unlisted" },
  "divide-side": { do: "divide-side", side: "groundTruth", divisor: 1000 },
  "set-threshold": {
    do: "set-threshold",
    threshold: { groundTruth: 0, prediction: 127 },
    why: "to tell them apart",
  },
  "set-low-bits": { do: "set-low-bits", choice: { groundTruth: "scaled", prediction: "raw" } },
  "allow-missing": { do: "allow-missing" },
  "match-names": {
    do: "match-names",
    match: ["number"],
    strip: ["_pred", "mask_*"],
    isWhole: false,
    pairs: 2,
    examples: [["t/01.png", "p/1_pred.png"]],
  },
  "list-pairs": { do: "list-pairs" },
  "choose-mask": { do: "choose-mask", side: "prediction" },
  "score-folder": { do: "score-folder", folder: "truth/val" },
  "leave-out-copies": {
    do: "leave-out-copies",
    side: "groundTruth",
    ending: "_color",
    pattern: "**/!(*_color).png",
  },
  "choose-folder": {
    do: "choose-folder",
    side: "prediction",
    path: "p",
    names: ["a/1", "b/1"],
    pattern: "a/*",
  },
};
const cure = Object.values(REMEDIES);
const told = { got: "what was seen", cure };
const label = { file: "p.png", label: 21, pixel: 9, size: [1, 3, 4], cure } as const;

const PROBLEMS: { readonly [C in JobErrorCode]: readonly Omit<JobProblem<C>, "code">[] } = {
  "file-unreadable": [told],
  "file-changed": [told],
  "file-damaged": [told],
  "file-truncated": [told],
  "file-unsupported": [told],
  "file-coloured": [told],
  "file-too-large": [told],
  "class-count-differs": [{ file: "p.npy", scores: 3, axes: "H x W x N = 2 x 2 x 3", numClasses: 2, cure }],
  "pair-sizes-differ": [{ file: "p.png", predicted: "2 x 2", groundTruth: "t.png", expected: "3 x 3", cure }],
  "stack-sizes-differ": [{ file: "p.npy", predicted: 3, groundTruth: "t.npy", expected: 4, cure }],
  "placement-differs": [
    { file: "p.nii", predicted: "here", groundTruth: "t.nii", expected: "there", distance: 1.5, cure },
  ],
  "label-out-of-range": [{ ...label, side: "groundTruth", numClasses: 21 }],
  "label-unmapped": [
    { ...label, side: "groundTruth", dataset: undefined },
    { ...label, side: "prediction", dataset: undefined },
    ...[...PRESETS.values()].flatMap(({ unknownLabel }) =>
      unknownLabel === undefined
        ? []
        : (["groundTruth", "prediction"] as const).map((side) => ({
            ...label,
            side,
            dataset: unknownLabel[side].is,
            cure: unknownLabel[side].cure ?? [],
          })),
    ),
  ],
  "nodata-is-class": [{ ...label, className: "ground" }],
  "threshold-missing": [told],
  "not-binary": [{ ...label, valueCount: 32, values: [{ value: 3, pixel: 9 }] }],
  "threshold-misfit": [{ file: "t.png", other: "p.png", threshold: 127, least: 0, largest: 1, cure }],
  "declared-void-predicted": [
    { file: "p.png", pixel: 9, size: [1, 3, 4], isTransparent: true, isUnlisted: true, cure },
    { file: "p.tif", pixel: 9, size: [1, 3, 4], isTransparent: false, isUnlisted: false, cure },
  ],
  "divided-no-labels": [{ file: "p.npy", cure }],
  "threshold-of-scores": [{ file: "p.npy", scores: 2, cure }],
  "bits-unclear": ([undefined, { file: "b.png", bits: 8 }] as const).map((otherBits) => ({
    ...label,
    side: "groundTruth",
    bits: 1,
    value: 1,
    scaled: 255,
    lostVoid: otherBits === undefined ? 255 : undefined,
    otherBits,
  })),
  "not-a-number": [{ file: "p.npy", pixel: 9, size: [1, 3, 4], cure }],
  "too-many-classes": [told],
  "mask-without-partner": [told],
  "no-pair": [told],
  "name-twice": [told],
  "json-file": [told],
  "yolo-labels": [told],
  "classes-file": [told],
  "colour-ambiguous": [told],
  "class-count-unknown": [{ groundTruth: "t.png", prediction: "p.png", largestLabel: 4, cure }],
  "wrong-setting": [
    { argument: "numClasses", expected: "a whole number", got: "1.5" },
    { argument: "ignoreIndex", expected: "a whole number", got: "1.5" },
    { argument: "nearestColour", expected: "a palette beside it", got: "none", cure },
    { argument: "unlistedColours", expected: "a palette beside it", got: "none", cure },
    { argument: "excludeClasses", file: "c.json", expected: "an index", got: '"bus"' },
  ],
  "binary-contradicts": (["class-count", "file-class-count", "file-mapping", "ignored-label"] as const).map(
    (by) => ({ by, numClasses: 3, byThreshold: by === "class-count", cure }),
  ),
};
const ALL = Object.entries(PROBLEMS).flatMap(([code, list]) =>
  list.map((problem, i) => [`${code} ${i}`, { code, ...problem } as JobProblem] as const),
);

const SCORER_PROBLEMS: readonly Problem[] = [
  { code: "not-a-state", argument: "bytes", expected: "the state of a scorer", got: "something else" },
  { code: "not-a-state", argument: "state.measure.name", expected: '"confusion"', got: '"thresholds"' },
  { code: "state-damaged", argument: "bytes" },
  { code: "state-version", argument: "state.version", expected: "1", got: "9" },
  ...(["scorers", "models", "counters", "state"] as const).flatMap((what) =>
    [
      "numClasses",
      "ignoreIndex",
      "classNames",
      "excludeClasses",
      "labelMapping",
      "threshold",
      "reading",
      "groups",
      "perImage",
    ].map((setting) => ({ code: "settings-differ", what, setting, ours: "2", theirs: "3" }) as const),
  ),
  { code: "duplicate-id", ids: ["a"] },
  { code: "needs-images", argument: "confidenceIntervals()" },
  { code: "images-unnamed", argument: "first", imageCount: 2 },
  { code: "images-differ", onlyInFirst: ["a"], onlyInSecond: ["b"] },
  { code: "too-many-images", most: 16777215 },
  { code: "too-few-images", what: "comparison", imageCount: 1 },
  { code: "too-few-images", what: "intervals", imageCount: 1 },
  { code: "truth-differs", ids: ["a"] },
  { code: "wrong-type", argument: "state.images", expected: "an array", got: "null" },
  {
    code: "wrong-value",
    argument: "bytes",
    expected: "a state as toBytes() writes it",
    got: "it ends early",
  },
  { code: "wrong-type", argument: "state", expected: "what toJSON() gave, or its text", got: "null" },
  { code: "wrong-value", argument: "state.images[3].weight", expected: "a number above 0", got: "-1" },
];

/** What a caller of the library passes, and nobody at a door does. */
const ARGUMENTS =
  /groundTruth|labelMapping\.|"prediction"|numClasses|ignoreIndex|classNames|perImage|\bbytes\b|"first"|"second"|toJSON|fromBytes|\w\(\)|undefined|\[object/;

function errorOf(problem: JobProblem): DatasetError | SettingsError {
  const isSetting = ["class-count-unknown", "wrong-setting", "binary-contradicts"].includes(problem.code);
  return isSetting
    ? new SettingsError(problem as SettingsError["problem"])
    : new DatasetError(problem as DatasetError["problem"]);
}

describe("what the doors say", () => {
  it.each(ALL)("of %s: the page names no option, neither names an argument", (_, problem) => {
    const command = commandWords(errorOf(problem));
    const page = pageWords(errorOf(problem));
    for (const text of [command, page]) {
      expect(text.length).toBeGreaterThan(8);
      expect(text).not.toMatch(ARGUMENTS);
    }
    expect(page).not.toContain("--");
    if (problem.file !== undefined) expect(command.startsWith(problem.file)).toBe(true);
  });

  it.each(SCORER_PROBLEMS)("of a scorer's $code: in no words of its arguments", (problem) => {
    const text = scorerWords(problem, ["a.state", "b.state"]);
    expect(text).not.toMatch(ARGUMENTS);
    expect(text).not.toContain("--");
  });

  it.each(ALL)("of %s is the same where a worker posted the error", (_, problem) => {
    const error = errorOf(problem);
    expect(pageWords(arrived(structuredClone(thrown(error))))).toBe(pageWords(error));
    expect(isMaskscoreError(error)).toBe(false);
  });

  it("each asks for its own settings", () => {
    const error = errorOf({
      code: "label-out-of-range",
      side: "groundTruth",
      ...label,
      numClasses: 21,
      cure: [REMEDIES["set-class-count"], REMEDIES["ignore-label"], REMEDIES["allow-missing"]],
    });
    expect(commandWords(error)).toBe(
      "p.png: label 21 at pixel 9 (x 1, y 2) is outside 0..20; pass --num-classes 22 if it is a class, or pass --ignore-index 21 if it marks pixels without a class, or pass --allow-missing to score the others",
    );
    expect(pageWords(error)).toBe(
      'label 21 at pixel 9 (x 1, y 2) is outside 0..20; set "Classes" to 22 if it is a class, or set "Ignored label" to 21 if it marks pixels without a class',
    );
  });

  it("findings of a mask are in the door's words, too", () => {
    const data = Uint8Array.of(0, 255);
    const raster = { kind: "labels", data, nodata: undefined, size: [1, 1, 2] };
    const inspected = (door: typeof PAGE): string =>
      JSON.stringify(
        inspectMask({ raster, note: "PNG" } as never, { numClasses: undefined, ignoreIndex: undefined }, door)
          .findings,
      );
    expect(inspected(COMMAND)).toContain("--binary");
    expect(inspected(PAGE)).not.toContain("--");
  });
});

it("docs/errors.md tells of every code, and of no other: npm run docs:errors writes it", async () => {
  expect(readFileSync(DOCUMENT, "utf8")).toBe(await errorsDocument());
  const codes = ["FileProblems", "DataProblems", "SettingProblems"].flatMap((name) =>
    codesOf("app/errors/problem.ts", name).map(({ code }) => code),
  );
  expect(codes.sort()).toEqual(Object.keys(PROBLEMS).sort());
});
