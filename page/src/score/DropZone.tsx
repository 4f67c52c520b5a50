import { Fragment, type VNode } from "preact";
import { DropField } from "./DropField.js";
import type { Side } from "./roles.js";
import { clearSide, sides, take, takeDropped } from "./session.js";

const TITLES = { groundTruth: "Ground truth", prediction: "Prediction" } as const;

const EMPTY = {
  groundTruth: "Drop a mask, or a folder of masks",
  prediction: "Drop a mask, a folder of masks, or one of each model",
} as const;

/** Where one side's masks go: dropped, or chosen. */
export function DropZone({ side }: { readonly side: Side }): VNode {
  const { groundTruth, predictions } = sides.value;
  const given = side === "prediction" ? predictions : groundTruth === undefined ? [] : [groundTruth];
  const fileCount = given.reduce((sum, { files }) => sum + files.length, 0);
  return (
    <DropField
      kind={side}
      title={TITLES[side]}
      drop={(transfer) => void takeDropped(transfer, side)}
      take={(items) => void take(items, side)}
      remove={
        given.length === 0
          ? undefined
          : () => {
              clearSide(side);
            }
      }
    >
      <p>
        {given.length === 0 ? (
          <span class="muted">{EMPTY[side]}</span>
        ) : (
          <>
            {given.map(({ name }, i) => (
              <Fragment key={i}>
                {i > 0 && ", "}
                <strong>{name}</strong>
              </Fragment>
            ))}{" "}
            <span class="muted">{fileCount === 1 ? "one file" : `${fileCount} files`}</span>
          </>
        )}
      </p>
    </DropField>
  );
}
