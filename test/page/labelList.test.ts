import { expect, it } from "vitest";
import { readLabels } from "../../page/src/score/labelList.js";

it.each<[string, readonly number[] | undefined]>([
  ["", []],
  [" ", []],
  ["255", [255]],
  ["0,255", [0, 255]],
  [" 0, 255 ", [0, 255]],
  ["0 255", [0, 255]],
  ["0;-1", [0, -1]],
  ["0,", [0]],
  ["1.5", undefined],
  ["a", undefined],
  ["0,x", undefined],
  ["9007199254740992", undefined],
])("labels that are written as %j", (text, labels) => {
  expect(readLabels(text)).toEqual(labels);
});
