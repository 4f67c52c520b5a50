import type { VNode } from "preact";
import { FailureList, NoticeList } from "../../../app/components/NoticeList.js";
import type { ModelView } from "../../../app/view/runView.js";
import { findingNotices } from "../../../app/view/summaryWords.js";
import type { Scored } from "../score/scored.js";

/** What must be known before the number is believed. */
export function Notices({
  scored: { run, detected, notes },
  model,
}: {
  readonly scored: Scored;
  readonly model: ModelView;
}): VNode {
  return (
    <>
      {detected !== undefined && (
        <p class="notice note">
          <strong>Told by the masks:</strong> {detected.text}. Is that right? If not, say it under{" "}
          <em>What the labels mean</em>.
        </p>
      )}
      <FailureList failures={run.failures} />
      <NoticeList
        label="Notes on this run"
        notices={notes.map((text) => ({ severity: "warning", word: "Note", text, images: [] }))}
      />
      <NoticeList label={`Findings of ${model.name}`} notices={findingNotices(model.findings, undefined)} />
    </>
  );
}
