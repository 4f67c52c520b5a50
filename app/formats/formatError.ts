import { type FileProblems, JobError, type Remedy } from "../errors/problem.js";

/** A file that holds no labels and no scores, or not what its format promises. Who opened it knows its name, and adds it. */
export class FormatError extends JobError<keyof FileProblems> {
  override readonly name = "FormatError";
}

/** A file that contradicts itself. */
export function damaged(format: string, what: string, options?: ErrorOptions): FormatError {
  return new FormatError({ code: "file-damaged", got: `damaged ${format}: ${what}` }, options);
}

/** A file that ends too early. */
export function truncated(format: string, what: string): FormatError {
  return new FormatError({ code: "file-truncated", got: `truncated ${format}: ${what}` });
}

/** A sound file that is not read. */
export function unsupported(what: string, cure?: string): FormatError {
  return new FormatError({ code: "file-unsupported", got: what, cure: said(cure) });
}

/** A file of more pixels than are taken. */
export function tooLarge(what: string, cure: string, pixels: number): FormatError {
  return new FormatError({
    code: "file-too-large",
    got: what,
    cure: [...said(cure), { do: "raise-pixel-limit", pixels }],
  });
}

/** A file of colours, of which nobody said what they mean. */
export function coloured(what: string, cure: string): FormatError {
  return new FormatError({ code: "file-coloured", got: what, cure: [...said(cure), { do: "name-colours" }] });
}

/** What a declaration would read, by what it is of. */
export type Declaration = Extract<Remedy["do"], "void-transparent" | "nearest-colour" | "void-unlisted">;

/** A file of pixels that have no label, unless somebody says what they mean. */
export function undeclared(
  what: string,
  cure: string | undefined,
  declarations: readonly Declaration[],
): FormatError {
  const declared = declarations.map((declaration) => ({ do: declaration }));
  return new FormatError({ code: "file-unsupported", got: what, cure: [...said(cure), ...declared] });
}

/** Values that could be told apart by a threshold, and nobody said which. */
export function thresholdMissing(
  what: string,
  threshold: number,
  other = "save the labels as integers",
): FormatError {
  return new FormatError({
    code: "threshold-missing",
    got: what,
    cure: [
      { do: "set-threshold", threshold, why: "to take what is greater for foreground" },
      { do: "say", text: other },
    ],
  });
}

function said(text: string | undefined): { readonly do: "say"; readonly text: string }[] {
  return text === undefined ? [] : [{ do: "say", text }];
}
