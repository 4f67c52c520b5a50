import type { VNode } from "preact";
import type { Bin } from "../../view/scoreBins.js";
import { countText, scoreText } from "../../view/numberTexts.js";
import { dodge } from "./dodge.js";
import { BottomAxis, FittedPlot, LeftAxis } from "./Plot.js";
import { hundredths, linearScale, type Scale } from "./scale.js";

/** Few images are shown one by one. */
const MAX_DOTS = 40;

const MARGIN_RIGHT = 20;
const TOP = 26;
const BOTTOM = 44;
const DOT_RADIUS = 5;

interface DistributionProps {
  readonly label: string;
  readonly values: readonly number[];
  readonly bins: readonly Bin[];
  readonly median: number;
}

/** How a score is spread over images: bars, or the images one by one where they are few; the median as a dashed line. */
export function Distribution({ label, values, bins, median }: DistributionProps): VNode {
  const isFew = values.length <= MAX_DOTS;
  const height = isFew ? 170 : 230;
  const bottom = height - BOTTOM;
  const left = isFew ? 20 : 48;
  const domain = [bins[0]?.low ?? 0, bins.at(-1)?.high ?? 1] as const;
  return (
    <FittedPlot label={label} height={height}>
      {(width) => {
        const x = linearScale(domain, [left, width - MARGIN_RIGHT]);
        return (
          <>
            <BottomAxis scale={x} label="an image's mean IoU" from={TOP} to={bottom} hasGrid={isFew} />
            {isFew ? (
              <Dots values={values} x={x} bottom={bottom} />
            ) : (
              <Bars bins={bins} x={x} bottom={bottom} left={left} right={width - MARGIN_RIGHT} />
            )}
            <line class="dashed" x1={x.at(median)} x2={x.at(median)} y1={TOP} y2={bottom} />
            <text x={x.at(median)} y={TOP - 8} text-anchor="middle">
              median {scoreText(median)}
            </text>
          </>
        );
      }}
    </FittedPlot>
  );
}

function Dots({
  values,
  x,
  bottom,
}: {
  readonly values: readonly number[];
  readonly x: Scale;
  readonly bottom: number;
}): VNode {
  const places = values.map(x.at);
  const heights = dodge(places, DOT_RADIUS, 1);
  return (
    <g class="bar-fill">
      {places.map((place, i) => (
        <circle key={i} cx={place} cy={hundredths(bottom - (heights[i] as number))} r={DOT_RADIUS} />
      ))}
    </g>
  );
}

interface BarsProps {
  readonly bins: readonly Bin[];
  readonly x: Scale;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

function Bars({ bins, x, bottom, left, right }: BarsProps): VNode {
  const y = linearScale([0, Math.max(1, ...bins.map(({ count }) => count))], [bottom, TOP]);
  const counts: Scale = { ...y, ticks: y.ticks.filter(Number.isInteger), text: countText };
  return (
    <>
      <LeftAxis scale={counts} label="images" from={left} to={right} isUpright />
      <g class="bar-fill">
        {bins.map(({ low, high, count }) => (
          <rect
            key={low}
            x={x.at(low) + 0.5}
            y={y.at(count)}
            width={hundredths(Math.max(0, x.at(high) - x.at(low) - 1))}
            height={hundredths(bottom - y.at(count))}
          />
        ))}
      </g>
      <line class="tick" x1={left} x2={right} y1={bottom} y2={bottom} />
    </>
  );
}
