import { useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { useAnnouncer } from "./Announcer.js";
import { arrowOf, clamp, follow, type Point, pointIn } from "./drag.js";
import {
  type Brush,
  DRAWING_HEIGHT,
  DRAWING_WIDTH,
  emptyLayers,
  exampleLayers,
  type Layers,
  stroked,
} from "./drawing.js";
import { spoken } from "./format.js";
import { overlapTiles } from "./ink.js";
import { overlapCells, scoreMasks } from "./overlap.js";
import { OverlapReadout } from "./OverlapReadout.js";
import { Raster } from "./Raster.js";
import { Choices, Legend, Section } from "./Section.js";

const MAX_UNDO = 50;
const FAST = 10;

/** Two masks, drawn by hand. */
export function Draw(): VNode {
  const layers = useSignal<Layers>(exampleLayers());
  const earlier = useSignal<readonly Layers[]>([]);
  const layer = useSignal<keyof Layers>("prediction");
  const brushValue = useSignal<0 | 1>(1);
  const diameter = useSignal(13);
  const cursor = useSignal<Point>({ x: DRAWING_WIDTH / 2, y: DRAWING_HEIGHT / 2 });
  const isSpaceDown = useRef(false);
  const cells = useComputed(() => overlapCells(layers.value.truth, layers.value.prediction));
  const scores = useComputed(() => scoreMasks(layers.value.truth, layers.value.prediction));
  const announcer = useAnnouncer();
  const stage = useRef<HTMLDivElement>(null);

  const outcome = (): string => `IoU ${spoken(scores.value.iou)}, Dice ${spoken(scores.value.dice)}.`;
  const remember = (): void => {
    earlier.value = [...earlier.value, layers.value].slice(-MAX_UNDO);
  };
  const paint = (from: Point, to: Point): void => {
    const brush: Brush = { diameter: diameter.value, value: brushValue.value };
    layers.value = { ...layers.value, [layer.value]: stroked(layers.value[layer.value], from, to, brush) };
  };
  const replace = (next: Layers): void => {
    remember();
    layers.value = next;
    announcer.now(outcome());
  };
  const undo = (): void => {
    const last = earlier.value.at(-1);
    if (last === undefined) return;
    earlier.value = earlier.value.slice(0, -1);
    layers.value = last;
    announcer.now(`Undone. ${outcome()}`);
  };
  const cellAt = (event: PointerEvent): Point => {
    const { x, y } = pointIn(stage.current as HTMLElement, event, DRAWING_WIDTH, DRAWING_HEIGHT);
    return { x: Math.floor(x), y: Math.floor(y) };
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    remember();
    let last = cellAt(event);
    cursor.value = last;
    paint(last, last);
    follow(
      stage.current as HTMLElement,
      event,
      (pointer) => {
        const now = cellAt(pointer);
        paint(last, now);
        last = now;
      },
      () => {
        announcer.now(outcome());
      },
    );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      undo();
      return;
    }
    const from = cursor.value;
    if (event.key === " ") {
      event.preventDefault();
      if (event.repeat) return;
      isSpaceDown.current = true;
      remember();
      paint(from, from);
      announcer.soon(outcome);
      return;
    }
    const arrow = arrowOf(event.key);
    if (arrow === undefined) return;
    event.preventDefault();
    const step = event.shiftKey ? FAST : 1;
    cursor.value = {
      x: clamp(from.x + arrow.x * step, 0, DRAWING_WIDTH - 1),
      y: clamp(from.y + arrow.y * step, 0, DRAWING_HEIGHT - 1),
    };
    if (isSpaceDown.current) paint(from, cursor.value);
    announcer.soon(() => `Column ${cursor.value.x}, row ${cursor.value.y}. ${outcome()}`);
  };
  const liftPen = (): void => {
    isSpaceDown.current = false;
  };

  return (
    <Section
      id="learn-draw"
      title="Draw"
      text={
        <>
          <p>
            Draw a truth and a prediction of your own, and watch the scores follow. Try a thin object: an
            outline that is one cell too wide costs it far more than it costs a thick one.
          </p>
          <p id="learn-draw-keys" class="small muted">
            With the keyboard: focus the drawing, arrows move the cursor (Shift: by ten), Space paints, Ctrl+Z
            undoes.
          </p>
        </>
      }
      figure={
        <>
          <div class="learn-tools">
            <Choices
              label="Layer to draw on"
              chosen={layer.value}
              choices={[
                { value: "truth", name: "Truth" },
                { value: "prediction", name: "Prediction" },
              ]}
              choose={(chosen: keyof Layers) => (layer.value = chosen)}
            />
            <Choices
              label="Tool"
              chosen={brushValue.value}
              choices={[
                { value: 1, name: "Brush" },
                { value: 0, name: "Eraser" },
              ]}
              choose={(chosen: 0 | 1) => (brushValue.value = chosen)}
            />
            <label class="learn-size">
              Size
              <input
                type="range"
                min={1}
                max={31}
                step={2}
                value={diameter.value}
                aria-valuetext={`${diameter.value} cells`}
                onInput={(event) => (diameter.value = event.currentTarget.valueAsNumber)}
              />
            </label>
          </div>
          <div
            ref={stage}
            class="learn-stage learn-board"
            role="application"
            aria-label="Drawing"
            aria-describedby="learn-draw-keys"
            tabIndex={0}
            onPointerDown={onPointerDown}
            onPointerMove={(event) => (cursor.value = cellAt(event))}
            onKeyDown={onKeyDown}
            onKeyUp={(event) => {
              if (event.key === " ") liftPen();
            }}
            onBlur={liftPen}
          >
            <Raster cells={cells} width={DRAWING_WIDTH} height={DRAWING_HEIGHT} tiles={overlapTiles} />
            <svg viewBox={`0 0 ${DRAWING_WIDTH} ${DRAWING_HEIGHT}`} aria-hidden="true">
              <circle
                class={`learn-cursor learn-of-${layer.value}`}
                cx={cursor.value.x + 0.5}
                cy={cursor.value.y + 0.5}
                r={diameter.value / 2}
              />
            </svg>
          </div>
          <div class="learn-under">
            <Legend />
            <div class="learn-choices">
              <button type="button" onClick={undo} disabled={earlier.value.length === 0}>
                Undo
              </button>
              <button
                type="button"
                onClick={() => {
                  replace(emptyLayers());
                }}
              >
                Clear
              </button>
              <button
                type="button"
                onClick={() => {
                  replace(exampleLayers());
                }}
              >
                Example
              </button>
            </div>
          </div>
        </>
      }
      readout={
        <>
          <OverlapReadout scores={scores} />
          {announcer.region}
        </>
      }
    />
  );
}
