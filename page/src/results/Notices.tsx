import type { VNode } from "preact";
import { FailureList, NoticeList } from "../../../app/components/NoticeList.js";
import type { ModelView } from "../../../app/view/runView.js";
import { findingNotices } from "../../../app/view/summaryWords.js";
import { Inferred } from "./Inferred.js";
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
      {detected !== undefined && <Inferred detected={detected} />}
      <FailureList failures={run.failures} />
      <NoticeList
        label="Notes on this run"
        notices={notes.map((text) => ({ severity: "warning", word: "Note", text, images: [] }))}
      />
      <NoticeList label={`Findings of ${model.name}`} notices={findingNotices(model.findings, undefined)} />
    </>
  );
}
