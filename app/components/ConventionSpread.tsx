import type { VNode } from "preact";
import type { Spread } from "../../src/measures/confusion/conventions/spread.js";
import { NumberCell } from "./cells.js";
import { ScoreDots } from "./plots/ScoreDots.js";

interface ConventionSpreadProps {
  readonly spread: Spread;
  /** Rules in sight from the start. */
  readonly isOpen?: boolean;
}

/** The same counts by every tool's rule: how much of a number is its convention. */
export function ConventionSpread({ spread, isOpen = false }: ConventionSpreadProps): VNode {
  const byValue = spread.rows.filter(({ value }) => Number.isFinite(value)).sort((a, b) => b.value - a.value);
  return (
    <>
      <p>{spread.sentence}</p>
      {byValue.length > 0 && (
        <figure>
          <ScoreDots
            label="Mean IoU of this run by the rules of several tools"
            rows={byValue.map(({ label, value }) => ({
              name: label,
              colour: undefined,
              value,
              low: NaN,
              high: NaN,
              missing: "-",
            }))}
            axis="mean IoU"
            maxName={44}
          />
          <figcaption>One run, one set of counts, by the rules of several tools.</figcaption>
        </figure>
      )}
      <details class="numbers" open={isOpen}>
        <summary>What each rule does</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label="Rules">
          <table class="spread">
            <caption class="visually-hidden">Mean IoU by each rule</caption>
            <thead>
              <tr>
                <th scope="col">rule of</th>
                <th scope="col" class="number">
                  mean IoU
                </th>
                <th scope="col">how</th>
              </tr>
            </thead>
            <tbody>
              {spread.rows.map(({ label, value, rule }) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <NumberCell value={value} why="undefined by this rule" />
                  <td class="wide">{rule}</td>
                </tr>
              ))}
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
