import type { VNode } from "preact";
import { BOARD_HEIGHT, BOARD_WIDTH, type Box, type Corner, CORNERS } from "./boxModel.js";
import { Tag } from "./Tag.js";

export interface BoxControlProps {
  readonly side: "truth" | "prediction";
  readonly box: Box;
  /** Without a corner, the key is for the box as a whole. */
  readonly onKeyDown: (event: KeyboardEvent, corner?: Corner) => void;
}

/** A box's outline and its four handles; each takes the focus. */
export function BoxControl({ side, box, onKeyDown }: BoxControlProps): VNode {
  const { left, top, right, bottom } = box;
  return (
    <g class={`learn-of-${side}`}>
      <rect
        class="learn-body"
        data-side={side}
        x={left}
        y={top}
        width={right - left}
        height={bottom - top}
        tabindex={0}
        role="slider"
        aria-label={`Position of the ${side} box; arrows move`}
        aria-valuemin={0}
        aria-valuemax={BOARD_WIDTH}
        aria-valuenow={left}
        aria-valuetext={`left ${left}, top ${top}, ${right - left} by ${bottom - top} pixels`}
        onKeyDown={(event) => {
          onKeyDown(event);
        }}
      />
      {CORNERS.map((corner, index) => (
        <g
          key={corner.name}
          class="learn-handle"
          data-side={side}
          data-corner={index}
          tabindex={0}
          role="slider"
          aria-label={`The ${side} box's ${corner.name} corner`}
          aria-valuemin={0}
          aria-valuemax={BOARD_WIDTH}
          aria-valuenow={box[corner.x]}
          aria-valuetext={`x ${box[corner.x]}, y ${box[corner.y]}`}
          onKeyDown={(event) => {
            onKeyDown(event, corner);
          }}
        >
          <circle class="learn-reach" cx={box[corner.x]} cy={box[corner.y]} r={10} />
          <circle class="learn-dot" cx={box[corner.x]} cy={box[corner.y]} r={3.4} />
        </g>
      ))}
    </g>
  );
}

/** Truth is named over its top left corner, prediction under its bottom right one. */
export function BoxTag({ side, box }: Omit<BoxControlProps, "onKeyDown">): VNode {
  const isTruth = side === "truth";
  const room = 0.15 * BOARD_HEIGHT;
  return (
    <Tag
      name={side}
      at={isTruth ? { x: box.left, y: box.top } : { x: box.right, y: box.bottom }}
      width={BOARD_WIDTH}
      height={BOARD_HEIGHT}
      to={isTruth ? "right" : "left"}
      below={isTruth ? box.top < room : box.bottom < BOARD_HEIGHT - room}
    />
  );
}
