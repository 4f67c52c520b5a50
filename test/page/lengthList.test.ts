import { expect, it } from "vitest";
import { readLengths, readSpacing } from "../../page/src/tasks/lengthList.js";

it.each([
  ["0.8, 0.8, 2.5", [0.8, 0.8, 2.5]],
  ["1;2 3", [1, 2, 3]],
  [".5 1e-3", [0.5, 0.001]],
  ["", []],
  ["-1", undefined],
  ["1,x", undefined],
  ["1e999", undefined],
  ["NaN", undefined],
])("%j is %j", (text, lengths) => {
  expect(readLengths(text)).toEqual(lengths);
});

it.each([
  ["0.8, 0.8, 2.5", [0.8, 0.8, 2.5]],
  ["1 2", [1, 2]],
  ["", []],
  ["1", undefined],
  ["1,0", undefined],
  ["1,2,3,4", undefined],
  ["x", undefined],
])("as spacing %j is %j", (text, lengths) => {
  expect(readSpacing(text)).toEqual(lengths);
});
