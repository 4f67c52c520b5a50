/** A pair that cannot be scored: sizes that differ, a label out of range. The message names the file. */
export class DatasetError extends Error {
  override readonly name: string = "DatasetError";
}

/** Nothing tells how many classes there are: an option is missing. */
export class UnknownClassCountError extends DatasetError {
  override readonly name = "UnknownClassCountError";
}

/** What was said of the masks contradicts itself. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}
