import type { VNode } from "preact";
import { descending } from "../../../src/statistics/descending.js";
import { scoreText } from "../../../app/view/numbers.js";
import type { ReportedModel } from "../../../app/view/reportedRun.js";

/** The same masks by every tool's rules, each with what it does. */
export function SpreadList({ model: { spread } }: { readonly model: ReportedModel }): VNode | null {
  if (spread === undefined) return null;
  const { rows, sentence } = spread;
  return (
    <section aria-labelledby="spread-title">
      <h2 id="spread-title">The same masks by other tools&apos; rules</h2>
      <p>{sentence}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Mean IoU by every convention, scrollable">
        <table class="spread">
          <thead>
            <tr>
              <th scope="col">tool</th>
              <th scope="col" class="number">
                mean IoU
              </th>
              <th scope="col" aria-hidden="true" />
              <th scope="col">what it does</th>
            </tr>
          </thead>
          <tbody>
            {[...rows]
              .sort((a, b) => descending(a.value, b.value))
              .map(({ label, value, rule }) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td class="number">{scoreText(value)}</td>
                  <td class="bar-cell">
                    <span class="bar" aria-hidden="true">
                      <span style={{ width: `${Number.isFinite(value) ? value * 100 : 0}%` }} />
                    </span>
                  </td>
                  <td class="muted">{rule}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
