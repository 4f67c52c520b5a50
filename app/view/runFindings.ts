import type { AuditCode, AuditFinding } from "../../src/measures/confusion/audit.js";
import type { PairNote } from "../job/pairNotes.js";

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
    const [{ note: first }] = own as [ImageNote];
    const images = [...new Set(own.map(({ id }) => id))];
    const severity = first.code === "reoriented" ? "note" : "warning";
    return { code, severity, message: messageOf(first, images.length - 1), classes: [], images };
  });
}

function messageOf(note: PairNote, others: number): string {
  const more = (words: string): string => (others === 0 ? "" : `${words} ${others} more images`);
  if (note.code === "not-numbers") {
    return `${note.file}: scores are NaN in ${note.pixels} pixels${more(", and those of")}; a NaN counts as the highest score: mend the model's output`;
  }
  if (note.code === "faint-prediction") {
    return `${note.file}: no value is above 1, so that the threshold ${note.threshold} makes background of all of it${more("; so of")}; if it is a mask of 0 and 1, give each side a threshold of its own`;
  }
  return `${note.file}: stored mirrored or with its axes in another order, and brought to the truth's grid, as its placement says${more("; so are those of")}`;
}
