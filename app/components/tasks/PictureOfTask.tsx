import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { type PaintedSlice, slicesBelow, type TaskPicture } from "../../view/tasks/taskPicture.js";
import { Swatch } from "../Swatch.js";
import { PicturePanel } from "./PicturePanel.js";
import { SegmentList } from "./SegmentList.js";

export interface PictureOfTaskProps {
  readonly picture: TaskPicture;
  /** Of its heading. */
  readonly id: string;
  /** One slice at a time, with a slider; else all of them, one below the other. */
  readonly hasSlider: boolean;
}

/** An image of a task: what was painted of it, what the colours mean, and, where there are segments, a list to walk through. */
export function PictureOfTask({ picture, id, hasSlider }: PictureOfTaskProps): VNode {
  const { slices, segments, legend, facts } = picture;
  const [at, setAt] = useState(picture.first);
  const [marked, setMarked] = useState<number | undefined>(undefined);
  const shown = hasSlider ? [at] : slicesBelow(picture);
  const words = legend.map(({ text }) => text).join(", ");
  /** To the slice that has most of it, unless it is in sight. */
  const choose = (segment: number): void => {
    setMarked(segment);
    if (!hasSlider || sizeIn(slices[at], segment) > 0) return;
    const sizes = slices.map((slice) => sizeIn(slice, segment));
    setAt(sizes.indexOf(Math.max(...sizes)));
  };
  return (
    <article
      class="picture of-task"
      aria-labelledby={id}
      style={picture.photo === undefined ? undefined : { "--photo": `url("${picture.photo}")` }}
    >
      <header>
        <h3 class="title" id={id}>
          {picture.id}
        </h3>
        <p class="muted small">{picture.about}</p>
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
      {shown.map((place) => {
        const { detail, panels } = slices[place] as PaintedSlice;
        return (
          <div key={hasSlider ? 0 : place} class={`panels of-${panels.length}`}>
            {panels.map((panel, p) => {
              const title = `${panel.title}${detail === undefined ? "" : `, ${detail}`}`;
              return (
                <PicturePanel
                  key={p}
                  picture={picture}
                  panel={panel}
                  title={title}
                  alt={`${title}, of ${picture.id}: ${words}`}
                  marked={marked}
                  mark={setMarked}
                />
              );
            })}
          </div>
        );
      })}
      <ul class="legend" aria-label={`What the colours of ${picture.id} mean`}>
        {legend.map(({ colour, text }) => (
          <li key={text}>
            <Swatch colour={colour} />
            {text}
          </li>
        ))}
      </ul>
      {facts.length > 0 && (
        <dl class="lines-of-facts">
          {facts.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {segments.length > 0 && (
        <SegmentList segments={segments} marked={marked} mark={setMarked} choose={choose} />
      )}
    </article>
  );
}

function sizeIn(slice: PaintedSlice | undefined, segment: number): number {
  return (slice?.panels ?? [])
    .flatMap(({ boxes }) => boxes)
    .filter((box) => box.segment === segment)
    .reduce((sum, { width, height }) => sum + width * height, 0);
}
