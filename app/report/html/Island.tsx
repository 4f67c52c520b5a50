import type { ComponentType, VNode } from "preact";
import { writeData } from "./islandData.js";

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
        dangerouslySetInnerHTML={{ __html: writeData(props, leaveOut) }}
      />
    </>
  );
}
