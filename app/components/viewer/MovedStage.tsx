import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { handle, type PanelActions } from "./handle.js";
import { placeMoved } from "./placeMoved.js";
import type { Viewpoint } from "./viewpoint.js";

interface MovedStageProps {
  readonly view: Viewpoint;
  readonly label: string;
  /** Paintings as large as the picture, one over the other, each with its part of the width. */
  readonly layers: readonly {
    readonly content: ComponentChildren;
    readonly part?: readonly [from: number, to: number] | undefined;
  }[];
  readonly step?: PanelActions["step"];
}

/** Paintings of a picture, dragged, pinched, wheeled and walked with the keys as masks are; without a script they stand still. */
export function MovedStage({ view, label, layers, step }: MovedStageProps): VNode {
  const portRef = useRef<HTMLDivElement>(null);
  const stepRef = useRef(step);
  stepRef.current = step;
  const place = (): void => {
    const port = portRef.current;
    if (port === null) return;
    for (const moved of port.querySelectorAll<HTMLElement>(".moved")) placeMoved(moved, view);
    port.classList.toggle("whole", view.isFitted);
  };
  useEffect(() => {
    const port = portRef.current;
    if (port === null) return;
    const stopHandling = handle(port, view, () => ({ point: () => undefined, step: stepRef.current }));
    const observer = new ResizeObserver(() => {
      if (port.clientWidth === 0) return;
      view.screen = { width: port.clientWidth, height: port.clientHeight };
      place();
    });
    observer.observe(port);
    const stopWatching = view.camera.subscribe(place);
    return () => {
      stopHandling();
      observer.disconnect();
      stopWatching();
    };
  }, [view]);
  // What is drawn anew stands where it should before it is seen.
  useEffect(() => {
    if (view.screen.width > 1) place();
  });
  return (
    <div ref={portRef} class="port" tabIndex={0} role="group" aria-label={label}>
      {layers.map(({ content, part: [from, to] = [0, 1] }, i) => (
        <div
          key={i}
          class="clip"
          style={
            from === 0 && to === 1 ? undefined : { clipPath: `inset(0 ${(1 - to) * 100}% 0 ${from * 100}%)` }
          }
        >
          <div class="moved">{content}</div>
        </div>
      ))}
    </div>
  );
}
