import type { VNode } from "preact";
import type { ReportedModel } from "../../../app/view/reportedRun.js";
import type { Scored } from "../score/session.js";

/** What must be known before the number is believed. */
export function Notices({
  scored: { run, detected, notes },
  model,
}: {
  readonly scored: Scored;
  readonly model: ReportedModel;
}): VNode {
  const { failures } = run;
  return (
    <div class="notices">
      {detected !== undefined && (
        <p class="notice note">
          <strong>Told by the masks:</strong> {detected.text}. Is that right? If not, say it under{" "}
          <em>What the labels mean</em>.
        </p>
      )}
      {failures.length > 0 && (
        <div class="notice error" role="alert">
          <strong>
            {failures.length === 1 ? "One file" : `${failures.length} files`} could not be scored; the others
            are.
          </strong>
          <ul>
            {failures.map(({ file, message }) => (
              <li key={file}>
                <strong>{file}</strong>: {message}
              </li>
            ))}
          </ul>
        </div>
      )}
      {notes.map((note) => (
        <p key={note} class="notice warning">
          {note}
        </p>
      ))}
      {model.findings.map(({ severity, message }) => (
        <p key={message} class={`notice ${severity}`}>
          <strong>{severity}:</strong> {message}
        </p>
      ))}
    </div>
  );
}
