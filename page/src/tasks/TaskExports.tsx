import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { csvText } from "../../../app/report/csvReport.js";
import { markdownSection } from "../../../app/report/markdownReport.js";
import { REPORT_SLICES } from "../../../app/view/tasks/taskPicture.js";
import { plainNumber } from "../../../app/view/tasks/taskReport.js";
import { picturedImages, worstText } from "../../../app/view/tasks/taskView.js";
import { save } from "../results/save.js";
import { pageWords } from "../score/pageWords.js";
import type { TaskScored } from "./taskScored.js";

/** Files that the command would write of this run. They are made here, and go nowhere but to the disk. */
export function TaskExports({ scored }: { readonly scored: TaskScored }): VNode {
  const { view, failures, state, look } = scored;
  const status = useSignal("");
  const name = view.model.replace(/\.json$/i, "");
  const writeHtml = async (): Promise<void> => {
    status.value = "Drawing the report ...";
    try {
      const { taskHtmlReport } = await import("../../../app/report/html/taskHtmlReport.js");
      const pictured = look === undefined ? [] : picturedImages(view);
      const pictures = await Promise.all(
        pictured.flatMap((image) => look?.(image.id, worstText(image), REPORT_SLICES) ?? []),
      );
      const provenance = {
        command: "made by the maskscore page",
        version: VERSION,
        createdAt: new Date().toISOString(),
      };
      const report = { model: view.model, measures: [{ ...view, pictures }], failures, provenance };
      save(`${name}.html`, taskHtmlReport(report), "text/html");
      status.value = "";
    } catch (error) {
      status.value = `The report could not be made: ${pageWords(error)}`;
    }
  };
  const json = (): string => `${JSON.stringify({ ...view.json, failures }, plainNumber, 2)}\n`;
  const markdown = (): string => `${view.sections.map(markdownSection).join("\n\n")}\n`;
  const files = [
    [
      "JSON",
      () => {
        save(`${name}.json`, json(), "application/json");
      },
    ],
    [
      "CSV",
      () => {
        save(`${name}.csv`, csvText(view.rows), "text/csv");
      },
    ],
    [
      "Markdown",
      () => {
        save(`${name}.md`, markdown(), "text/markdown");
      },
    ],
    ["HTML report", () => void writeHtml()],
    [
      "State",
      () => {
        save(`${name}.state`, state, "application/octet-stream");
      },
    ],
  ] as const;
  return (
    <section aria-labelledby="export-title">
      <h2 id="export-title">Take it with you</h2>
      <p class="actions">
        {files.map(([label, write]) => (
          <button
            key={label}
            onClick={() => {
              write();
            }}
          >
            {label}
          </button>
        ))}
      </p>
      <p class="small" role="status">
        {status.value}
      </p>
    </section>
  );
}
