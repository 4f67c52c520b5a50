import type { VNode } from "preact";
import type { Contributions } from "../../src/scorers/segmentationStatistics.js";
import { changeText, countText, percentText } from "../view/numberTexts.js";
import { NumberCell, TextCell } from "./cells.js";
import { ScrollTable } from "./ScrollTable.js";

/** The dearest confusions that are listed. */
const LISTED = 20;

/** Which confusions cost most. */
export function DearestConfusions({ confusions }: Pick<Contributions, "confusions">): VNode {
  if (confusions.length === 0) return <p>No pixel has a wrong class.</p>;
  const wrongPixels = new Map<number, number>();
  for (const { groundTruth, pixels } of confusions) {
    wrongPixels.set(groundTruth, (wrongPixels.get(groundTruth) ?? 0) + pixels);
  }
  return (
    <>
      <h4>The dearest confusions</h4>
      <p class="muted small">
        What predicting exactly these pixels right would add to the mean IoU
        {confusions.length > LISTED && `; the first ${LISTED} of ${countText(confusions.length)}`}.
      </p>
      <ScrollTable
        caption="The dearest confusions"
        head={["confusion", "would add", "pixels", "of the class's errors"]}
      >
        {confusions.slice(0, LISTED).map(({ text, pixels, cost, groundTruth }) => (
          <tr key={text}>
            <th scope="row">{text}</th>
            <NumberCell value={cost} format={changeText} why="the mean is undefined" />
            <NumberCell value={pixels} format={countText} why="" />
            <TextCell>{percentText(pixels / (wrongPixels.get(groundTruth) as number))}</TextCell>
          </tr>
        ))}
      </ScrollTable>
    </>
  );
}
