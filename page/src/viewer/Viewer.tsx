import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { VNode } from "preact";
import { OUTCOMES } from "../../../app/view/errorMap.js";
import type { CountJob } from "../../../app/job/countImage.js";
import type { Layer } from "../counting/protocol.js";
import type { ImagePair } from "../score/pairs.js";
import { type Opened, openPair } from "./openedPair.js";
import { Stage } from "./Stage.js";
import "./viewer.css";

export interface ViewerProps {
  readonly pair: ImagePair;
  readonly job: CountJob;
  readonly classNames: readonly string[];
  readonly palette: readonly string[];
  /** Class indices that are not painted. */
  readonly off: ReadonlySet<number>;
  readonly toggle: (classIndex: number) => void;
}

const LAYERS: readonly (readonly [Layer, string])[] = [
  ["truth", "Ground truth"],
  ["prediction", "Prediction"],
  ["errors", "Errors"],
];

/** A pair's masks side by side, moved and zoomed together. */
export function Viewer({ pair, job, classNames, palette, off, toggle }: ViewerProps): VNode {
  const opened = useSignal<Opened | undefined>(undefined);
  const wrong = useSignal<string | undefined>(undefined);
  const errorsOf = useSignal(-1);
  const under = useSignal("");
  const current = useRef<Opened | undefined>(undefined);
  useEffect(() => {
    opened.value = undefined;
    wrong.value = undefined;
    const opening = openPair(pair, job);
    opening.ready.then(
      (result) => {
        current.current = result;
        opened.value = result;
      },
      (error: unknown) => {
        if (!opening.isClosed) wrong.value = (error as Error).message;
      },
    );
    return () => {
      opening.close();
    };
  }, [pair, job]);
  const shown = opened.value;
  const errorsOfName = errorsOf.value < 0 ? "all classes" : classNames[errorsOf.value];
  return (
    <section class="viewer" aria-label={`Masks of ${pair.id}`}>
      <div class="toolbar">
        <strong class="title">{pair.id}</strong>
        {shown !== undefined && (
          <span class="muted small">
            {shown.width} x {shown.height}, <Zoom opened={shown} />
          </span>
        )}
        <span class="buttons" role="group" aria-label="Zoom">
          <button onClick={() => shown?.zoomBy(2)} aria-label="Zoom in">
            +
          </button>
          <button onClick={() => shown?.zoomBy(1 / 2)} aria-label="Zoom out">
            −
          </button>
          <button onClick={() => shown?.fit()}>Fit</button>
        </span>
        <label class="small">
          Errors of{" "}
          <select
            value={errorsOf.value}
            onChange={(event) => (errorsOf.value = Number(event.currentTarget.value))}
          >
            <option value={-1}>all classes</option>
            {shown?.present.map((c) => (
              <option key={c} value={c}>
                {classNames[c]}
              </option>
            ))}
          </select>
        </label>
      </div>
      {wrong.value !== undefined && (
        <p class="problem" role="alert">
          {wrong.value}
        </p>
      )}
      <div class="stages">
        {LAYERS.map(([layer, title]) => (
          <figure key={layer}>
            <Stage
              layer={layer}
              label={`${title} of ${pair.id}: drag to move, plus and minus to zoom`}
              opened={shown}
              palette={palette}
              off={off}
              errorsOf={errorsOf.value}
              under={(pixel) => {
                under.value =
                  pixel === undefined
                    ? ""
                    : `x ${pixel.x}, y ${pixel.y}: truth ${nameOf(classNames, pixel.groundTruth)}, predicted ${nameOf(classNames, pixel.prediction)}`;
              }}
            />
            <figcaption>
              <strong>{title}</strong>{" "}
              {layer === "errors" && (
                <span class="muted">
                  of {errorsOfName}: <Key colour={OUTCOMES.hit} /> hit <Key colour={OUTCOMES.missed} />{" "}
                  {errorsOf.value < 0 ? (
                    "wrong"
                  ) : (
                    <>
                      missed <Key colour={OUTCOMES.false} /> false
                    </>
                  )}
                </span>
              )}
            </figcaption>
          </figure>
        ))}
      </div>
      <p class="under small muted">{under.value || "Point at a pixel to read its classes."}</p>
      <ul class="legend" aria-label="Classes: switch on and off">
        {shown?.present.map((c) => (
          <li key={c}>
            <button
              aria-pressed={!off.has(c)}
              onClick={() => {
                toggle(c);
              }}
            >
              <Key colour={palette[c] ?? "#808080"} />
              {classNames[c]}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function nameOf(classNames: readonly string[], classIndex: number): string {
  return classIndex < 0 ? "void" : (classNames[classIndex] ?? `class ${classIndex}`);
}

/** How large a mask pixel is shown, by itself: it changes with every frame of a zoom. */
function Zoom({ opened }: { readonly opened: Opened }): VNode {
  const percent = opened.camera.value.scale * 100;
  return <span data-testid="zoom">{percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %</span>;
}

export function Key({ colour }: { readonly colour: string }): VNode {
  return <span class="swatch" style={{ background: colour }} aria-hidden="true" />;
}
