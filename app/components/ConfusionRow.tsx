import type { VNode } from "preact";
import { type ConfusionView, DEEP, opacityOf } from "../view/confusionView.js";
import { countText } from "../view/numberTexts.js";

/** What a cell's number is: a share of its row's pixels (recall), of its column's (precision), or pixels. */
export type CellMode = "row" | "column" | "count";

interface ConfusionRowProps {
  readonly view: ConfusionView;
  readonly name: string;
  /** Which row it is. */
  readonly truth: number;
  readonly mode: CellMode;
  /** The cell that takes the tabulator key, and the one whose images are listed, if they are in this row. */
  readonly tabStop: number | undefined;
  readonly chosen: number | undefined;
}

/** A true class, and what its pixels were called. */
export function ConfusionRow({ view, name, truth, mode, tabStop, chosen }: ConfusionRowProps): VNode {
  const { classes, pixels, rowTotals, columnTotals, voids } = view;
  const total = rowTotals[truth] as number;
  const largest = Math.max(1, ...rowTotals);
  return (
    <tr>
      <th scope="row">{name}</th>
      {classes.map((_, prediction) => {
        const count = pixels[truth * classes.length + prediction] as number;
        const whole = { row: total, column: columnTotals[prediction] as number, count: largest }[mode];
        const shade = count === 0 ? 0 : Math.sqrt(count / whole);
        const kinds = [
          truth === prediction && "hit",
          shade > DEEP && "deep",
          prediction === chosen && "chosen",
        ].filter((kind) => kind !== false);
        return (
          <td
            key={prediction}
            tabIndex={prediction === tabStop ? 0 : -1}
            class={kinds.length === 0 ? undefined : kinds.join(" ")}
            data-n={count === 0 ? undefined : count}
            style={count === 0 ? undefined : { "--s": opacityOf(shade).toFixed(3) }}
          >
            {count === 0 ? null : mode === "count" ? countText(count) : ((100 * count) / whole).toFixed(1)}
          </td>
        );
      })}
      {voids !== undefined && <td class="total">{countText(voids[truth] as number)}</td>}
      <td class="total">{countText(total)}</td>
    </tr>
  );
}
