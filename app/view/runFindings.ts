import type { AuditCode, AuditFinding } from "../../src/measures/confusion/audit.js";
import type { ChannelsRead } from "../../src/reading/raster.js";
import type { PairNote } from "../job/pairNotes.js";
import { movedText, voidText } from "../job/declaredWords.js";

/** Something that looks wrong with a run, or is good to know: seen in its counts, or in its files. */
export interface RunFinding extends Omit<AuditFinding, "code"> {
  readonly code: AuditCode | PairNote["code"] | "same-files" | "same-models" | "partial";
}

/** A note, and the image that it is about. */
export interface ImageNote {
  readonly id: string;
  readonly note: PairNote;
}

/**
 * What was noted of images: each thing once, with the first file and how many images more; in the order of the images.
 *
 * @param failures files that were not scored: beside colours that nobody explained, grey ones are grey by chance
 */
export function findingsOf(
  notes: readonly ImageNote[],
  failures: readonly { readonly code: string }[] = [],
): RunFinding[] {
  const hasColours = failures.some(({ code }) => code === "file-coloured");
  const kinds = [...new Set(notes.map(({ note }) => kindOf(note)))];
  return kinds.map((kind) => {
    const own = notes.filter(({ note }) => kindOf(note) === kind);
    const first = summed(own.map(({ note }) => note) as [PairNote, ...PairNote[]]);
    const images = [...new Set(own.map(({ id }) => id))];
    const isByChance = first.code === "channels-read" && hasColours;
    const severity = isByChance ? "error" : NOTES.includes(first.code) ? "note" : "warning";
    const message = `${messageOf(first, images.length - 1)}${isByChance ? BY_CHANCE : ""}`;
    return { code: first.code, severity, message, classes: [], images };
  });
}

function kindOf(note: PairNote): string {
  return note.code === "channels-read" ? `${note.code} ${note.as}` : note.code;
}

/** What was asked for, or is as files say. */
const NOTES: readonly PairNote["code"][] = [
  "reoriented",
  "resized",
  "declared-void",
  "moved-colours",
  "channels-read",
];

const BY_CHANCE =
  "; other files hold colours, so that these may be colours, too: say what they mean, and score all of them anew";

const CHANNELS_READ: Readonly<Record<ChannelsRead, string>> = {
  "equal-channels": "the channels of each pixel are equal, and what they say is taken for its label",
  "one-hot": "one-hot: of each pixel one number is set, and its place is taken for the label",
};

function messageOf(note: PairNote, others: number): string {
  const more = (words: string): string => (others === 0 ? "" : `${words} ${others} more images`);
  if (note.code === "not-numbers") {
    return `${note.file}: scores are NaN in ${note.pixels} pixels${more(", and those of")}; a NaN counts as the highest score: mend the model's output`;
  }
  if (note.code === "faint-prediction") {
    return `${note.file}: no value is above 1, so that the threshold ${note.threshold} makes background of all of it${more("; so of")}; if it is a mask of 0 and 1, give each side a threshold of its own`;
  }
  if (note.code === "channels-read") {
    return `${note.file}${more(" and")}: ${CHANNELS_READ[note.as]}`;
  }
  if (note.code === "resized") {
    return `${note.file}: resized from ${note.from} to ${note.to} pixels, by nearest neighbour, as was asked for${more("; so were those of")}`;
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
