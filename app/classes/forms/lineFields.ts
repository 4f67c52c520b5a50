import { wrongClassesFile } from "../wrongClassesFile.js";
import type { Line } from "./content.js";

/** What stands between the fields of a table. */
export type Delimiter = "," | ";" | "\t" | " ";

/** The sign that splits a line, of those that stand in it. */
export function delimiterOf(line: string): Delimiter {
  return ([",", ";", "\t"] as const).find((sign) => line.includes(sign)) ?? " ";
}

/**
 * The fields of a line of a table; one in quotes may hold the delimiter.
 *
 * @throws {DatasetError} a quote is not closed
 */
export function fieldsOf({ number, text }: Line, delimiter: Delimiter, source: string): string[] {
  if (delimiter === " ") return text.split(/\s+/);
  const fields: string[] = [];
  let field = "";
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] as string;
    if (sign === '"' && isQuoted && text[i + 1] === '"') {
      field += sign;
      i++;
    } else if (sign === '"' && (isQuoted || field.trim() === "")) {
      isQuoted = !isQuoted;
      if (isQuoted) field = "";
    } else if (sign === delimiter && !isQuoted) {
      fields.push(field.trim());
      field = "";
    } else field += sign;
  }
  if (isQuoted) throw wrongClassesFile(source, `line ${number}: a quote is not closed`);
  return [...fields, field.trim()];
}
