import type { VNode } from "preact";
import { type Circle, type CirclePair, GRID_SIZE } from "../../../src/samples/circles.js";
import { EDGE, MAX_RADIUS, MIN_RADIUS, rimPoint, toStage, toStageLength } from "./circlesModel.js";
import { Tag } from "./Tag.js";

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
    </g>
  );
}

/** Beside the handle, on the side away from the stage's middle while there is room. */
export function CircleTag({ side, circle, angle }: Omit<CircleControlProps, "onKeyDown">): VNode {
  const at = rimPoint(circle, angle);
  const room = 0.24 * GRID_SIZE;
  const isLeft = at.x < GRID_SIZE / 2 ? at.x > room : at.x > GRID_SIZE - room;
  return (
    <Tag
      name={side === "groundTruth" ? "truth" : "prediction"}
      at={at}
      width={GRID_SIZE}
      height={GRID_SIZE}
      to={isLeft ? "left" : "right"}
    />
  );
}
