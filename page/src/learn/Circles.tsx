import { useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import {
  type Circle,
  CIRCLE_PAIRS,
  circleMask,
  type CirclePair,
  GRID_SIZE,
} from "../../../app/samples/circles.js";
import { useAnnouncer } from "./Announcer.js";
import { CircleBody, CircleRim, CircleTag } from "./CircleControl.js";
import { distance, movedTo, resizedTo, topRowFirst, toPlane } from "./circlesModel.js";
import { arrowOf, follow, keepStill, pointIn } from "./drag.js";
import { pixels, score, spoken } from "./format.js";
import { overlapTiles } from "./ink.js";
import { overlapCells, scoreMasks } from "./overlap.js";
import { OverlapReadout } from "./OverlapReadout.js";
import { Raster } from "./Raster.js";
import { Choices, Legend, Section } from "./Section.js";

type Side = keyof CirclePair;

const SIDES = ["groundTruth", "prediction"] as const;

const KEY_STEP = 0.1;

const PAIR_NAMES = ["A perfect hit", "Shifted", "Too small"];

/** The tutorial's two circles, to be moved and resized. */
export function Circles(): VNode {
  const pair = useSignal(CIRCLE_PAIRS[1] as CirclePair);
  // Where on the rim each handle is: apart from each other, as the circles may lie on each other.
  const angles = useSignal<Readonly<Record<Side, number>>>({
    groundTruth: 0.58 * Math.PI,
    prediction: 0.42 * Math.PI,
  });
  const truthCircle = useComputed(() => pair.value.groundTruth);
  const predictionCircle = useComputed(() => pair.value.prediction);
  const truth = useComputed(() => circleMask(truthCircle.value));
  const prediction = useComputed(() => circleMask(predictionCircle.value));
  const cells = useComputed(() => topRowFirst(overlapCells(truth.value, prediction.value)));
  const scores = useComputed(() => scoreMasks(truth.value, prediction.value));
  const announcer = useAnnouncer();
  const stage = useRef<SVGSVGElement>(null);

  const outcome = (): string => {
    const { iou, dice, intersection, union } = scores.value;
    return `IoU ${spoken(iou)}, Dice ${spoken(dice)}; ${pixels(intersection)} of ${pixels(union)} pixels are in both.`;
  };
  const change = (side: Side, circle: Circle): void => {
    pair.value = { ...pair.value, [side]: circle };
  };
  const onPointerDown = (event: PointerEvent): void => {
    const svg = stage.current as SVGSVGElement;
    const at = (pointer: PointerEvent) => toPlane(pointIn(svg, pointer, GRID_SIZE, GRID_SIZE));
    const start = at(event);
    const rim = (event.target as Element).closest<SVGElement>("[data-rim]")?.dataset.rim as Side | undefined;
    const side = rim ?? sideAt(pair.value, start);
    if (side === undefined || event.button !== 0) return;
    const from = pair.value[side];
    follow(
      svg,
      event,
      (pointer) => {
        const now = at(pointer);
        if (rim === undefined) {
          change(side, movedTo(from, { x: from.x + now.x - start.x, y: from.y + now.y - start.y }));
        } else {
          angles.value = { ...angles.value, [side]: Math.atan2(now.y - from.y, now.x - from.x) };
          change(side, resizedTo(from, distance(now, from)));
        }
      },
      () => {
        announcer.now(outcome());
      },
    );
  };
  const onKeyDown = (side: Side, isRim: boolean, event: KeyboardEvent): void => {
    const next = keyed(pair.value[side], event, isRim);
    if (next === undefined) return;
    event.preventDefault();
    change(side, next);
    announcer.soon(outcome);
  };

  return (
    <Section
      id="learn-circles"
      title="Two circles"
      text={
        <>
          <p>
            The striped circle is the truth, the dashed one a prediction. <b>Intersection over union</b>{" "}
            divides the pixels that are in both by the pixels that are in either. It is 1 for a perfect hit
            and 0 for a miss, and both kinds of error cost.
          </p>
          <p>
            Drag a circle to move it and the dot on its rim to resize it. With the keyboard: arrows move, +
            and − resize.
          </p>
          <Choices
            label="The tutorial's three pairs"
            chosen={pair.value}
            choices={CIRCLE_PAIRS.map((value, index) => ({ value, name: PAIR_NAMES[index] }))}
            choose={(chosen) => {
              pair.value = chosen;
              announcer.now(outcome());
            }}
          />
        </>
      }
      figure={
        <>
          <div class="learn-stage learn-square">
            <Raster cells={cells} width={GRID_SIZE} height={GRID_SIZE} tiles={overlapTiles} />
            <svg
              ref={stage}
              viewBox={`0 0 ${GRID_SIZE} ${GRID_SIZE}`}
              role="group"
              aria-label="Truth and prediction circle, movable"
              onPointerDown={onPointerDown}
              onTouchStart={keepStill}
            >
              {SIDES.map((side) => (
                <CircleBody
                  key={side}
                  side={side}
                  circle={pair.value[side]}
                  onKeyDown={(event) => {
                    onKeyDown(side, false, event);
                  }}
                />
              ))}
              {SIDES.map((side) => (
                <CircleRim
                  key={side}
                  side={side}
                  circle={pair.value[side]}
                  angle={angles.value[side]}
                  onKeyDown={(event) => {
                    onKeyDown(side, true, event);
                  }}
                />
              ))}
            </svg>
            {SIDES.map((side) => (
              <CircleTag key={side} side={side} circle={pair.value[side]} angle={angles.value[side]} />
            ))}
          </div>
          <Legend />
        </>
      }
      readout={
        <>
          <OverlapReadout scores={scores} />
          <Relation iou={scores.value.iou} />
          {announcer.region}
        </>
      }
    />
  );
}

/** The two scores rank alike: each follows from the other. */
function Relation({ iou }: { readonly iou: number }): VNode {
  return (
    <p class="small muted">
      The two always agree on which is better: <span class="learn-counts">Dice = 2 IoU / (1 + IoU)</span> ={" "}
      <span class="learn-counts">
        2 × {score(iou)} / {score(1 + iou)} = {score((2 * iou) / (1 + iou))}
      </span>
      .
    </p>
  );
}

/** The circle under a point of the plane; of two, the smaller, which may lie within the other. */
function sideAt(pair: CirclePair, point: { readonly x: number; readonly y: number }): Side | undefined {
  return (["prediction", "groundTruth"] as const)
    .filter((side) => distance(pair[side], point) < pair[side].radius)
    .sort((one, other) => pair[one].radius - pair[other].radius)[0];
}

/** The circle after a key; undefined where the key is not for it. */
function keyed(circle: Circle, { key, shiftKey }: KeyboardEvent, isRim: boolean): Circle | undefined {
  const sign = key === "+" || key === "=" ? 1 : key === "-" ? -1 : 0;
  if (sign !== 0) return resizedTo(circle, circle.radius + sign * KEY_STEP);
  const arrow = arrowOf(key);
  if (arrow === undefined) return undefined;
  return shiftKey || isRim
    ? resizedTo(circle, circle.radius + (arrow.x - arrow.y) * KEY_STEP)
    : movedTo(circle, { x: circle.x + arrow.x * KEY_STEP, y: circle.y - arrow.y * KEY_STEP });
}
