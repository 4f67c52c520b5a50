import { classesOfList, type ListedClass } from "../classList.js";
import type { ClassesFile } from "../classesFile.js";
import { wrongClassesFile } from "../wrongClassesFile.js";
import type { ClassForm } from "./classForm.js";
import { colourOf } from "./colourOf.js";
import { shown } from "./content.js";
import { isObject, labelOf } from "./labelOf.js";
import { isSetting } from "./ownJson.js";

/**
 * A model's config.json of Hugging Face, or its table of names alone: {"0": "background", "1": "liver"}, or names to labels.
 *
 * @see transformers, PretrainedConfig: id2label, label2id; SegformerConfig: semantic_loss_ignore_index
 */
export const idToLabel: ClassForm = {
  name: "id2label (Hugging Face)",
  read(content) {
    if (content.kind !== "json" || !isObject(content.value)) return undefined;
    const { value, source } = content;
    const { id2label, label2id } = value;
    if (isObject(id2label)) return ofTable(classesOfIds(id2label, "id2label", source), value, source);
    if (isObject(label2id)) return ofTable(classesOfNames(label2id, "label2id", source), value, source);
    const entries = Object.entries(value);
    if (entries.length === 0) return undefined;
    if (entries.every(([key, name]) => isId(key) && typeof name === "string")) {
      return entries.every(([, name]) => isColour(name as string))
        ? undefined
        : classesOfList({ classes: classesOfIds(value, "the table", source) }, source);
    }
    // One name alone is more likely a setting.
    if (entries.length > 1 && entries.every(([key, id]) => isName(key) && isId(id))) {
      return entries.every(([key]) => isColour(key))
        ? undefined
        : classesOfList({ classes: classesOfNames(value, "the table", source) }, source);
    }
    return undefined;
  },
};

function isId(value: unknown): boolean {
  return labelOf(value) !== undefined;
}

function isColour(text: string): boolean {
  return colourOf(text) !== undefined;
}

function isName(key: string): boolean {
  return !isId(key) && !isSetting(key);
}

/** The label that the model's loss leaves out does not count, unless it is one of its classes. */
function ofTable(
  classes: readonly ListedClass[],
  config: Readonly<Record<string, unknown>>,
  source: string,
): ClassesFile {
  const ignored = config.semantic_loss_ignore_index;
  const isIgnored = Number.isSafeInteger(ignored) && !classes.some(({ label }) => label === ignored);
  return classesOfList({ classes, ignored: isIgnored ? [ignored as number] : [] }, source);
}

export function classesOfIds(
  table: Readonly<Record<string, unknown>>,
  what: string,
  source: string,
): ListedClass[] {
  return Object.entries(table).map(([key, name]) => {
    const label = labelOf(key);
    if (label === undefined || typeof name !== "string") {
      throw wrongClassesFile(source, `${what} expected "label": "name", got ${shown(key)}: ${shown(name)}`);
    }
    return { label, name };
  });
}

function classesOfNames(
  table: Readonly<Record<string, unknown>>,
  what: string,
  source: string,
): ListedClass[] {
  return Object.entries(table).map(([name, id]): ListedClass => {
    const label = labelOf(id);
    if (label === undefined) {
      throw wrongClassesFile(source, `${what} expected "name": label, got ${shown(name)}: ${shown(id)}`);
    }
    return { label, name };
  });
}
