import type { VNode } from "preact";
import type { LinePlot as Lines } from "../../view/tasks/taskView.js";
import { scoreText } from "../../view/numberTexts.js";
import { BottomAxis, LeftAxis, Plot } from "./Plot.js";
import { linearScale } from "./scale.js";

const [WIDTH, HEIGHT] = [460, 340];
const [LEFT, RIGHT, TOP, BOTTOM] = [52, 446, 12, 294];

/** Lines of shares against shares, told apart by colour and by dashes. It needs no script. */
export function LinePlot({ plot, label }: { readonly plot: Lines; readonly label: string }): VNode {
  const { x: across, y: up, series, hasDiagonal, note } = plot;
  const x = linearScale([0, 1], [LEFT, RIGHT]);
  const y = linearScale([0, 1], [BOTTOM, TOP]);
  return (
    <figure>
      <div class="square">
        <Plot label={label} width={WIDTH} height={HEIGHT}>
          <BottomAxis scale={x} label={across} from={TOP} to={BOTTOM} />
          <LeftAxis scale={y} label={up} from={LEFT} to={RIGHT} />
          {hasDiagonal && <line class="dashed" x1={LEFT} y1={BOTTOM} x2={RIGHT} y2={TOP} />}
          {series.map(({ name, points, hasDots }, i) => (
            <g key={name} class={`line line-${i + 1}`}>
              <path d={`M${points.map(([px, py]) => `${x.at(px)},${y.at(py)}`).join("L")}`}>
                <title>{name}</title>
              </path>
              {hasDots &&
                points.map(([px, py]) => (
                  <circle key={px} cx={x.at(px)} cy={y.at(py)} r={4}>
                    <title>{`${across} ${scoreText(px)}, ${up} ${scoreText(py)}`}</title>
                  </circle>
                ))}
            </g>
          ))}
        </Plot>
      </div>
      <figcaption>
        {series.length > 1 && (
          <span class="line-keys">
            {series.map(({ name }, i) => (
              <span key={name} class="line-name">
                <svg class={`line line-${i + 1}`} width="26" height="8" aria-hidden="true">
                  <path d="M0,4H26" />
                </svg>
                {name}
              </span>
            ))}
          </span>
        )}
        {note}
      </figcaption>
    </figure>
  );
}
