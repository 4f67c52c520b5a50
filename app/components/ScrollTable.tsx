import type { ComponentChildren, VNode } from "preact";

interface ScrollTableProps {
  readonly caption: string;
  /** The first column is of names, the others of numbers. */
  readonly head: readonly string[];
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A table in a box of its own, which scrolls where its place is narrow. */
export function ScrollTable({ caption, head, class: className, children }: ScrollTableProps): VNode {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table class={className}>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((name, i) => (
              <th key={i} scope="col" class={i === 0 ? undefined : "number"}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** The numbers behind a plot. */
export function NumbersBehind({
  summary,
  children,
}: {
  readonly summary: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <details class="numbers">
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
