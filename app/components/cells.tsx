import type { ComponentChildren, VNode } from "preact";
import type { ClassScores } from "../../src/measures/confusion/datasetScores.js";
import { scoreText } from "../view/numberTexts.js";
import { unscoredWord } from "../view/shownClasses.js";

interface NumberCellProps {
  readonly value: number;
  readonly format?: (value: number) => string;
  /** Why there may be no number. */
  readonly why: string;
  readonly children?: ComponentChildren;
}

/** A cell of a number; where there is none, its title says why. */
export function NumberCell({ value, format = scoreText, why, children }: NumberCellProps): VNode {
  return Number.isFinite(value) ? (
    <td class="number" data-value={value}>
      {format(value)}
      {children}
    </td>
  ) : (
    <td class="number none" data-value="" title={why}>
      -
    </td>
  );
}

/** A cell of text that stands among numbers. */
export function TextCell({ children }: { readonly children: ComponentChildren }): VNode {
  return <td class="number">{children}</td>;
}

interface ScoreCellProps {
  readonly scores: ClassScores;
  readonly metric: "iou" | "dice" | "precision" | "recall";
  readonly children?: ComponentChildren;
}

/** A cell of a class's score: "absent" or "ignored" in place of one that is undefined, never 0. */
export function ScoreCell({ scores, metric, children }: ScoreCellProps): VNode {
  const value = scores[metric];
  if (Number.isFinite(value)) {
    return (
      <NumberCell value={value} why="">
        {children}
      </NumberCell>
    );
  }
  const word = metric === "iou" || metric === "dice" ? (unscoredWord(scores) ?? "-") : "-";
  return (
    <td class="number none" data-value="" title={scores.undefinedBecause[metric] ?? "undefined"}>
      {word}
    </td>
  );
}

/** How far a score is on the way from 0 to 1. */
export function Bar({ value }: { readonly value: number }): VNode {
  return (
    <span class="bar" aria-hidden="true">
      <span style={{ width: `${Number.isFinite(value) ? Math.round(value * 1000) / 10 : 0}%` }} />
    </span>
  );
}
