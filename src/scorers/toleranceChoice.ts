import { contradiction, wrongValue } from "../errors/argument.js";
import { describe } from "../errors/describe.js";
import { readFiniteNumber } from "../reading/options.js";

/**
 * Which of a scorer's tolerances a metric is told at, by its place; 0 of a metric that has none.
 *
 * @param given undefined: the first
 * @throws {TypeError | RangeError} it is none of them, there is none, or the metric takes none
 */
export function readToleranceChoice(given: unknown, metric: string, tolerances: readonly number[]): number {
  if (metric !== "nsd" && metric !== "overallNsd") {
    if (given === undefined) return 0;
    throw contradiction("tolerance", `nothing with metric "${metric}"`, describe(given));
  }
  if (tolerances.length === 0) {
    throw contradiction(
      "metric",
      "another one without tolerances",
      metric,
      "make the scorer with tolerances",
    );
  }
  const wanted = given === undefined ? tolerances[0] : readFiniteNumber(given, "tolerance");
  const tolerance = tolerances.indexOf(wanted as number);
  if (tolerance < 0) throw wrongValue("tolerance", `one of ${tolerances.join(", ")}`, describe(wanted));
  return tolerance;
}
