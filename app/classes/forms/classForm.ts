import type { ClassesFile } from "../classesFile.js";
import type { Content } from "./content.js";

/** One program's way to write down what labels mean. */
export interface ClassForm {
  /** What it is called in the list of what is read. */
  readonly name: string;
  /**
   * What the content says; undefined where it is of another form.
   *
   * @throws {DatasetError} it is of this form, and wrong
   */
  readonly read: (content: Content) => ClassesFile | undefined;
}
