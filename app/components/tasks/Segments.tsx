import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { countText } from "../../view/numberTexts.js";
import { type PaintedSlice, SEGMENT_COLOURS, type SegmentPicture } from "../../view/tasks/segmentPicture.js";
import { areasText, outcomeCounts, outcomeText } from "../../view/tasks/segmentWords.js";
import { Swatch } from "../Swatch.js";
import { SegmentPanel } from "./SegmentPanel.js";

export interface SegmentsProps {
  readonly picture: SegmentPicture;
  /** Of its heading. */
  readonly id: string;
  /** One slice at a time, with a slider; else all of them, one below the other. */
  readonly hasSlider: boolean;
}

/** Segments that are listed: more are not read, and slow to walk through by keyboard. */
const LISTED = 60;

/** An image's segments: both sides in the colours of what became of them, and a list to walk through. */
export function Segments({ picture, id, hasSlider }: SegmentsProps): VNode {
  const { slices, segments } = picture;
  const [at, setAt] = useState(picture.first);
  const [marked, setMarked] = useState<number | undefined>(undefined);
  const shown = hasSlider ? slices.slice(at, at + 1) : slices;
  const counts = outcomeCounts(segments);
  const words = counts.map(([outcome, count]) => `${countText(count)} ${outcome}`).join(", ");
  /** To the slice that has most of it, unless it is in sight. */
  const choose = (segment: number): void => {
    setMarked(segment);
    if (!hasSlider || sizeIn(slices[at], segment) > 0) return;
    const sizes = slices.map((slice) => sizeIn(slice, segment));
    setAt(sizes.indexOf(Math.max(...sizes)));
  };
  return (
    <article class="picture segments" aria-labelledby={id}>
      <header>
        <h3 class="title" id={id}>
          {picture.id}
        </h3>
        <p class="muted small">{picture.score}</p>
      </header>
      {hasSlider && slices.length > 1 && (
        <p class="controls">
          <label>
            Slice{" "}
            <input
              type="range"
              min={0}
              max={slices.length - 1}
              value={at}
              autocomplete="off"
              aria-valuetext={slices[at]?.detail}
              onInput={(event) => {
                setAt(Number(event.currentTarget.value));
              }}
            />{" "}
            {slices[at]?.detail}
          </label>
        </p>
      )}
      {shown.map((slice, i) => (
        <div key={i} class="panels two">
          {(["truth", "prediction"] as const).map((side) => {
            const title = `${side === "truth" ? "Ground truth" : "Prediction"}${slice.detail === undefined ? "" : `, ${slice.detail}`}`;
            return (
              <SegmentPanel
                key={side}
                picture={picture}
                side={slice[side]}
                title={title}
                alt={`${title}, of ${picture.id}: of both sides ${words}`}
                marked={marked}
                mark={setMarked}
              />
            );
          })}
        </div>
      ))}
      <ul class="legend" aria-label={`What became of the segments of ${picture.id}`}>
        {counts.map(([outcome, count]) => (
          <li key={outcome}>
            <Swatch colour={SEGMENT_COLOURS[outcome]} />
            {outcome}: {countText(count)}
          </li>
        ))}
      </ul>
      <details class="numbers">
        <summary>{`${countText(segments.length)} segments with their IoU`}</summary>
        <ul class="segment-list">
          {segments.slice(0, LISTED).map((segment, i) => (
            <li key={i}>
              <button
                class="plain"
                aria-pressed={marked === i}
                onFocus={() => {
                  choose(i);
                }}
                onClick={() => {
                  choose(i);
                }}
                onPointerEnter={() => {
                  setMarked(i);
                }}
              >
                <Swatch colour={SEGMENT_COLOURS[segment.outcome]} />
                {segment.name}
              </button>{" "}
              {outcomeText(segment)} <span class="muted">{areasText(segment)}</span>
            </li>
          ))}
        </ul>
        {segments.length > LISTED && (
          <p class="muted small">{`and ${countText(segments.length - LISTED)} more`}</p>
        )}
      </details>
    </article>
  );
}

function sizeIn(slice: PaintedSlice | undefined, segment: number): number {
  return [slice?.truth, slice?.prediction]
    .flatMap((side) => side?.boxes ?? [])
    .filter((box) => box.segment === segment)
    .reduce((sum, { width, height }) => sum + width * height, 0);
}
