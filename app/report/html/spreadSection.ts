import type { Spread } from "../../../src/measures/confusion/conventions/spread.js";
import { type Markup, markup } from "./markup.js";
import { scoreText } from "../../view/numbers.js";
import { scoreDots } from "./plots.js";
import { numberCell, tableRow } from "./tables.js";

/** The same counts by every tool's rule: how much of a number is its convention. */
export function spreadSection(spread: Spread, document: Document): Markup {
  const rows = spread.rows.map(({ label, value, rule }) =>
    tableRow(label, [
      numberCell(value, scoreText, "undefined by this rule"),
      markup`<td class="wide">${rule}</td>`,
    ]),
  );
  const byValue = [...spread.rows]
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => b.value - a.value);
  return markup`<p>${spread.sentence}</p>
${
  byValue.length > 0 &&
  markup`<figure>${scoreDots(
    document,
    "Mean IoU of this run by the rules of several tools",
    byValue.map(({ label, value }) => ({
      name: label,
      colour: undefined,
      value,
      low: NaN,
      high: NaN,
      missing: "-",
    })),
    "mean IoU",
    44,
  )}<figcaption>One run, one set of counts, by the rules of several tools.</figcaption></figure>`
}
<details class="numbers"><summary>What each rule does</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Rules"><table>
<caption class="hidden">Mean IoU by each rule</caption><thead><tr><th scope="col">rule of</th><th scope="col" class="num">mean IoU</th><th scope="col">how</th></tr></thead><tbody>${rows}</tbody></table></div></details>
${spread.leftOut.length > 0 && markup`<p class="muted">Left out, as they take each image's counts: ${spread.leftOut.join(", ")}.</p>`}`;
}
