import type { Sameness } from "../job/sameFiles.js";
import { countText } from "./numberTexts.js";
import type { RunFinding } from "./runFindings.js";

/** That what is scored is the truth itself, or in a part of the images. */
export function sameAsTruth(sameness: Sameness, ids: readonly string[]): RunFinding {
  const meaning = meaningOf(sameness, {
    isOne: "what is scored is the truth itself, and no model",
    isCopy: "this is a copy of the truth, or a perfect model",
    isPart: "there the truth is scored against itself",
  });
  return {
    code: "same-files",
    severity: "warning",
    message: `prediction and truth are the same files${extentOf(sameness)}: ${meaning}`,
    classes: [],
    images: imagesOf(sameness, ids),
  };
}

/** That two models are one. */
export function sameAsModel(sameness: Sameness, ids: readonly string[], model: string): RunFinding {
  const meaning = meaningOf(sameness, {
    isOne: "this is one model under two names",
    isCopy: "this is one model under two names, or two that agree in every pixel",
    isPart: "there one model is compared with itself",
  });
  return {
    code: "same-models",
    severity: "warning",
    message: `these predictions and those of ${model} are the same files${extentOf(sameness)}: ${meaning}`,
    classes: [],
    images: imagesOf(sameness, ids),
  };
}

interface Meanings {
  readonly isOne: string;
  readonly isCopy: string;
  readonly isPart: string;
}

function meaningOf({ oneFile, isRestEqual }: Sameness, meanings: Meanings): string {
  if (!isRestEqual) return meanings.isPart;
  return oneFile.length > 0 ? meanings.isOne : meanings.isCopy;
}

function extentOf({ oneFile, isRestEqual, pairCount }: Sameness): string {
  const how = oneFile.length > 0 ? "" : ", byte for byte";
  if (!isRestEqual) return ` in ${countText(oneFile.length)} of ${countText(pairCount)} images`;
  return pairCount === 1 ? how : `${how}, in all ${countText(pairCount)} images`;
}

function imagesOf({ oneFile, isRestEqual }: Sameness, ids: readonly string[]): readonly string[] {
  return isRestEqual ? ids : oneFile.map((i) => ids[i] as string);
}
