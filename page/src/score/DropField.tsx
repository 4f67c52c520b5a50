import { useSignal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { type DroppedItem, readChosen } from "./droppedFiles.js";

interface DropFieldProps {
  /** Its class, and what its heading's id ends in. */
  readonly kind: string;
  readonly title: string;
  readonly drop: (transfer: DataTransfer) => void;
  readonly take: (items: readonly DroppedItem[]) => void;
  /** Undefined where there is nothing to remove. */
  readonly remove: (() => void) | undefined;
  /** What there is, or may be dropped. */
  readonly children: ComponentChildren;
}

/** Where files go: dropped, or chosen. */
export function DropField({ kind, title, drop, take, remove, children }: DropFieldProps): VNode {
  const isOver = useSignal(false);
  return (
    <section
      class={`drop ${kind}${isOver.value ? " over" : ""}`}
      aria-labelledby={`drop-${kind}`}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => (isOver.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        isOver.value = false;
        if (event.dataTransfer !== null) drop(event.dataTransfer);
      }}
    >
      <h2 id={`drop-${kind}`}>{title}</h2>
      {children}
      <p class="actions">
        <Chooser title={title} label="Choose files" take={take} />
        <Chooser title={title} label="Choose a folder" take={take} isFolder />
        {remove !== undefined && (
          <button class="plain" aria-label={`Remove ${title}`} onClick={remove}>
            Remove
          </button>
        )}
      </p>
    </section>
  );
}

interface ChooserProps extends Pick<DropFieldProps, "title" | "take"> {
  readonly label: string;
  readonly isFolder?: boolean;
}

function Chooser({ title, label, take, isFolder = false }: ChooserProps): VNode {
  return (
    <label class="button">
      {label}
      <input
        type="file"
        multiple={!isFolder}
        class="visually-hidden"
        aria-label={`${title}: ${label.toLowerCase()}`}
        // A property that the types of JSX do not know.
        ref={(input) => {
          if (isFolder) input?.setAttribute("webkitdirectory", "");
        }}
        onChange={({ currentTarget: input }) => {
          if (input.files !== null) take(readChosen(input.files));
          // The same file may be chosen again.
          input.value = "";
        }}
      />
    </label>
  );
}
