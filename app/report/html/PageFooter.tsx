import type { VNode } from "preact";
import type { Provenance } from "../../view/runView.js";

/** How the report came to be; nothing where nobody says it. */
export function PageFooter({ provenance }: { readonly provenance: Provenance | undefined }): VNode | null {
  if (provenance === undefined) return null;
  const { command, version, createdAt } = provenance;
  return (
    <footer>
      <p>
        <code>{command}</code>
      </p>
      <p class="muted small">
        maskscore {version}, <time dateTime={createdAt}>{createdAt}</time>
      </p>
    </footer>
  );
}
