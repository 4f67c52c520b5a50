import type { ComponentChildren, VNode } from "preact";
import { Divider } from "./Divider.js";
import type { Mode, PanelOf } from "./modes.js";
import type { Blinking } from "./useBlink.js";

interface PanelGridProps<Layer> {
  readonly panels: readonly PanelOf<Layer>[];
  readonly mode: Mode;
  readonly divider: number;
  readonly moveDivider: (at: number) => void;
  readonly blinking: Blinking;
  /** What is not painted is hatched: void. */
  readonly isHatched?: boolean;
  readonly stage: (panel: PanelOf<Layer>) => ComponentChildren;
  /** Beside a panel's title. */
  readonly keys?: (panel: PanelOf<Layer>) => ComponentChildren;
}

/** Panels side by side, or one as wide as the page; of two sides in one what moves between them. */
export function PanelGrid<Layer>(props: PanelGridProps<Layer>): VNode {
  const { panels, mode, divider, moveDivider, blinking, isHatched = false } = props;
  return (
    <div class={`panels ${panels.length === 1 ? "single" : `of-${panels.length}`}`}>
      {panels.map((panel, i) => (
        <figure key={i} class="panel">
          <div class={`stage${isHatched ? " hatched" : ""}`}>
            {props.stage(panel)}
            {mode === "swipe" && <Divider at={divider} move={moveDivider} />}
          </div>
          <figcaption>
            <strong aria-live={mode === "blink" ? "off" : undefined}>{panel.title}</strong>
            {props.keys?.(panel)}
            {mode === "blink" && (
              <span class="buttons">
                <button type="button" onClick={blinking.toggle}>
                  {blinking.isPlaying ? "Pause" : "Blink"}
                </button>
                <button type="button" onClick={blinking.next}>
                  Show the other
                </button>
              </span>
            )}
          </figcaption>
        </figure>
      ))}
    </div>
  );
}
