import type { VNode } from "preact";
import { Choice, NumberField } from "../score/fields.js";
import { start } from "../score/session.js";
import { type ComponentChoices, componentChoices } from "./taskChoices.js";

const CONNECTIVITIES = [4, 8, 6, 18, 26] as const;

/** How components are found and matched. */
export function ComponentSettings(): VNode {
  const { match, iouThreshold, minPixels, connectivity } = componentChoices.value;
  const set = (changed: Partial<ComponentChoices>): Promise<void> => {
    componentChoices.value = { ...componentChoices.value, ...changed };
    return start();
  };
  return (
    <details class="settings">
      <summary>How components are matched</summary>
      <div class="fields">
        <Choice
          label="Match by"
          value={match}
          options={[
            [undefined, "IoU"],
            ["overlap", "overlap of one pixel"],
          ]}
          onChange={(value) => set({ match: value })}
        />
        <NumberField
          label="IoU above"
          hint="0.5"
          value={iouThreshold}
          min={0}
          step="any"
          disabled={match === "overlap"}
          onChange={(value) => set({ iouThreshold: value })}
        />
        <NumberField
          label="Least pixels"
          hint="1"
          value={minPixels}
          min={1}
          disabled={false}
          onChange={(value) => set({ minPixels: value })}
        />
        <Choice
          label="Neighbours of a pixel"
          value={connectivity === undefined ? undefined : String(connectivity)}
          options={[
            [undefined, "all, 8 or 26"],
            ...CONNECTIVITIES.map((count) => [String(count), String(count)] as const),
          ]}
          onChange={(value) => set({ connectivity: CONNECTIVITIES.find((one) => String(one) === value) })}
        />
      </div>
    </details>
  );
}
