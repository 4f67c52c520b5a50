import { useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { useAnnouncer } from "./Announcer.js";
import { BoxControl, BoxTag } from "./BoxControl.js";
import {
  BOARD_HEIGHT,
  BOARD_WIDTH,
  type Box,
  boxArea,
  boxMask,
  type Corner,
  cornerMovedBy,
  CORNERS,
  ellipseMask,
  holds,
  movedBy,
} from "./boxModel.js";
import { arrowOf, follow, keepStill, pointIn } from "./drag.js";
import { pixels, score, spoken } from "./format.js";
import { overlapTiles } from "./ink.js";
import { type MaskScores, overlapCells, scoreMasks } from "./overlap.js";
import { Raster } from "./Raster.js";
import { Choices, Legend, Section } from "./Section.js";

interface Boxes {
  readonly truth: Box;
  readonly prediction: Box;
}

const TRUTH: Box = { left: 40, top: 40, right: 150, bottom: 120 };

const PRESETS: readonly { readonly name: string; readonly value: Boxes }[] = [
  { name: "Shifted", value: { truth: TRUTH, prediction: { left: 74, top: 62, right: 190, bottom: 144 } } },
  {
    name: "By the corner",
    value: { truth: TRUTH, prediction: { left: 128, top: 104, right: 220, bottom: 166 } },
  },
  { name: "Nested", value: { truth: TRUTH, prediction: { left: 60, top: 54, right: 130, bottom: 106 } } },
];

const SHIFT_STEP = 10;

/** Intersection over union of boxes, and of what is in them. */
export function BoxesSection(): VNode {
  const boxes = useSignal((PRESETS[0] as (typeof PRESETS)[number]).value);
  const truth = useComputed(() => boxes.value.truth);
  const prediction = useComputed(() => boxes.value.prediction);
  const truthBox = useComputed(() => boxMask(truth.value));
  const predictionBox = useComputed(() => boxMask(prediction.value));
  const truthEllipse = useComputed(() => ellipseMask(truth.value));
  const predictionEllipse = useComputed(() => ellipseMask(prediction.value));
  const boxScores = useComputed(() => scoreMasks(truthBox.value, predictionBox.value));
  const ellipseScores = useComputed(() => scoreMasks(truthEllipse.value, predictionEllipse.value));
  const boxCells = useComputed(() => overlapCells(truthBox.value, predictionBox.value));
  const ellipseCells = useComputed(() => overlapCells(truthEllipse.value, predictionEllipse.value));
  const announcer = useAnnouncer();
  const stage = useRef<SVGSVGElement>(null);

  const outcome = (): string =>
    `IoU of the boxes ${spoken(boxScores.value.iou)}, of the ellipses ${spoken(ellipseScores.value.iou)}.`;
  const change = (side: keyof Boxes, box: Box): void => {
    boxes.value = { ...boxes.value, [side]: box };
  };
  const onPointerDown = (event: PointerEvent): void => {
    const svg = stage.current as SVGSVGElement;
    const at = (pointer: PointerEvent) => pointIn(svg, pointer, BOARD_WIDTH, BOARD_HEIGHT);
    const start = at(event);
    const handle = (event.target as Element).closest<SVGElement>("[data-corner]")?.dataset;
    const corner = CORNERS[Number(handle?.corner)];
    const side = (handle?.side as keyof Boxes | undefined) ?? sideAt(boxes.value, start.x, start.y);
    if (side === undefined || event.button !== 0) return;
    const from = boxes.value[side];
    follow(
      svg,
      event,
      (pointer) => {
        const { x, y } = at(pointer);
        const [dx, dy] = [x - start.x, y - start.y];
        change(side, corner === undefined ? movedBy(from, dx, dy) : cornerMovedBy(from, corner, dx, dy));
      },
      () => {
        announcer.now(outcome());
      },
    );
  };
  const onKeyDown = (side: keyof Boxes, event: KeyboardEvent, corner?: Corner): void => {
    const arrow = arrowOf(event.key);
    if (arrow === undefined) return;
    event.preventDefault();
    const step = event.shiftKey ? SHIFT_STEP : 1;
    const from = boxes.value[side];
    const [dx, dy] = [arrow.x * step, arrow.y * step];
    change(side, corner === undefined ? movedBy(from, dx, dy) : cornerMovedBy(from, corner, dx, dy));
    announcer.soon(outcome);
  };

  return (
    <Section
      id="learn-boxes"
      title="Boxes"
      text={
        <>
          <p>
            Detectors are scored by the same ratio, of boxes. A box also holds what is not the object: two
            boxes that touch by a corner overlap although the ellipses in them do not, and boxes one within
            the other score the same as what is in them.
          </p>
          <p>Drag a box to move it, a corner to resize it. With the keyboard: arrows (Shift: by ten).</p>
          <Choices
            label="Two boxes"
            chosen={boxes.value}
            choices={PRESETS}
            choose={(chosen) => {
              boxes.value = chosen;
              announcer.now(outcome());
            }}
          />
        </>
      }
      figure={
        <>
          <div class="learn-pair learn-roomy">
            <figure>
              <figcaption>
                <h3>Boxes</h3>
              </figcaption>
              <div class="learn-stage">
                <Raster cells={boxCells} width={BOARD_WIDTH} height={BOARD_HEIGHT} tiles={overlapTiles} />
                <svg
                  ref={stage}
                  viewBox={`0 0 ${BOARD_WIDTH} ${BOARD_HEIGHT}`}
                  role="group"
                  aria-label="Truth and prediction box, movable"
                  onPointerDown={onPointerDown}
                  onTouchStart={keepStill}
                >
                  {(["truth", "prediction"] as const).map((side) => (
                    <BoxControl
                      key={side}
                      side={side}
                      box={boxes.value[side]}
                      onKeyDown={(event, corner) => {
                        onKeyDown(side, event, corner);
                      }}
                    />
                  ))}
                </svg>
                {(["truth", "prediction"] as const).map((side) => (
                  <BoxTag key={side} side={side} box={boxes.value[side]} />
                ))}
              </div>
            </figure>
            <figure>
              <figcaption>
                <h3>Ellipses in them</h3>
              </figcaption>
              <div class="learn-stage">
                <Raster
                  cells={ellipseCells}
                  width={BOARD_WIDTH}
                  height={BOARD_HEIGHT}
                  tiles={overlapTiles}
                  label="The ellipses that touch the boxes' sides"
                />
                <svg viewBox={`0 0 ${BOARD_WIDTH} ${BOARD_HEIGHT}`} aria-hidden="true">
                  {(["truth", "prediction"] as const).map((side) => (
                    <Outline key={side} side={side} box={boxes.value[side]} />
                  ))}
                </svg>
              </div>
            </figure>
          </div>
          <Legend />
        </>
      }
      readout={
        <>
          <Comparison boxes={boxScores.value} ellipses={ellipseScores.value} />
          {announcer.region}
        </>
      }
    />
  );
}

/** The box under a point; of two, the smaller, which may lie within the other. */
function sideAt(boxes: Boxes, x: number, y: number): keyof Boxes | undefined {
  return (["prediction", "truth"] as const)
    .filter((side) => holds(boxes[side], x, y))
    .sort((one, other) => boxArea(boxes[one]) - boxArea(boxes[other]))[0];
}

function Outline({ side, box }: { readonly side: keyof Boxes; readonly box: Box }): VNode {
  const { left, top, right, bottom } = box;
  return (
    <g class={`learn-of-${side}`}>
      <rect class="learn-faint" x={left} y={top} width={right - left} height={bottom - top} />
      <ellipse
        class="learn-rim"
        cx={(left + right) / 2}
        cy={(top + bottom) / 2}
        rx={(right - left) / 2}
        ry={(bottom - top) / 2}
      />
    </g>
  );
}

interface ComparisonProps {
  readonly boxes: MaskScores;
  readonly ellipses: MaskScores;
}

const ROWS = [
  { figure: "intersection", name: "intersection", value: (of: MaskScores) => pixels(of.intersection) },
  { figure: "union", name: "union", value: (of: MaskScores) => pixels(of.union) },
  { figure: "iou", name: "IoU", value: (of: MaskScores) => score(of.iou) },
] as const;

function Comparison({ boxes, ellipses }: ComparisonProps): VNode {
  return (
    <table class="learn-table">
      <caption class="visually-hidden">Boxes beside the ellipses in them, in pixels</caption>
      <thead>
        <tr>
          <td />
          <th scope="col" class="number">
            boxes
          </th>
          <th scope="col" class="number">
            ellipses
          </th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(({ figure, name, value }) => (
          <tr key={figure} class={figure === "iou" ? "learn-total" : undefined}>
            <th scope="row">{name}</th>
            <td class="number" data-figure={`box-${figure}`}>
              {value(boxes)}
            </td>
            <td class="number" data-figure={`ellipse-${figure}`}>
              {value(ellipses)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
