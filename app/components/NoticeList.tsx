import type { VNode } from "preact";
import { countText } from "../view/numberTexts.js";
import type { FailedFile } from "../view/runView.js";
import { failuresText, type Notice } from "../view/summaryWords.js";

/** Images that a notice lists by name. */
const LISTED = 20;

/** What must be known before the number is believed; nothing where there is nothing. */
export function NoticeList({
  label,
  notices,
}: {
  readonly label: string;
  readonly notices: readonly Notice[];
}): VNode | null {
  if (notices.length === 0) return null;
  return (
    <ul class="notices" aria-label={label}>
      {notices.map((notice, i) => (
        <NoticeItem key={i} notice={notice} />
      ))}
    </ul>
  );
}

function NoticeItem({ notice: { severity, word, text, images } }: { readonly notice: Notice }): VNode {
  const rest = images.length - LISTED;
  return (
    <li class={`notice ${severity}`}>
      <strong>{word}</strong> <span>{text}</span>
      {images.length > 0 && (
        <details>
          <summary>{images.length === 1 ? "1 image" : `${countText(images.length)} images`}</summary>
          <p>
            {images.slice(0, LISTED).join(", ")}
            {rest > 0 && ` and ${countText(rest)} more`}
          </p>
        </details>
      )}
    </li>
  );
}

/** Files that no number counts; nothing where there is none. */
export function FailureList({
  failures,
}: {
  readonly failures: readonly Pick<FailedFile, "file" | "message">[];
}): VNode | null {
  if (failures.length === 0) return null;
  return (
    <div class="notice error failures" role="alert">
      <strong>Not scored</strong> <span>{failuresText(failures)}</span>
      <ul>
        {failures.map(({ file, message }) => (
          <li key={file}>
            <code>{file}</code>: {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
