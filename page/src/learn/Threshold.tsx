import { useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { thresholdCurve } from "../../../src/index.js";
import { useAnnouncer } from "./Announcer.js";
import { score, spoken } from "./format.js";
import { overlapTiles, solid, type Tile } from "./ink.js";
import { overlapCells } from "./overlap.js";
import { Raster } from "./Raster.js";
import { Choices, Legend, Section } from "./Section.js";
import { cutAt, outlineOf, SOFT_HEIGHT, SOFT_WIDTH, softMask, softTruth, type Temper } from "./softMask.js";
import { mix, type Palette } from "./theme.js";
import { ThresholdPlot } from "./ThresholdPlot.js";

const BINS = 100;
/** Shades of the probability map; the code behind them is the truth's outline. */
const SHADES = 64;

const FIGURES = [
  { line: "iou", name: "IoU", formula: "I / U" },
  { line: "dice", name: "Dice", formula: "2 I / (T + P)" },
  { line: "precision", name: "precision", formula: "I / P" },
  { line: "recall", name: "recall", formula: "I / T" },
] as const;

/** Where to cut probabilities. */
export function Threshold(): VNode {
  const temper = useSignal<Temper>("timid");
  const index = useSignal(BINS / 2);
  const truth = useComputed(softTruth);
  const probabilities = useComputed(() => softMask(temper.value));
  const curve = useComputed(() => thresholdCurve(truth.value, probabilities.value, { bins: BINS }));
  const threshold = useComputed(() => curve.value.thresholds[index.value] as number);
  const cells = useComputed(() => overlapCells(truth.value, cutAt(probabilities.value, threshold.value)));
  const soft = useComputed(() => {
    const outline = outlineOf(truth.value);
    return Uint8Array.from(probabilities.value, (probability, i) =>
      outline[i] === 1 ? SHADES : Math.min(SHADES - 1, Math.floor(probability * SHADES)),
    );
  });
  const announcer = useAnnouncer();
  const { bestIou } = curve.value;
  const at = (line: (typeof FIGURES)[number]["line"]): number => curve.value[line][index.value] as number;

  return (
    <Section
      id="learn-threshold"
      title="Threshold"
      text={
        <>
          <p>
            Models give a probability for each pixel; a mask comes of it only by a cut. A high threshold keeps
            what is sure: precision rises and recall falls. IoU and Dice are highest where the two balance.
          </p>
          <p>
            Half is no law of nature: a timid model wants a lower threshold, a bold one a higher. Choose it on
            validation data, never on the test set.
          </p>
          <Choices
            label="Model"
            chosen={temper.value}
            choices={[
              { value: "timid", name: "A timid model" },
              { value: "bold", name: "A bold model" },
            ]}
            choose={(chosen: Temper) => {
              temper.value = chosen;
              announcer.now(`The best threshold is ${curve.value.bestIou.threshold.toFixed(2)}.`);
            }}
          />
        </>
      }
      figure={
        <>
          <div class="learn-pair">
            <figure>
              <div class="learn-stage">
                <Raster
                  cells={soft}
                  width={SOFT_WIDTH}
                  height={SOFT_HEIGHT}
                  tiles={softTiles}
                  label="Probabilities, darker where higher, with the outline of the truth"
                />
              </div>
              <figcaption>Probability, and the truth&apos;s outline</figcaption>
            </figure>
            <figure>
              <div class="learn-stage">
                <Raster
                  cells={cells}
                  width={SOFT_WIDTH}
                  height={SOFT_HEIGHT}
                  tiles={overlapTiles}
                  label="The mask at this threshold against the truth"
                />
              </div>
              <figcaption>
                <Legend />
              </figcaption>
            </figure>
          </div>
          <ThresholdPlot
            curve={curve.value}
            index={index.value}
            choose={(chosen) => (index.value = chosen)}
          />
          <label class="learn-slider">
            <span>
              Threshold <b data-figure="threshold">{threshold.value.toFixed(2)}</b>
            </span>
            <input
              type="range"
              min={0}
              max={BINS}
              value={index.value}
              aria-valuetext={`${threshold.value.toFixed(2)}: IoU ${spoken(at("iou"))}`}
              onInput={(event) => (index.value = event.currentTarget.valueAsNumber)}
            />
          </label>
        </>
      }
      readout={
        <>
          <table class="learn-table">
            <caption class="visually-hidden">Scores at this threshold</caption>
            <tbody>
              {FIGURES.map(({ line, name, formula }) => (
                <tr key={line}>
                  <th scope="row">
                    <svg class="learn-sample" viewBox="0 0 28 8" aria-hidden="true">
                      <line class={`learn-line learn-line-${line}`} x1={1} x2={27} y1={4} y2={4} />
                    </svg>
                    {name}
                  </th>
                  <td class="muted">
                    <var>{formula}</var>
                  </td>
                  <td class="number" data-figure={line}>
                    {score(at(line))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>
            Best at <b data-figure="best">{bestIou.threshold.toFixed(2)}</b>, with an IoU of{" "}
            {score(bestIou.score)}.{" "}
            <button
              type="button"
              class="plain"
              onClick={() => {
                index.value = Math.round(bestIou.threshold * BINS);
                announcer.now(`Threshold ${bestIou.threshold.toFixed(2)}, IoU ${spoken(bestIou.score)}.`);
              }}
            >
              Go there
            </button>
          </p>
          {announcer.region}
        </>
      }
    />
  );
}

function softTiles({ raised, prediction, truth }: Palette): Tile[] {
  const shades = Array.from({ length: SHADES }, (_, k) => solid(mix(prediction, raised, (0.9 * k) / SHADES)));
  return [...shades, solid(truth)];
}
