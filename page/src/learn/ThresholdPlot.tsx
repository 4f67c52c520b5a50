import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ThresholdCurve } from "../../../src/index.js";
import { clamp, follow, pointIn } from "./drag.js";
import { score } from "./format.js";

/** Scores that have a line, the most important last, so that it lies on top. */
export const LINES = ["recall", "precision", "dice", "iou"] as const;

const TICKS = [0, 0.25, 0.5, 0.75, 1];

const HEIGHT = 230;
const TOP = 26;
const BOTTOM = 24;
/** Half a slider's thumb, so that the slider below stands under its threshold. */
const SIDE = 8;

export interface ThresholdPlotProps {
  readonly curve: ThresholdCurve;
  /** Index of the threshold in the curve. */
  readonly index: number;
  readonly choose: (index: number) => void;
}

/** The whole curve, the place where it is cut, and the best one. Drawn in CSS pixels, so that its words stay readable. */
export function ThresholdPlot({ curve, index, choose }: ThresholdPlotProps): VNode {
  const svg = useRef<SVGSVGElement>(null);
  const width = useSignal(480);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) width.value = entry.contentRect.width;
    });
    observer.observe(svg.current as SVGSVGElement);
    return () => {
      observer.disconnect();
    };
  }, []);
  const last = curve.thresholds.length - 1;
  const x = (k: number): number => SIDE + (k / last) * (width.value - 2 * SIDE);
  const y = (value: number): number => TOP + (1 - value) * (HEIGHT - TOP - BOTTOM);
  const pick = (event: PointerEvent): void => {
    const at = pointIn(svg.current as SVGSVGElement, event, width.value, HEIGHT).x;
    choose(Math.round(clamp((at - SIDE) / (width.value - 2 * SIDE), 0, 1) * last));
  };
  const best = Math.round(curve.bestIou.threshold * last);
  return (
    <svg
      ref={svg}
      class="learn-plot"
      height={HEIGHT}
      viewBox={`0 0 ${width.value} ${HEIGHT}`}
      role="img"
      aria-label={`IoU, Dice, precision and recall over the threshold. The best IoU, ${score(curve.bestIou.score)}, is at ${curve.bestIou.threshold.toFixed(2)}.`}
      onPointerDown={(event) => {
        pick(event);
        follow(event.currentTarget, event, pick, () => undefined);
      }}
    >
      {TICKS.map((value) => (
        <line key={value} class="learn-grid" x1={SIDE} x2={width.value - SIDE} y1={y(value)} y2={y(value)} />
      ))}
      {TICKS.map((value) => (
        <text
          key={value}
          class="learn-tick"
          x={x(value * last)}
          y={HEIGHT - 7}
          text-anchor={value === 0 ? "start" : value === 1 ? "end" : "middle"}
        >
          {value}
        </text>
      ))}
      <line class="learn-best" x1={x(best)} x2={x(best)} y1={TOP} y2={y(0)} />
      <text class="learn-best-label" x={x(best)} y={TOP - 10} text-anchor="middle">
        best at {curve.bestIou.threshold.toFixed(2)}
      </text>
      {LINES.map((line) => (
        <polyline key={line} class={`learn-line learn-line-${line}`} points={pointsOf(curve[line], x, y)} />
      ))}
      {[0, 0.5, 1].map((value) => (
        <text key={value} class="learn-tick" x={SIDE + 2} y={y(value) - 4}>
          {value}
        </text>
      ))}
      <line class="learn-now" x1={x(index)} x2={x(index)} y1={TOP} y2={y(0)} />
      {LINES.map((line) => {
        const value = curve[line][index] as number;
        return Number.isNaN(value) ? null : (
          <circle key={line} class={`learn-mark learn-line-${line}`} cx={x(index)} cy={y(value)} r={4} />
        );
      })}
    </svg>
  );
}

function pointsOf(values: Float64Array, x: (k: number) => number, y: (value: number) => number): string {
  const points: string[] = [];
  values.forEach((value, k) => {
    if (!Number.isNaN(value)) points.push(`${x(k).toFixed(1)},${y(value).toFixed(1)}`);
  });
  return points.join(" ");
}
