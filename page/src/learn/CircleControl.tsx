import type { VNode } from "preact";
import { type Circle, type CirclePair, GRID_SIZE } from "../../../src/samples/circles.js";
import { EDGE, MAX_RADIUS, MIN_RADIUS, rimPoint, toStage, toStageLength } from "./circlesModel.js";

export interface CircleControlProps {
  readonly side: keyof CirclePair;
  readonly circle: Circle;
  /** Of the handle, in radians. */
  readonly angle: number;
  readonly onKeyDown: (event: KeyboardEvent, isRim: boolean) => void;
}

/** A circle's outline, and the handle on its rim; each takes the focus. */
export function CircleControl({ side, circle, angle, onKeyDown }: CircleControlProps): VNode {
  const name = side === "groundTruth" ? "truth" : "prediction";
  const centre = toStage(circle);
  const rim = rimPoint(circle, angle);
  const isLeft = rim.x < GRID_SIZE / 2;
  return (
    <g class={`learn-shape learn-of-${name}`}>
      <circle
        class="learn-body"
        cx={centre.x}
        cy={centre.y}
        r={toStageLength(circle.radius)}
        tabindex={0}
        role="slider"
        aria-label={`Position of the ${name} circle; arrows move, plus and minus resize`}
        aria-valuemin={-EDGE}
        aria-valuemax={EDGE}
        aria-valuenow={circle.x}
        aria-valuetext={`x ${circle.x.toFixed(2)}, y ${circle.y.toFixed(2)}, radius ${circle.radius.toFixed(2)}`}
        onKeyDown={(event) => {
          onKeyDown(event, false);
        }}
      />
      <g
        class="learn-handle"
        data-rim={side}
        tabindex={0}
        role="slider"
        aria-label={`Radius of the ${name} circle`}
        aria-valuemin={MIN_RADIUS}
        aria-valuemax={MAX_RADIUS}
        aria-valuenow={circle.radius}
        onKeyDown={(event) => {
          onKeyDown(event, true);
        }}
      >
        <circle class="learn-reach" cx={rim.x} cy={rim.y} r={14} />
        <circle class="learn-dot" cx={rim.x} cy={rim.y} r={5} />
      </g>
      <text
        class="learn-label"
        x={rim.x + (isLeft ? -9 : 9)}
        y={rim.y - 7}
        text-anchor={isLeft ? "end" : "start"}
        aria-hidden="true"
      >
        {name}
      </text>
    </g>
  );
}
