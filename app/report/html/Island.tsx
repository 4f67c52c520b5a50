import type { ComponentType, VNode } from "preact";

interface IslandProps<Props> {
  /** What the script knows it by. */
  readonly name: string;
  readonly of: ComponentType<Props>;
  /** Plain data; numbers may be NaN, null stands for nothing else. */
  readonly props: Props;
  /** Properties that the script finds in the markup, and which are not written twice. */
  readonly leaveOut?: readonly string[];
}

/** A component that is whole as it is written, and comes to life where the report's script runs. */
export function Island<Props extends object>({
  name,
  of: Component,
  props,
  leaveOut,
}: IslandProps<Props>): VNode {
  return (
    <>
      <div data-island={name}>
        <Component {...props} />
      </div>
      <script
        type="application/json"
        class={`${name}-data`}
        dangerouslySetInnerHTML={{ __html: jsonText(props, leaveOut ?? []) }}
      />
    </>
  );
}

/**
 * Within a script element nothing is escaped but what JSON itself can: a "<" spelt as \u003c can neither close the element
 * nor open a comment.
 */
function jsonText(value: unknown, leaveOut: readonly string[]): string {
  return JSON.stringify(value, (key, part: unknown) => (leaveOut.includes(key) ? undefined : part)).replace(
    /</g,
    "\\u003c",
  );
}
