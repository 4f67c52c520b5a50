import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { descending } from "../../../src/statistics/descending.js";
import { keepTextSafe } from "../../components/safeText.js";
import type { RunView } from "../../view/runView.js";
import { SCRIPT, STYLE } from "./assets.generated.js";
import { Report } from "./Report.js";

/** The report asks nobody for anything: what it needs is in it, and the browser is told to hold it to that. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/**
 * A scored run, or several, as one HTML page that needs no network and no other file.
 *
 * @param run a whole one: buildRunView's isWhole
 * @returns the page's text
 */
export function htmlReport(run: RunView): string {
  keepTextSafe();
  // A board is by the mean IoU that stands first; a comparison's table keeps the order in which its models were named.
  const models = [...run.models].sort((a, b) => descending(a.chosen.meanIou, b.chosen.meanIou));
  return `<!doctype html>\n${renderToString(<Page run={{ ...run, models }} />)}\n`;
}

function Page({ run }: { readonly run: RunView }): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{run.title}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <Report run={run} />
        <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>
  );
}
