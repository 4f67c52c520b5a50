import type { VNode } from "preact";
import { scoreText } from "../../view/numberTexts.js";
import type { PicturedSegment } from "../../view/tasks/segmentOutcomes.js";
import type { PaintedPanel, SegmentBox, TaskPicture } from "../../view/tasks/taskPicture.js";
import { segmentText } from "../../view/tasks/segmentWords.js";

interface PaintingProps {
  readonly picture: TaskPicture;
  readonly panel: PaintedPanel;
  readonly alt: string;
  readonly marked: number | undefined;
  /** Undefined: no more. */
  readonly mark: (segment: number | undefined) => void;
}

/** A box that is narrower has no room for its IoU: so many of the picture's width. */
const NARROWEST = 0.04;
/** Letters' height, of the picture's longer side. */
const LETTER = 0.032;

/** One painting of a slice; of segments their IoU in words, and the one that is pointed at in a frame. */
export function Painting({ picture, panel, alt, marked, mark }: PaintingProps): VNode {
  const { width, height, segments } = picture;
  const size = Math.max(width, height) * LETTER;
  return (
    <>
      {picture.photo !== undefined && <div class="photo" />}
      <img class="mask" src={panel.uri} alt={alt} draggable={false} />
      <svg class="marks" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {panel.boxes.map((box) => (
          <rect
            key={box.segment}
            class={box.segment === marked ? "marked" : ""}
            x={box.x}
            y={box.y}
            width={box.width}
            height={box.height}
            onPointerEnter={() => {
              mark(box.segment);
            }}
            onPointerLeave={() => {
              mark(undefined);
            }}
          >
            <title>{segmentText(segments[box.segment] as PicturedSegment)}</title>
          </rect>
        ))}
        {panel.boxes
          .filter(({ segment, width: wide }) => hasRoom(segments[segment], wide / width))
          .map((box) => (
            <IouText key={box.segment} box={box} iou={segments[box.segment]?.iou as number} size={size} />
          ))}
      </svg>
    </>
  );
}

function hasRoom(segment: PicturedSegment | undefined, share: number): boolean {
  return segment?.iou !== undefined && share >= NARROWEST;
}

function IouText({
  box,
  iou,
  size,
}: {
  readonly box: SegmentBox;
  readonly iou: number;
  readonly size: number;
}): VNode {
  return (
    <text
      x={box.x + box.width / 2}
      y={box.y + box.height / 2}
      dy="0.34em"
      font-size={size}
      stroke-width={size / 5}
      text-anchor="middle"
    >
      {scoreText(iou).slice(0, 4)}
    </text>
  );
}
