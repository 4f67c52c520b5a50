import type { ClassScores } from "../../../src/measures/confusion/datasetScores.js";
import { type Content, markup, type Markup } from "./markup.js";
import { scoreText } from "../../view/numbers.js";

/** A cell of a number; where there is none, its title says why. Sorting reads data-value. */
export function numberCell(value: number, format: (value: number) => string, why: string): Markup {
  return Number.isFinite(value)
    ? markup`<td class="num" data-value="${value}">${format(value)}</td>`
    : markup`<td class="num none" data-value="" title="${why}">-</td>`;
}

/** Why a class has no IoU, in a word; undefined where it has one. */
export function unscoredWord({ undefinedBecause, iou }: ClassScores): string | undefined {
  if (!Number.isNaN(iou)) return undefined;
  return undefinedBecause.iou === "ignored" ? "ignored" : "absent";
}

/** A cell of a class's score: "absent" or "ignored" in place of one that is undefined, never 0. */
export function classScoreCell(scores: ClassScores, metric: "iou" | "dice" | "precision" | "recall"): Markup {
  const value = scores[metric];
  if (Number.isFinite(value)) return numberCell(value, scoreText, "");
  const why = scores.undefinedBecause[metric] ?? "undefined";
  const word = metric === "iou" || metric === "dice" ? (unscoredWord(scores) ?? "-") : "-";
  return markup`<td class="num none" data-value="" title="${why}">${word}</td>`;
}

/** A cell of text that stands among numbers. */
export function textCell(text: string): Markup {
  return markup`<td class="num">${text}</td>`;
}

/** A row by its name. */
export function tableRow(name: Content, cells: readonly Content[]): Markup {
  return markup`<tr><th scope="row">${name}</th>${cells}</tr>`;
}

/** A table in a box of its own, which scrolls where the page is narrow. */
export function scrollTable(caption: string, head: readonly string[], rows: readonly Content[]): Markup {
  const headings = head.map((name, i) =>
    i === 0 ? markup`<th scope="col">${name}</th>` : markup`<th scope="col" class="num">${name}</th>`,
  );
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption class="hidden">${caption}</caption><thead><tr>${headings}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** The numbers behind a plot. */
export function numbersBehind(summary: string, table: Markup): Markup {
  return markup`<details class="numbers"><summary>${summary}</summary>${table}</details>`;
}
