import { median } from "d3-array";
import type { VNode } from "preact";
import { binsOf } from "../view/scoreBins.js";
import { countText, scoreText } from "../view/numberTexts.js";
import type { ModelView } from "../view/runView.js";
import { TextCell } from "./cells.js";
import { Distribution } from "./plots/Distribution.js";
import { NumbersBehind, ScrollTable } from "./ScrollTable.js";

/** How the images' own scores are spread. */
export function ImageSpread({ model: { name, images = [] } }: { readonly model: ModelView }): VNode {
  const values = images.map(({ meanIou }) => meanIou).filter(Number.isFinite);
  if (values.length === 0) return <p>No image has a score.</p>;
  const unscored = images.length - values.length;
  const middle = median(values) as number;
  const bins = binsOf(values);
  return (
    <>
      <figure>
        <Distribution
          label={`Mean IoU of ${countText(values.length)} images by ${name}, median ${scoreText(middle)}`}
          values={values}
          bins={bins}
          median={middle}
        />
        <figcaption>
          {`Each image by itself: its mean over the classes in its truth or prediction. Median ${scoreText(middle)}.`}
          {unscored > 0 &&
            ` ${countText(unscored)} of ${countText(images.length)} images have no score and are left out.`}
        </figcaption>
      </figure>
      <NumbersBehind summary="The numbers of this plot">
        <ScrollTable caption="Images by mean IoU" head={["mean IoU", "images"]}>
          {bins.map(({ low, high, count }) => (
            <tr key={low}>
              <th scope="row">{`${low.toFixed(2)} to ${high.toFixed(2)}`}</th>
              <TextCell>{countText(count)}</TextCell>
            </tr>
          ))}
        </ScrollTable>
      </NumbersBehind>
    </>
  );
}
