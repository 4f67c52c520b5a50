/** A file whose content is not what its format promises, or that holds no labels and no scores. The message does not name the file: who opened it does. */
export class FormatError extends Error {
  override readonly name = "FormatError";
}

/** Colours, of which nobody said what they mean. Who opened the file knows how that is said. */
export class ColoursError extends FormatError {}
