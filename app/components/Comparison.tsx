import type { VNode } from "preact";
import type { ConventionName } from "../../src/measures/confusion/conventions/convention.js";
import { comparisonBasis, comparisonVerdict, NO_DIFFERENCE } from "../view/comparisonWords.js";
import { METRIC_NAMES } from "../view/metricNames.js";
import { boundsText, changeText, countText, levelText, pText } from "../view/numberTexts.js";
import type { ComparisonView } from "../view/runView.js";
import { leftOutNote, MAX_BARS } from "../view/shownClasses.js";
import { NumberCell, TextCell } from "./cells.js";
import { DifferenceHeadline } from "./DifferenceHeadline.js";
import { PairScatter } from "./plots/PairScatter.js";
import { DifferenceDots } from "./plots/ScoreDots.js";
import { NumbersBehind, ScrollTable } from "./ScrollTable.js";

/** Images that are listed. */
const LISTED = 10;

interface ComparisonProps {
  readonly comparison: ComparisonView;
  readonly convention: ConventionName;
}

/** Whether the second model is better than the first on the same images, by how much, and where. */
export function Comparison({ comparison, convention }: ComparisonProps): VNode {
  return (
    <>
      <DifferenceHeadline second={comparison.second} result={comparison.result} />
      <p class="verdict">{comparisonVerdict(comparison)}</p>
      <p class="muted small">{comparisonBasis(comparison, convention)}</p>
      {comparison.result.classes.length > 0 && <ByClass {...comparison} />}
      <ByImage {...comparison} />
    </>
  );
}

function ByClass({ first, second, result }: ComparisonView): VNode {
  const metric = METRIC_NAMES[result.metric];
  const shown = mostMoved(result.classes);
  return (
    <>
      <h3>By class</h3>
      <figure>
        <DifferenceDots
          label={`Difference in ${metric} of each class, ${second} minus ${first}`}
          rows={shown.map(({ name, difference, bounds }) => ({
            name,
            colour: undefined,
            value: difference,
            low: bounds.low,
            high: bounds.high,
            missing: "no score",
          }))}
          axis={`${metric} of ${second} minus ${first}`}
        />
        <figcaption>
          {`To the right of zero ${second} is better. Whiskers: ${levelText(result.level)} interval; a hollow dot's holds zero.`}
          {leftOutNote(result.classes.length, "that moved most")}
        </figcaption>
      </figure>
      <NumbersBehind summary="The numbers of each class, with p-values">
        <ScrollTable
          caption={`${metric} of each class by both models`}
          head={["class", first, second, "difference", "interval", "p", "p (Holm)"]}
        >
          {shown.map((row) => (
            <tr key={row.classIndex}>
              <th scope="row">{row.name}</th>
              <NumberCell value={row.first} why="no score" />
              <NumberCell value={row.second} why="no score" />
              <NumberCell value={row.difference} format={changeText} why={NO_DIFFERENCE} />
              <TextCell>{boundsText(row.bounds, changeText)}</TextCell>
              <NumberCell value={row.pValue} format={pText} why={NO_DIFFERENCE} />
              <NumberCell value={row.pValueHolm} format={pText} why={NO_DIFFERENCE} />
            </tr>
          ))}
        </ScrollTable>
      </NumbersBehind>
    </>
  );
}

/** All classes, or those with the largest differences where there are too many; in class order. */
type Classes = ComparisonView["result"]["classes"];

function mostMoved(classes: Classes): Classes {
  const size = ({ difference }: Classes[number]): number =>
    Number.isNaN(difference) ? -1 : Math.abs(difference);
  return [...classes]
    .sort((a, b) => size(b) - size(a))
    .slice(0, MAX_BARS)
    .sort((a, b) => a.classIndex - b.classIndex);
}

function ByImage({ first, second, result }: ComparisonView): VNode {
  const metric = METRIC_NAMES[result.metric];
  const scored = result.images.filter(({ difference }) => Number.isFinite(difference));
  if (scored.length === 0) return <p>No image has a score by both models.</p>;
  const better = scored.filter(({ difference }) => difference > 0).length;
  const worse = scored.filter(({ difference }) => difference < 0).length;
  return (
    <>
      <h3>By image</h3>
      <div class="side-by-side">
        <figure>
          <PairScatter
            label={`Mean ${metric} of each image, ${first} across, ${second} up`}
            pairs={scored}
            firstName={first}
            secondName={second}
          />
          <figcaption>
            {`Mean ${metric} of each image. Above the dashed line ${second} is better: ${countText(better)} images better, ${countText(worse)} worse, ${countText(scored.length - better - worse)} the same.`}
          </figcaption>
        </figure>
        <div>
          <h4>The images that moved most</h4>
          <ScrollTable caption="Images that moved most" head={["image", first, second, "difference"]}>
            {scored.slice(0, LISTED).map((image) => (
              <tr key={image.id}>
                <th scope="row">{image.id}</th>
                <NumberCell value={image.first} why="" />
                <NumberCell value={image.second} why="" />
                <NumberCell value={image.difference} format={changeText} why="" />
              </tr>
            ))}
          </ScrollTable>
        </div>
      </div>
    </>
  );
}
