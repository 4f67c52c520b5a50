import type { Convention, ConventionName } from "../measures/confusion/conventions/convention.js";
import type { DatasetOptions } from "../measures/confusion/conventions/dataset.js";
import { readConvention } from "../measures/confusion/conventions/registry.js";
import type { Average, Per } from "../measures/confusion/datasetScores.js";
import { contradiction, wrongValue } from "../errors/argument.js";
import { readChoice, readFiniteNumber, readOptions } from "../reading/options.js";

export interface ComputeOptions {
  /** Whose rules; default "dataset". explainConvention tells what each does. */
  readonly convention?: ConventionName | undefined;
  /** How classes become one number, in the convention "dataset"; default "macro". */
  readonly average?: Average | undefined;
  /** Ratios of the data set's pixels, or of each image's and then their mean, in the convention "dataset"; default "dataset". */
  readonly per?: Per | undefined;
  /** The weight of recall in fBeta, in the convention "dataset"; default 1. */
  readonly beta?: number | undefined;
}

/** What compute was asked for, checked. */
export interface CheckedCompute {
  readonly convention: Convention;
  /** Choices of the convention "dataset". */
  readonly dataset: DatasetOptions;
}

export function readComputeOptions(options: unknown): CheckedCompute {
  const given = readOptions(options, ["convention", "average", "per", "beta"], "options");
  const convention = readConvention(given.convention ?? "dataset", "convention");
  if (convention.name !== "dataset") {
    const idle = (["average", "per", "beta"] as const).find((key) => given[key] !== undefined);
    if (idle !== undefined) {
      throw contradiction(idle, `nothing with convention "${convention.name}", which fixes it`, "a value");
    }
  }
  const beta = given.beta === undefined ? 1 : readFiniteNumber(given.beta, "beta");
  if (beta <= 0) throw wrongValue("beta", "a number above 0", String(beta));
  return {
    convention,
    dataset: {
      average: readChoice(given.average ?? "macro", ["macro", "micro", "weighted", "none"], "average"),
      per: readChoice(given.per ?? "dataset", ["dataset", "image"], "per"),
      beta,
    },
  };
}
