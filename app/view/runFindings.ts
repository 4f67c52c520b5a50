import type { AuditCode, AuditFinding } from "../../src/measures/confusion/audit.js";
import type { PairNote } from "../job/pairNotes.js";
import { movedText, voidText } from "../job/declaredWords.js";

/** Something that looks wrong with a run, or is good to know: seen in its counts, or in its files. */
export interface RunFinding extends Omit<AuditFinding, "code"> {
  readonly code: AuditCode | PairNote["code"] | "same-files" | "same-models";
}

/** A note, and the image that it is about. */
export interface ImageNote {
  readonly id: string;
  readonly note: PairNote;
}

/** What was noted of images: each thing once, with the first file and how many images more; in the order of the images. */
export function findingsOf(notes: readonly ImageNote[]): RunFinding[] {
  const codes = [...new Set(notes.map(({ note }) => note.code))];
  return codes.map((code) => {
    const own = notes.filter(({ note }) => note.code === code);
    const first = summed(own.map(({ note }) => note) as [PairNote, ...PairNote[]]);
    const images = [...new Set(own.map(({ id }) => id))];
    const severity = NOTES.includes(first.code) ? "note" : "warning";
    return { code, severity, message: messageOf(first, images.length - 1), classes: [], images };
  });
}

/** What was asked for, or is as files say. */
const NOTES: readonly PairNote["code"][] = ["reoriented", "declared-void", "moved-colours"];

function messageOf(note: PairNote, others: number): string {
  const more = (words: string): string => (others === 0 ? "" : `${words} ${others} more images`);
  if (note.code === "not-numbers") {
    return `${note.file}: scores are NaN in ${note.pixels} pixels${more(", and those of")}; a NaN counts as the highest score: mend the model's output`;
  }
  if (note.code === "faint-prediction") {
    return `${note.file}: no value is above 1, so that the threshold ${note.threshold} makes background of all of it${more("; so of")}; if it is a mask of 0 and 1, give each side a threshold of its own`;
  }
  if (note.code === "declared-void" || note.code === "moved-colours") return declaredText(note, more);
  return `${note.file}: stored mirrored or with its axes in another order, and brought to the truth's grid, as its placement says${more("; so are those of")}`;
}

/** The first note; of pixels that were declared, with those of all files. */
function summed(notes: readonly [PairNote, ...PairNote[]]): PairNote {
  const [first] = notes;
  const files = new Map(notes.map((note) => [note.file, note]));
  const sum = (of: (note: PairNote) => number): number =>
    [...files.values()].reduce((total, note) => total + of(note), 0);
  if (first.code === "declared-void") {
    return {
      ...first,
      transparent: sum((note) => (note.code === "declared-void" ? note.transparent : 0)),
      unlisted: sum((note) => (note.code === "declared-void" ? note.unlisted : 0)),
    };
  }
  if (first.code !== "moved-colours") return first;
  const farthest = notes.reduce(
    (most, note) => (note.code === "moved-colours" ? Math.max(most, note.farthest) : most),
    0,
  );
  return { ...first, farthest, moved: sum((note) => (note.code === "moved-colours" ? note.moved : 0)) };
}

function declaredText(
  note: Extract<PairNote, { readonly code: "declared-void" | "moved-colours" }>,
  more: (words: string) => string,
): string {
  const files = `${note.file}${more(" and")}`;
  return note.code === "moved-colours"
    ? `${files}: ${movedText(note)}`
    : `${files}: void, as declared: ${voidText(note)}`;
}
