import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { csvReport } from "../../../app/report/csvReport.js";
import { jsonReport } from "../../../app/report/jsonReport.js";
import { save } from "./save.js";
import type { Scored } from "../score/scored.js";
import { pageWords } from "../score/pageWords.js";

/** The run as files, which are made in the tab and go nowhere but to the disk. */
export function Exports({ scored }: { readonly scored: Scored }): VNode {
  const { run, scorer, name } = scored;
  const status = useSignal("");
  const perImage = { ...run, perImage: true };
  const writeHtml = async (): Promise<void> => {
    status.value = "Drawing the report ...";
    try {
      const { htmlOf } = await import("./htmlExport.js");
      save(`${name}.html`, await htmlOf(run, [scored]), "text/html");
      status.value = "";
    } catch (error) {
      status.value = `The report could not be made: ${pageWords(error)}`;
    }
  };
  return (
    <section aria-labelledby="export-title">
      <h2 id="export-title">Take it with you</h2>
      <p class="actions">
        <button
          onClick={() => {
            save(`${name}.json`, jsonReport(run), "application/json");
          }}
        >
          JSON
        </button>
        <button
          onClick={() => {
            save(`${name}.csv`, csvReport({ ...run, perImage: false }), "text/csv");
          }}
        >
          CSV of classes
        </button>
        {run.models[0]?.images !== undefined && (
          <button
            onClick={() => {
              save(`${name}-images.csv`, csvReport(perImage), "text/csv");
            }}
          >
            CSV of images
          </button>
        )}
        {scorer.settings.perImage && <button onClick={() => void writeHtml()}>HTML report</button>}
        <button
          onClick={() => {
            save(`${name}.state`, scorer.toBytes(), "application/octet-stream");
          }}
        >
          State
        </button>
      </p>
      <p class="muted small">
        The state holds every image&apos;s counts and no pixel: <code>maskscore show</code>,{" "}
        <code>compare</code> and <code>merge</code> read it, and so does this page.
      </p>
      <p class="small" role="status">
        {status.value}
      </p>
    </section>
  );
}
