declare const kind: unique symbol;

// Three kinds of numbers that must not be mistaken for each other: to compare one with another does not compile. At run
// time they are plain numbers.

/** A label as a caller's array or a file has it, whatever it means. */
export type RawLabel = number & { readonly [kind]: "raw label" };

/** 0..numClasses-1 */
export type ClassIndex = number & { readonly [kind]: "class" };

/** Of no class, and meant to be: ignored in the truth, a miss in a prediction. */
export type Void = number & { readonly [kind]: "void" };

/** Of no class, and of no other meaning: an error wherever the pixel counts. */
export type NoClass = number & { readonly [kind]: "no class" };

/** What a raw label stands for. */
export type Meaning = ClassIndex | Void | NoClass;

// Below every class.
export const VOID = -1 as Void;
export const NO_CLASS = -2 as NoClass;

export function isClass(meaning: Meaning): meaning is ClassIndex {
  return meaning >= 0;
}
