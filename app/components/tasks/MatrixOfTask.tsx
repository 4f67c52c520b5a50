import type { VNode } from "preact";
import { DEEP, opacityOf } from "../../view/confusionView.js";
import { countText, percentText } from "../../view/numberTexts.js";
import type { MatrixPlot } from "../../view/tasks/taskView.js";

/** More columns are narrow ones. */
const DENSE = 12;

/** Counts of categories that are taken for each other; shades grow with the root of a cell's share of its row. */
export function MatrixOfTask({ plot, label }: { readonly plot: MatrixPlot; readonly label: string }): VNode {
  const { names, counts, totals, note } = plot;
  return (
    <figure class="confusion">
      <div class="scroll" tabIndex={0} role="region" aria-label={label}>
        <table class={`matrix${names.length > DENSE ? " dense" : ""}`}>
          <caption class="visually-hidden">{label}</caption>
          <thead>
            <tr>
              <th class="corner" scope="col">
                there is \ found
              </th>
              {names.map((name, column) => (
                <th key={column} scope="col">
                  <span>{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {counts.map((cells, row) => (
              <tr key={row}>
                <th scope="row">{names[row]}</th>
                {cells.map((count, column) => (
                  <Cell
                    key={column}
                    count={count}
                    share={count / (totals[row] as number)}
                    isRight={row === column}
                    title={`there is ${names[row] ?? ""}, found ${names[column] ?? ""}`}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <figcaption>{note}</figcaption>
    </figure>
  );
}

interface CellProps {
  readonly count: number;
  readonly share: number;
  readonly isRight: boolean;
  readonly title: string;
}

function Cell({ count, share, isRight, title }: CellProps): VNode {
  const shade = Math.sqrt(Math.min(1, share));
  const kinds = [isRight && "hit", shade > DEEP && "deep"].filter((kind) => kind !== false);
  return (
    <td
      class={["still", ...kinds].join(" ")}
      style={count > 0 ? { "--s": opacityOf(shade).toFixed(3) } : undefined}
      title={`${title}: ${countText(count)}, ${percentText(share)} of the row`}
    >
      {count > 0 ? countText(count) : null}
    </td>
  );
}
