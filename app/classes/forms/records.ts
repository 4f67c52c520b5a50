import { classesOfList, type ListedClass } from "../classList.js";
import { wrongClassesFile } from "../wrongClassesFile.js";
import type { ClassForm } from "./classForm.js";
import { colourOf } from "./colourOf.js";
import { shown } from "./content.js";
import { isObject, labelOf } from "./labelOf.js";

type Entry = Readonly<Record<string, unknown>>;

/**
 * COCO's categories, of an annotation file or alone (panoptic_coco_categories.json): id, name, and of some a color. What else
 * they have (supercategory, isthing, keypoints) says nothing of the labels.
 *
 * @see https://cocodataset.org/#format-data
 */
export const coco: ClassForm = {
  name: "COCO's categories",
  read(content) {
    if (content.kind !== "json") return undefined;
    const { value, source } = content;
    const list = isObject(value) ? value.categories : value;
    if (!isListOfEntries(list) || !list.some((entry) => "id" in entry)) return undefined;
    refuseCvat(list, source);
    const classes = list.map((entry): ListedClass => {
      const label = typeof entry.id === "number" ? labelOf(entry.id) : undefined;
      if (label === undefined || typeof entry.name !== "string") {
        throw wrongClassesFile(source, `categories expected an id and a name, got ${shown(entry)}`);
      }
      requireRead(entry, source);
      return { label, name: entry.name, colour: colourOfEntry(entry, source) };
    });
    const twice = classes.find(({ label }, i) => classes.findIndex((other) => other.label === label) !== i);
    if (twice !== undefined) throw wrongClassesFile(source, `two categories have id ${twice.label}`);
    return classesOfList({ classes }, source);
  },
};

/**
 * Mapillary's config: labels with name, readable, color and evaluate. The label is the place in the list; what is not to be
 * evaluated does not count.
 *
 * @see Mapillary Vistas, config.json; a list of { name, color } alone is of the same kind
 */
export const mapillary: ClassForm = {
  name: "Mapillary's config.json",
  read(content) {
    if (content.kind !== "json") return undefined;
    const { value, source } = content;
    const list = isObject(value) ? value.labels : value;
    if (!isListOfEntries(list)) return undefined;
    refuseCvat(list, source);
    const isReadable = list.every(({ readable }) => typeof readable === "string");
    const classes = list.map((entry, label): ListedClass => {
      const name = isReadable ? entry.readable : entry.name;
      if (typeof name !== "string") {
        throw wrongClassesFile(source, `labels expected a name, got ${shown(entry)}`);
      }
      if (entry.evaluate !== undefined && typeof entry.evaluate !== "boolean") {
        throw wrongClassesFile(source, `evaluate expected true or false, got ${shown(entry.evaluate)}`);
      }
      requireRead(entry, source);
      return { label, name, colour: colourOfEntry(entry, source) };
    });
    const ignored = list.flatMap(({ evaluate }, label) => (evaluate === false ? [label] : []));
    return classesOfList({ classes, ignored }, source);
  },
};

function isListOfEntries(value: unknown): value is readonly Entry[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

/** The ids of CVAT's own list are of its data base, and no labels. */
function refuseCvat(list: readonly Entry[], source: string): void {
  if (!list.some((entry) => "attributes" in entry)) return;
  throw wrongClassesFile(
    source,
    'CVAT\'s list of labels, which does not tell the labels of masks; pass the labelmap.txt of its export "Segmentation mask"',
  );
}

function colourOfEntry({ color, colour = color }: Entry, source: string): string | undefined {
  if (colour === undefined || colour === null) return undefined;
  const read = colourOf(colour);
  if (read === undefined) {
    throw wrongClassesFile(source, `color expected "#rrggbb" or [red, green, blue], got ${shown(colour)}`);
  }
  return read;
}

/** What sounds as if it said which labels count must not be passed over. */
function requireRead(entry: Entry, source: string): void {
  const unread = Object.keys(entry).find((key) => key !== "evaluate" && /ignore|eval|void|train/i.test(key));
  if (unread === undefined) return;
  throw wrongClassesFile(
    source,
    `key ${shown(unread)} is not read, and may change what counts: leave it out, and name the ignored labels beside the list, or in maskscore's own JSON`,
  );
}
