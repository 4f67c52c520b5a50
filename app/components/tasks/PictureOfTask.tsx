import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { type PaintedSlice, slicesBelow, type TaskPicture } from "../../view/tasks/taskPicture.js";
import { Swatch } from "../Swatch.js";
import { type Mode, ModeChoice, sidePanels } from "../viewer/modes.js";
import { MovedStage } from "../viewer/MovedStage.js";
import { PanelGrid } from "../viewer/PanelGrid.js";
import { useBlink } from "../viewer/useBlink.js";
import { Viewpoint } from "../viewer/viewpoint.js";
import { OpacityChoice, ZoomButtons } from "../viewer/ZoomTools.js";
import { Painting } from "./Painting.js";
import { SegmentList } from "./SegmentList.js";

export interface PictureOfTaskProps {
  readonly picture: TaskPicture;
  /** Of its heading. */
  readonly id: string;
  /** One slice at a time, with a slider; else all of them, one below the other. */
  readonly hasSlider: boolean;
  /** Goes to another image; undefined where there is none. */
  readonly step?: ((by: 1 | -1) => void) | undefined;
}

type SideMode = Extract<Mode, "side" | "swipe" | "blink">;

const SIDE_MODES: readonly (readonly [mode: SideMode, label: string])[] = [
  ["side", "Side by side"],
  ["swipe", "Swipe"],
  ["blink", "Blink"],
];

/** An image of a task: what was painted of it, what the colours mean, and, where there are segments, a list to walk through. */
export function PictureOfTask({ picture, id, hasSlider, step }: PictureOfTaskProps): VNode {
  const { slices, segments, legend, facts, width, height, photo } = picture;
  const view = useMemo(() => new Viewpoint({ width, height, aspect: 1 }), [width, height]);
  const [mode, setMode] = useState<SideMode>("side");
  const [divider, setDivider] = useState(0.5);
  const [opacity, setOpacity] = useState(100);
  // Tools come with the script that they need.
  const [isAlive, setIsAlive] = useState(false);
  useEffect(() => {
    setIsAlive(true);
  }, []);
  const blinking = useBlink(mode === "blink");
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
      style={{
        "--ratio": `${width} / ${height}`,
        ...(photo === undefined ? {} : { "--photo": `url("${photo}")`, "--opacity": opacity / 100 }),
      }}
    >
      <header>
        <h3 class="title" id={id}>
          {picture.id}
        </h3>
        <p class="muted small">{picture.about}</p>
      </header>
      {isAlive && (
        <div class="controls">
          {(slices[0]?.panels.length ?? 0) > 1 && (
            <ModeChoice modes={SIDE_MODES} mode={mode} choose={setMode} id={id} />
          )}
          <ZoomButtons view={view} />
          {photo !== undefined && <OpacityChoice opacity={opacity} choose={setOpacity} />}
        </div>
      )}
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
        const titled = panels.map((panel) => ({
          layer: panel,
          title: `${panel.title}${detail === undefined ? "" : `, ${detail}`}`,
        }));
        return (
          <PanelGrid
            key={hasSlider ? 0 : place}
            panels={sidePanels(mode, titled, { divider, turn: blinking.turn })}
            mode={mode}
            divider={divider}
            moveDivider={setDivider}
            blinking={blinking}
            stage={({ title, layers }) => (
              <MovedStage
                view={view}
                label={`${title}, of ${picture.id}: drag to move, plus and minus to zoom`}
                step={step}
                layers={layers.map(({ layer, part }) => ({
                  part,
                  content: (
                    <Painting
                      picture={picture}
                      panel={layer}
                      alt={`${title}, of ${picture.id}: ${words}`}
                      marked={marked}
                      mark={setMarked}
                    />
                  ),
                }))}
              />
            )}
          />
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
