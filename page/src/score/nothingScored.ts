import type { Remedy } from "../../../app/errors/problem.js";
import type { FailedFile } from "../../../app/view/runView.js";

/** No image could be scored; what was wrong with the first. */
export class NothingScored extends Error {
  constructor(
    readonly failure: FailedFile,
    readonly cure: readonly Remedy[],
  ) {
    super(failure.message);
  }
}

/** Why nothing is scored, with the file where it is one's fault, and what could be done about it. */
export interface ToldProblem extends Pick<FailedFile, "file" | "message"> {
  readonly cure?: readonly Remedy[] | undefined;
}
