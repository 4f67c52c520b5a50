import { descending } from "../../../src/statistics/descending.js";
import type { RunView } from "../../view/runView.js";
import { htmlPage } from "./htmlPage.js";
import { Report } from "./Report.js";

/**
 * A scored run, or several, as one HTML page that needs no network and no other file.
 *
 * @param run a whole one: buildRunView's isWhole
 * @returns the page's text
 */
export function htmlReport(run: RunView): string {
  // A board is by the mean IoU that stands first; a comparison's table keeps the order in which its models were named.
  const models = [...run.models].sort((a, b) => descending(a.chosen.meanIou, b.chosen.meanIou));
  return htmlPage(run.title, () => <Report run={{ ...run, models }} />);
}
