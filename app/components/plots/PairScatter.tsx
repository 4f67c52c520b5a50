import type { VNode } from "preact";
import { scoreText } from "../../view/numberTexts.js";
import { BottomAxis, LeftAxis, Plot } from "./Plot.js";
import { linearScale, paddedRange, shortened } from "./scale.js";

/** One thing, by both models. */
export interface ScatterPair {
  readonly id: string;
  readonly first: number;
  readonly second: number;
}

interface PairScatterProps {
  readonly label: string;
  readonly pairs: readonly ScatterPair[];
  readonly firstName: string;
  readonly secondName: string;
}

const [WIDTH, HEIGHT] = [420, 410];
const [LEFT, RIGHT, TOP, BOTTOM] = [58, 400, 12, 364];
const MAX_NAME = 48;

/** Images by both models; above the diagonal the second is better. */
export function PairScatter({ label, pairs, firstName, secondName }: PairScatterProps): VNode {
  const shown = pairs.filter(({ first, second }) => Number.isFinite(first) && Number.isFinite(second));
  const domain = paddedRange(
    shown.map(({ first, second }) => ({ value: first, low: Math.min(first, second), high: second })),
  );
  const x = linearScale(domain, [LEFT, RIGHT]);
  const y = linearScale(domain, [BOTTOM, TOP]);
  return (
    <Plot label={label} width={WIDTH} height={HEIGHT}>
      <BottomAxis scale={x} label={shortened(firstName, MAX_NAME)} from={TOP} to={BOTTOM} />
      <LeftAxis scale={y} label={shortened(secondName, MAX_NAME)} from={LEFT} to={RIGHT} />
      <line class="dashed" x1={LEFT} y1={BOTTOM} x2={RIGHT} y2={TOP} />
      {shown.map(({ id, first, second }) => (
        <circle key={id} class="point" cx={x.at(first)} cy={y.at(second)} r={3.5}>
          <title>{`${id}: ${scoreText(first)}, ${scoreText(second)}`}</title>
        </circle>
      ))}
    </Plot>
  );
}
