import type { VNode } from "preact";
import type { Spread } from "../../src/measures/confusion/conventions/spread.js";
import { countText } from "../view/numberTexts.js";
import { valuesOfSpread } from "../view/spreadValues.js";
import { NumberCell } from "./cells.js";
import { ScoreDots } from "./plots/ScoreDots.js";

interface ConventionSpreadProps {
  readonly spread: Spread;
  /** Rules in sight from the start. */
  readonly isOpen?: boolean;
}

/** The same counts by every tool's rule, those that come to one number together: how much of it is its convention. */
export function ConventionSpread({ spread, isOpen = false }: ConventionSpreadProps): VNode {
  const values = valuesOfSpread(spread.rows);
  const scored = values.filter(({ value }) => Number.isFinite(value));
  return (
    <>
      <p>{spread.sentence}</p>
      {scored.length > 0 && (
        <figure>
          <ScoreDots
            label="Mean IoU of this run by the rules of several tools"
            rows={scored.map(({ value, rules }) => ({
              name: nameOf(rules.flatMap(({ tools }) => tools)),
              colour: undefined,
              value,
              low: NaN,
              high: NaN,
              missing: "-",
            }))}
            axis="mean IoU"
            maxName={44}
          />
          <figcaption>
            One run, one set of counts: {countText(spread.rows.length)} rules come to{" "}
            {countText(values.length)} {values.length === 1 ? "number" : "numbers"}.
          </figcaption>
        </figure>
      )}
      <details class="numbers" open={isOpen}>
        <summary>What each rule does</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label="Rules">
          <table class="spread">
            <caption class="visually-hidden">Mean IoU by each rule</caption>
            <thead>
              <tr>
                <th scope="col" class="number">
                  mean IoU
                </th>
                <th scope="col">rule of</th>
                <th scope="col">how</th>
              </tr>
            </thead>
            <tbody>
              {values.flatMap(({ value, rules }) =>
                rules.map(({ rule, tools }) => (
                  <tr key={`${value} ${rule}`}>
                    <NumberCell value={value} why="undefined by this rule" />
                    <th scope="row">
                      {tools.map((tool) => (
                        <div key={tool}>{tool}</div>
                      ))}
                    </th>
                    <td class="wide">{rule}</td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </div>
      </details>
      {spread.leftOut.length > 0 && (
        <p class="muted small">
          Left out, as they take each image&apos;s counts: {spread.leftOut.join(", ")}.
        </p>
      )}
    </>
  );
}

/** Of tools that come to one number: the first, and how many more; all stand in the table. */
function nameOf(tools: readonly string[]): string {
  const [first = ""] = tools;
  return tools.length === 1 ? first : `${first}, +${tools.length - 1}`;
}
