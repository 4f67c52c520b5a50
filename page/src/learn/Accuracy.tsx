import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { type DatasetScores, SegmentationScorer } from "../../../src/index.js";
import { useAnnouncer } from "./Announcer.js";
import { backdrop, carMask, foundMask, SCENE_HEIGHT, SCENE_WIDTH } from "./carScene.js";
import { percent, score } from "./format.js";
import { overlapTiles, type Tile } from "./ink.js";
import { Raster } from "./Raster.js";
import { Legend, Section } from "./Section.js";
import { mix, type Palette } from "./theme.js";

const CLASS_NAMES = ["background", "car"];
const MIN_SHARE = 0.005;
const MAX_SHARE = 0.5;
const STEPS = 100;

/** Small shares matter most, so each step multiplies the share. */
function shareAt(step: number): number {
  return MIN_SHARE * (MAX_SHARE / MIN_SHARE) ** (step / STEPS);
}

function scoresOf(groundTruth: Uint8Array, prediction: Uint8Array): DatasetScores {
  return new SegmentationScorer({ numClasses: 2, classNames: CLASS_NAMES })
    .update(groundTruth, prediction)
    .compute();
}

function carIou({ classes }: DatasetScores): number {
  return classes[1]?.iou ?? NaN;
}

/** Why the share of right pixels says little where the object is small. */
export function Accuracy(): VNode {
  const step = useSignal(39);
  const car = useComputed(() => carMask(shareAt(step.value)));
  const nothing = useComputed(() => new Uint8Array(SCENE_WIDTH * SCENE_HEIGHT));
  const found = useComputed(() => foundMask(car.value.size));
  const blindScores = useComputed(() => scoresOf(car.value.mask, nothing.value));
  const fairScores = useComputed(() => scoresOf(car.value.mask, found.value));
  const scene = useComputed(backdrop);
  const sceneOf = (prediction: Uint8Array): Uint8Array =>
    scene.value.map((code, i) => 4 * code + (car.value.mask[i] as number) + 2 * (prediction[i] as number));
  const blindCells = useComputed(() => sceneOf(nothing.value));
  const fairCells = useComputed(() => sceneOf(found.value));
  const announcer = useAnnouncer();
  const share = useComputed(() => {
    const { groundTruthArea = 0 } = blindScores.value.classes[1] ?? {};
    return groundTruthArea / blindScores.value.pixelCount;
  });
  const sentence = (): string =>
    `The model that finds nothing has ${percent(blindScores.value.pixelAccuracy)} of the pixels right, and the car's IoU is ${wholeOr(carIou(blindScores.value))}. ` +
    `The one that finds most of it has ${percent(fairScores.value.pixelAccuracy)} right, and an IoU of ${carIou(fairScores.value).toFixed(2)}.`;

  return (
    <Section
      id="learn-accuracy"
      title="Why accuracy misleads"
      text={
        <p>
          Pixel accuracy is the share of pixels with the right class. Where most pixels are background, saying
          “background” everywhere is nearly always right and entirely useless. IoU does not reward background
          that is left alone: a missed object scores 0 however small it is.
        </p>
      }
      figure={
        <>
          <label class="learn-slider">
            <span>
              The car covers <b data-figure="share">{percent(share.value)}</b> of the picture
            </span>
            <input
              type="range"
              min={0}
              max={STEPS}
              value={step.value}
              aria-valuetext={percent(share.value)}
              onInput={(event) => (step.value = event.currentTarget.valueAsNumber)}
              onChange={() => {
                announcer.soon(sentence);
              }}
            />
          </label>
          <div class="learn-pair">
            <Model id="blind" title="Finds nothing" cells={blindCells} scores={blindScores} />
            <Model id="fair" title="Finds most of it" cells={fairCells} scores={fairScores} />
          </div>
          <Legend />
        </>
      }
      readout={
        <>
          <p class="learn-sentence">{sentence()}</p>
          {announcer.region}
        </>
      }
    />
  );
}

/** A score of exactly 0 is said as such. */
function wholeOr(value: number): string {
  return value === 0 ? "0" : value.toFixed(2);
}

interface ModelProps {
  readonly id: string;
  readonly title: string;
  readonly cells: ReadonlySignal<Uint8Array>;
  readonly scores: ReadonlySignal<DatasetScores>;
}

function Model({ id, title, cells, scores }: ModelProps): VNode {
  const figures = [
    ["accuracy", "pixel accuracy", scores.value.pixelAccuracy],
    ["mean-iou", "mean IoU", scores.value.meanIou],
    ["object-iou", "car IoU", carIou(scores.value)],
  ] as const;
  return (
    <figure data-model={id}>
      <figcaption>
        <h3>{title}</h3>
      </figcaption>
      <div class="learn-stage">
        <Raster
          cells={cells}
          width={SCENE_WIDTH}
          height={SCENE_HEIGHT}
          tiles={sceneTiles}
          label={`A road with a car. ${title}.`}
        />
      </div>
      <dl class="learn-meters">
        {figures.map(([figure, name, value]) => (
          <div key={figure}>
            <dt>{name}</dt>
            <dd data-figure={figure}>{score(value)}</dd>
            <span class="learn-meter" aria-hidden="true">
              <span style={{ width: `${100 * value}%` }} />
            </span>
          </div>
        ))}
      </dl>
    </figure>
  );
}

/** Sky, ground, road and marking in quiet greys, each with the patterns of the masks on it. */
function sceneTiles(palette: Palette): Tile[] {
  const { raised, line, muted, page } = palette;
  const marking = page[0] > muted[0] ? page : muted;
  return [mix(raised, page, 0.6), mix(line, page, 0.6), mix(muted, page, 0.35), marking].flatMap((behind) =>
    overlapTiles(palette, behind),
  );
}
