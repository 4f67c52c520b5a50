import type { ClassesFile } from "./classesFile.js";
import { type Content, contentOf, shown } from "./forms/content.js";
import { isObject } from "./forms/labelOf.js";
import { refuseMisspelt } from "./forms/ownJson.js";
import { CLASS_FORMS } from "./forms/registry.js";
import { wrongClassesFile } from "./wrongClassesFile.js";

/**
 * Reads what a file says of the labels, telling its form by its content.
 *
 * @param bytes the file's
 * @param source the file, for messages
 * @throws {DatasetError} it is of no form that is read, or wrong
 */
export function readClasses(bytes: Uint8Array, source: string): ClassesFile {
  const content = contentOf(bytes, source);
  if (content.kind === "json" && Array.isArray(content.value) && content.value.length === 0) {
    throw wrongClassesFile(source, "the list is empty");
  }
  for (const { read } of CLASS_FORMS) {
    const found = read(content);
    if (found !== undefined) return found;
  }
  if (content.kind === "json" && isObject(content.value)) refuseMisspelt(content.value, source);
  throw wrongClassesFile(
    source,
    `is ${whatIs(content)}, and no list of classes that is read: ${CLASS_FORMS.map(({ name }) => name).join("; ")}`,
  );
}

function whatIs(content: Content): string {
  if (content.kind === "lines") return `text that begins with ${shown(content.lines[0]?.text)}`;
  const { value } = content;
  if (!isObject(value)) return Array.isArray(value) ? `a JSON list, ${shown(value)}` : "JSON of one value";
  const keys = Object.keys(value);
  return keys.length === 0
    ? "an empty JSON object"
    : `a JSON object of ${shown(keys.slice(0, 6).join(", "))}`;
}
