import type { FailedFile } from "../../../app/view/runView.js";

/** No image could be scored; what was wrong with the first. */
export class NothingScored extends Error {
  constructor(readonly failure: FailedFile) {
    super(failure.message);
  }
}
