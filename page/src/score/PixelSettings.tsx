import type { VNode } from "preact";
import { Choice, NumberField } from "./fields.js";
import { RESIZE_SETTING } from "./pageWords.js";
import { choices, choose } from "./session.js";

/** What pixels are that have no label by their file's own word. */
export function PixelSettings(): VNode {
  const { alpha, nearestColour, unlistedColours, divide, predictionDivide, resize } = choices.value;
  return (
    <>
      <Choice
        label="Alpha 0"
        value={alpha}
        options={[
          [undefined, "an error"],
          ["both", "unlabelled"],
          ["groundTruth", "unlabelled in the truth"],
          ["prediction", "unlabelled in the prediction"],
        ]}
        onChange={(value) => choose({ alpha: value })}
      />
      <NumberField
        label="Nearest colour within"
        hint="0: colours as they are"
        value={nearestColour}
        min={0}
        step="any"
        disabled={false}
        onChange={(value) => choose({ nearestColour: value === 0 ? undefined : value })}
      />
      <Choice
        label="Other colours"
        value={unlistedColours}
        options={[
          [undefined, "an error"],
          ["void", "unlabelled"],
        ]}
        onChange={(value) => choose({ unlistedColours: value })}
      />
      <NumberField
        label="Instance ids divided by"
        hint="no ids, or 1000, 256"
        value={divide}
        min={1}
        disabled={false}
        onChange={(value) => choose({ divide: value })}
      />
      <NumberField
        label="Those of the prediction, by"
        hint="the same; 1: classes"
        value={predictionDivide}
        min={1}
        disabled={false}
        onChange={(value) => choose({ predictionDivide: value })}
      />
      <Choice
        label={RESIZE_SETTING}
        value={resize}
        options={[
          [undefined, "nothing: an error"],
          ["prediction", "prediction, nearest neighbour"],
        ]}
        onChange={(value) => choose({ resize: value })}
      />
    </>
  );
}
