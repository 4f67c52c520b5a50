import type { VNode } from "preact";
import { countText } from "../../view/numberTexts.js";
import type { PicturedSegment } from "../../view/tasks/segmentOutcomes.js";
import { areasText, outcomeText, SEGMENT_COLOURS } from "../../view/tasks/segmentWords.js";
import { Swatch } from "../Swatch.js";

interface SegmentListProps {
  readonly segments: readonly PicturedSegment[];
  readonly marked: number | undefined;
  readonly mark: (segment: number) => void;
  /** Marks it and brings it into sight. */
  readonly choose: (segment: number) => void;
}

/** Segments that are listed: more are not read, and slow to walk through by keyboard. */
const LISTED = 60;

/** Segments to walk through: what became of each, its IoU and its pixels. */
export function SegmentList({ segments, marked, mark, choose }: SegmentListProps): VNode {
  return (
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
                mark(i);
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
  );
}
