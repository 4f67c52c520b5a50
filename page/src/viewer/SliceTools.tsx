import type { VNode } from "preact";
import { Segmented } from "../../../app/components/Segmented.js";
import type { PlaneName, SliceView } from "../../../app/view/paintTile.js";
import { PLANES, sliceCount } from "../../../app/view/sliceViews.js";
import type { RasterSize } from "../../../src/reading/raster.js";

interface SliceToolsProps {
  readonly size: RasterSize;
  readonly slice: SliceView;
  /** Where each plane begins. */
  readonly worst: Readonly<Record<PlaneName, number>>;
  readonly choose: (slice: SliceView) => void;
}

/** Which slice of a volume is seen, and in which of its three planes. */
export function SliceTools({ size, slice, worst, choose }: SliceToolsProps): VNode {
  const count = sliceCount(size, slice.plane);
  const [, , axis] = PLANES.find(([plane]) => plane === slice.plane) as (typeof PLANES)[number];
  return (
    <p class="controls slices">
      <Segmented
        label="Plane"
        name="viewer-plane"
        options={PLANES}
        value={slice.plane}
        choose={(plane) => {
          choose({ plane, at: worst[plane] });
        }}
      />
      <label class="scrubber">
        Slice{" "}
        <input
          type="range"
          min={0}
          max={count - 1}
          value={slice.at}
          aria-valuetext={`slice ${slice.at + 1} of ${count}`}
          onInput={(event) => {
            choose({ ...slice, at: Number(event.currentTarget.value) });
          }}
        />{" "}
        <span class="muted">
          {axis} = {slice.at}, {slice.at + 1} of {count}
        </span>
      </label>
    </p>
  );
}
