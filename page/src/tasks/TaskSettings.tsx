import type { Signal } from "@preact/signals";
import type { VNode } from "preact";
import { Choice, NumberField } from "../score/fields.js";
import { start } from "../score/session.js";
import { ListField } from "../score/ListField.js";
import { readLengths, readSpacing } from "./lengthList.js";
import {
  boundaryChoices,
  componentChoices,
  isDetectionTask,
  maskChoices,
  panopticChoices,
  surfaceChoices,
  task,
} from "./taskChoices.js";

const CONNECTIVITIES = [4, 8, 6, 18, 26] as const;

const SUMMARIES = {
  boundary: "How wide boundaries are",
  surfaces: "How surfaces are measured",
  components: "How components are matched",
  panoptic: "Whose rules",
} as const;

/** How the chosen task measures; nothing of overlap. */
export function TaskSettings(): VNode | null {
  const chosen = task.value;
  if (chosen === "overlap" || isDetectionTask(chosen)) return null;
  return (
    <details class="settings">
      <summary>{SUMMARIES[chosen]}</summary>
      <div class="fields">
        {chosen === "boundary" && <BoundaryFields />}
        {chosen === "surfaces" && <SurfaceFields />}
        {chosen === "components" && <ComponentFields />}
        {chosen === "panoptic" && <PanopticFields />}
        {chosen !== "panoptic" && (
          <NumberField
            label="Background"
            hint="0: the class that is not scored"
            value={maskChoices.value.background}
            min={0}
            disabled={false}
            onChange={(background) => change(maskChoices, { background })}
          />
        )}
        {(chosen === "surfaces" || chosen === "components") && (
          <ListField
            label="Spacing"
            hint="as files say, else 1"
            text={maskChoices.value.spacing?.join(", ") ?? ""}
            read={readSpacing}
            wanted="Lengths above 0 along x, y and, of volumes, z, as 0.8, 0.8, 2.5"
            onChange={(spacing) => change(maskChoices, { spacing })}
          />
        )}
      </div>
    </details>
  );
}

/** Scores anew by what was chosen. */
function change<T extends object>(choices: Signal<T>, changed: Partial<T>): Promise<void> {
  choices.value = { ...choices.value, ...changed };
  return start();
}

function BoundaryFields(): VNode {
  const { ratio, distance } = boundaryChoices.value;
  return (
    <>
      <NumberField
        label="Share of the diagonal"
        hint="0.02"
        value={ratio}
        min={0}
        step="any"
        disabled={distance !== undefined}
        onChange={(value) => change(boundaryChoices, { ratio: value })}
      />
      <NumberField
        label="Or pixels"
        hint="none"
        value={distance}
        min={1}
        disabled={ratio !== undefined}
        onChange={(value) => change(boundaryChoices, { distance: value })}
      />
    </>
  );
}

function SurfaceFields(): VNode {
  const { tolerances, percentile, edges } = surfaceChoices.value;
  return (
    <>
      <ListField
        label="Tolerances of surface Dice"
        hint="none, or 1, 2"
        text={tolerances?.join(", ") ?? ""}
        read={readLengths}
        wanted="Lengths from 0 on, as 1, 2"
        onChange={(value) => change(surfaceChoices, { tolerances: value })}
      />
      <NumberField
        label="Percentile of the Hausdorff distance"
        hint="95"
        value={percentile}
        min={0}
        step="any"
        disabled={false}
        onChange={(value) => change(surfaceChoices, { percentile: value })}
      />
      <Choice
        label="Surfaces are"
        value={edges}
        options={[
          [undefined, "voxels at the edge (erosion)"],
          ["surfels", "pieces between voxels (surfels)"],
        ]}
        onChange={(value) => change(surfaceChoices, { edges: value })}
      />
    </>
  );
}

function ComponentFields(): VNode {
  const { match, iouThreshold, minPixels, minVolume, connectivity } = componentChoices.value;
  return (
    <>
      <Choice
        label="Match by"
        value={match}
        options={[
          [undefined, "IoU"],
          ["overlap", "overlap of one pixel"],
        ]}
        onChange={(value) => change(componentChoices, { match: value })}
      />
      <NumberField
        label="IoU above"
        hint="0.5"
        value={iouThreshold}
        min={0}
        step="any"
        disabled={match === "overlap"}
        onChange={(value) => change(componentChoices, { iouThreshold: value })}
      />
      <NumberField
        label="Least pixels"
        hint="1"
        value={minPixels}
        min={1}
        disabled={false}
        onChange={(value) => change(componentChoices, { minPixels: value })}
      />
      <NumberField
        label="Least volume"
        hint="none; in the spacing's unit"
        value={minVolume}
        min={0}
        step="any"
        disabled={false}
        onChange={(value) => change(componentChoices, { minVolume: value })}
      />
      <Choice
        label="Neighbours of a pixel"
        value={connectivity === undefined ? undefined : String(connectivity)}
        options={[
          [undefined, "all, 8 or 26"],
          ...CONNECTIVITIES.map((count) => [String(count), String(count)] as const),
        ]}
        onChange={(value) =>
          change(componentChoices, { connectivity: CONNECTIVITIES.find((one) => String(one) === value) })
        }
      />
    </>
  );
}

function PanopticFields(): VNode {
  return (
    <Choice
      label="Rules"
      value={panopticChoices.value.convention}
      options={[
        [undefined, "panopticapi"],
        ["cityscapes", "Cityscapes"],
        ["torchmetrics", "torchmetrics, modified PQ"],
        ["torchmetrics-standard", "torchmetrics, PQ"],
      ]}
      onChange={(value) => change(panopticChoices, { convention: value })}
    />
  );
}
