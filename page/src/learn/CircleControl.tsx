import type { VNode } from "preact";
import { type Circle, type CirclePair, GRID_SIZE } from "../../../app/samples/circles.js";
import { EDGE, MAX_RADIUS, MIN_RADIUS, rimPoint, toStage, toStageLength } from "./circlesModel.js";
import { Tag } from "./Tag.js";

export interface CircleProps {
  readonly side: keyof CirclePair;
  readonly circle: Circle;
}

export interface RimProps extends CircleProps {
  /** Of the handle, in radians. */
  readonly angle: number;
}

interface Keyed {
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function nameOf(side: keyof CirclePair): "truth" | "prediction" {
  return side === "groundTruth" ? "truth" : "prediction";
}

/** A circle's outline: its position. */
export function CircleBody({ side, circle, onKeyDown }: CircleProps & Keyed): VNode {
  const name = nameOf(side);
  const centre = toStage(circle);
  return (
    <circle
      class={`learn-body learn-of-${name}`}
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
      onKeyDown={onKeyDown}
    />
  );
}

/** The handle on the rim: the circle's radius. */
export function CircleRim({ side, circle, angle, onKeyDown }: RimProps & Keyed): VNode {
  const name = nameOf(side);
  const rim = rimPoint(circle, angle);
  return (
    <g
      class={`learn-handle learn-of-${name}`}
      data-rim={side}
      tabindex={0}
      role="slider"
      aria-label={`Radius of the ${name} circle`}
      aria-valuemin={MIN_RADIUS}
      aria-valuemax={MAX_RADIUS}
      aria-valuenow={circle.radius}
      onKeyDown={onKeyDown}
    >
      <circle class="learn-reach" cx={rim.x} cy={rim.y} r={10.5} />
      <circle class="learn-dot" cx={rim.x} cy={rim.y} r={4.2} />
    </g>
  );
}

/** Beside the handle, on the side away from the stage's middle while there is room. */
export function CircleTag({ side, circle, angle }: RimProps): VNode {
  const at = rimPoint(circle, angle);
  const room = 0.24 * GRID_SIZE;
  const isLeft = at.x < GRID_SIZE / 2 ? at.x > room : at.x > GRID_SIZE - room;
  return (
    <Tag name={nameOf(side)} at={at} width={GRID_SIZE} height={GRID_SIZE} to={isLeft ? "left" : "right"} />
  );
}
