import type { VNode } from "preact";
import { NumberCell } from "../../../app/components/cells.js";
import { ScrollTable } from "../../../app/components/ScrollTable.js";
import { Swatch } from "../../../app/components/Swatch.js";
import { NO_COLOUR } from "../../../app/view/displayColours.js";
import type { ModelView } from "../../../app/view/runView.js";
import type { ImageScores } from "../../../src/measures/confusion/imageScores.js";

interface OwnClassesProps {
  readonly scores: ImageScores | undefined;
  readonly model: ModelView;
  readonly palette: readonly string[];
}

const ABSENT = "the class is in neither mask, or ignored";

/** The classes of the image that is looked at, with its own scores beside those of all images. */
export function OwnClasses({ scores, model, palette }: OwnClassesProps): VNode | null {
  if (scores === undefined) return null;
  const present = model.scores.classes.filter(({ classIndex }) => !Number.isNaN(scores.iou[classIndex]));
  return (
    <details class="numbers">
      <summary>Classes of this image</summary>
      <ScrollTable
        caption={`Scores of each class of ${scores.id ?? "the image"}`}
        head={["class", "IoU here", "IoU of all images", "Dice here"]}
      >
        {present.map(({ classIndex, name, iou }) => (
          <tr key={classIndex}>
            <th scope="row">
              <Swatch colour={palette[classIndex] ?? NO_COLOUR} />
              {name}
            </th>
            <NumberCell value={scores.iou[classIndex] as number} why={ABSENT} />
            <NumberCell value={iou} why={ABSENT} />
            <NumberCell value={scores.dice[classIndex] as number} why={ABSENT} />
          </tr>
        ))}
      </ScrollTable>
    </details>
  );
}
