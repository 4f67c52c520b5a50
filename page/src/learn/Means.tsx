import { useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { type ConventionName, explainConvention, iou, SegmentationScorer } from "../../../src/index.js";
import { useAnnouncer } from "./Announcer.js";
import { score, spoken } from "./format.js";
import { Section } from "./Section.js";
import { TINY_CLASSES, TINY_HEIGHT, TINY_IMAGES, TINY_WIDTH, type TinyImage } from "./tinyDataset.js";

interface MeanRow {
  readonly convention: ConventionName;
  readonly name: string;
  readonly sentence: string;
  /** Its name in the convention's figures; without one, the convention's mean IoU. */
  readonly figure?: string;
}

const ROWS: readonly MeanRow[] = [
  {
    convention: "dataset",
    name: "Pooled over the data set",
    sentence: "One ratio a class of all images' pixels together: large objects decide.",
  },
  {
    convention: "monai",
    name: "Mean per image, as in MONAI",
    sentence:
      "The classes of each image, then the images. A class that an image's truth lacks is left out, and imagining it costs nothing of its own.",
  },
  {
    convention: "torchmetrics",
    name: "Mean over images and classes, as in torchmetrics",
    sentence: "Every image and class that is in truth or prediction counts once; an imagined class counts 0.",
  },
  {
    convention: "metrics_np",
    name: "An absent class counts 1, as in the tutorial's “naive”",
    sentence:
      "As above, but a class that is in neither counts as a perfect hit: the rarer the classes, the better the score.",
    figure: "iou naive drop_last=False",
  },
];

/** The same three images by four rules. */
export function Means(): VNode {
  const left = useSignal<ReadonlySet<string>>(new Set(TINY_IMAGES.map(({ id }) => id)));
  const values = useComputed(() => {
    const scorer = new SegmentationScorer({ numClasses: TINY_CLASSES.length, classNames: TINY_CLASSES });
    for (const { id, groundTruth, prediction } of TINY_IMAGES) {
      if (left.value.has(id)) scorer.update(groundTruth, prediction, { id });
    }
    return ROWS.map(({ convention, figure }) => {
      const scores = scorer.compute({ convention });
      return figure === undefined ? scores.meanIou : (scores.figures[figure] as number);
    });
  });
  const announcer = useAnnouncer();
  const toggle = (id: string): void => {
    const next = new Set(left.value);
    if (!next.delete(id)) next.add(id);
    if (next.size === 0) return;
    left.value = next;
    announcer.soon(() =>
      ROWS.map(({ name }, i) => `${name}: ${spoken(values.value[i] as number)}`).join(". "),
    );
  };

  return (
    <Section
      id="learn-means"
      title="Which mean?"
      text={
        <>
          <p>
            A data set has many images and classes, and “mean IoU” does not say in which order they are
            averaged, nor what a class counts that is not there. The same masks get other numbers from other
            tools, none of them wrong.
          </p>
          <p>
            Under each image stands the IoU of its classes, a dash where there is none to have. Leave images
            out, and see who minds; and say which mean you report.
          </p>
        </>
      }
      figure={
        <>
          <ul class="learn-tiny-set">
            {TINY_IMAGES.map((image) => (
              <li key={image.id}>
                <label>
                  <TinyPair image={image} />
                  <span class="learn-tiny-choice">
                    <input
                      type="checkbox"
                      checked={left.value.has(image.id)}
                      disabled={left.value.size === 1 && left.value.has(image.id)}
                      onChange={() => {
                        toggle(image.id);
                      }}
                    />
                    {image.about}
                  </span>
                </label>
                <TinyScores image={image} />
              </li>
            ))}
          </ul>
          <ul class="learn-legend">
            {TINY_CLASSES.map((name, c) => (
              <li key={name}>
                <svg class="learn-key" viewBox="0 0 10 10" aria-hidden="true">
                  <TinyCell x={0} y={0} size={10} label={c} />
                </svg>{" "}
                {name}
              </li>
            ))}
          </ul>
        </>
      }
      readout={
        <>
          <dl class="learn-meters learn-means">
            {ROWS.map(({ convention, name, sentence }, index) => (
              <div key={convention}>
                <dt>{name}</dt>
                <dd data-figure={convention}>{score(values.value[index] as number)}</dd>
                <span class="learn-meter" aria-hidden="true">
                  <span style={{ width: `${100 * (values.value[index] as number)}%` }} />
                </span>
                <dd class="learn-why small muted">{sentence}</dd>
              </div>
            ))}
          </dl>
          {announcer.region}
        </>
      }
      foot={
        <details class="learn-rules">
          <summary>The rules in full</summary>
          <div class="learn-columns">
            {ROWS.map(({ convention }) => (
              <Rule key={convention} text={explainConvention(convention)} />
            ))}
          </div>
        </details>
      }
    />
  );
}

/** The first line of an explanation is its name. */
function Rule({ text }: { readonly text: string }): VNode {
  const [name, ...lines] = text.split("\n");
  return (
    <div>
      <h3>{name}</h3>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

function TinyPair({ image }: { readonly image: TinyImage }): VNode {
  return (
    <span class="learn-tiny-pair">
      <TinyMap labels={image.groundTruth} name="truth" />
      <TinyMap labels={image.prediction} name="prediction" />
    </span>
  );
}

/** IoU of each class of the image. */
function TinyScores({ image: { groundTruth, prediction } }: { readonly image: TinyImage }): VNode {
  const scores = iou(groundTruth, prediction, { numClasses: TINY_CLASSES.length, average: "none" });
  return (
    <dl class="learn-tiny-scores">
      {TINY_CLASSES.map((name, c) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{score(scores[c] as number, 2)}</dd>
        </div>
      ))}
    </dl>
  );
}

const CELL = 10;

function TinyMap({ labels, name }: { readonly labels: Uint8Array; readonly name: string }): VNode {
  return (
    <span class="learn-tiny">
      <svg viewBox={`0 0 ${TINY_WIDTH * CELL} ${TINY_HEIGHT * CELL}`} aria-hidden="true">
        {Array.from(labels, (label, i) => (
          <TinyCell
            key={i}
            x={(i % TINY_WIDTH) * CELL}
            y={Math.floor(i / TINY_WIDTH) * CELL}
            size={CELL}
            label={label}
          />
        ))}
      </svg>
      <span class="small muted" aria-hidden="true">
        {name}
      </span>
    </span>
  );
}

interface TinyCellProps {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly label: number;
}

/** Classes by colour and by a mark: none, a dash, a dot. */
function TinyCell({ x, y, size, label }: TinyCellProps): VNode {
  const [middleX, middleY] = [x + size / 2, y + size / 2];
  return (
    <g class={`learn-cell learn-class-${label}`}>
      <rect x={x + 0.4} y={y + 0.4} width={size - 0.8} height={size - 0.8} rx={1.2} />
      {label === 1 && <line x1={middleX - 2} x2={middleX + 2} y1={middleY} y2={middleY} />}
      {label === 2 && <circle cx={middleX} cy={middleY} r={1.6} />}
    </g>
  );
}
