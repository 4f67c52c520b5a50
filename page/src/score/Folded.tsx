import type { ComponentChildren, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";

interface FoldedProps {
  /** The line that stays; undefined where there is nothing to say yet, and nothing is folded. */
  readonly summary: string | undefined;
  /** Whether it is wanted out of the way; who opens it has it open until that changes. */
  readonly isFolded: boolean;
  readonly children: ComponentChildren;
}

/** What is given, which folds away to one line once there is something to look at. */
export function Folded({ summary, isFolded, children }: FoldedProps): VNode {
  const [isOpen, setIsOpen] = useState(!isFolded);
  useEffect(() => {
    setIsOpen(!isFolded);
  }, [isFolded]);
  const isWhole = summary === undefined;
  return (
    <details
      class={`given${isWhole ? " whole" : ""}`}
      open={isOpen || isWhole}
      onToggle={(event) => {
        setIsOpen(event.currentTarget.open);
      }}
    >
      <summary hidden={isWhole}>
        {summary} <span class="muted small">masks and photos</span>
      </summary>
      {children}
    </details>
  );
}
