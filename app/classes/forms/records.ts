import { classesOfList, type ListedClass } from "../classList.js";
import { nearestKey, unknownKeyText } from "../nearestKey.js";
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
      requireRead(entry, source);
      const label = labelOf(entry.id);
      if (label === undefined || typeof entry.name !== "string") {
        throw wrongClassesFile(source, `categories expected an id and a name, got ${shown(entry)}`);
      }
      return { label, name: entry.name, colour: colourOfEntry(entry, source) };
    });
    return classesOfList({ classes, ignored: notEvaluated(list, classes, source) }, source);
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
      requireRead(entry, source);
      const name = isReadable ? entry.readable : entry.name;
      if (typeof name !== "string") {
        throw wrongClassesFile(source, `labels expected a name, got ${shown(entry)}`);
      }
      return { label, name, colour: colourOfEntry(entry, source) };
    });
    return classesOfList({ classes, ignored: notEvaluated(list, classes, source) }, source);
  },
};

function isListOfEntries(value: unknown): value is readonly Entry[] {
  return Array.isArray(value) && value.length > 0 && value.every(isObject);
}

/** The labels of what is not to be evaluated. */
function notEvaluated(list: readonly Entry[], classes: readonly ListedClass[], source: string): number[] {
  return list.flatMap(({ evaluate = true }, i) => {
    if (typeof evaluate !== "boolean") {
      throw wrongClassesFile(source, `evaluate expected true or false, got ${shown(evaluate)}`);
    }
    return evaluate ? [] : [(classes[i] as ListedClass).label];
  });
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

/** What is read of an entry. */
const READ = ["id", "name", "color", "evaluate"] as const;

/** What others call these. */
const OTHER_NAMES: Readonly<Record<string, (typeof READ)[number]>> = {
  label: "name",
  title: "name",
  classname: "name",
  labelid: "id",
  classid: "id",
  index: "id",
  rgb: "color",
  hex: "color",
};

/** What says nothing of the labels, whatever it sounds like. */
const KNOWN_OTHERS: readonly string[] = [...READ, "colour", "readable", "supercategory", "isthing"];

/** What sounds as if it said which labels count, or as a key that is missing, must not be passed over. */
function requireRead(entry: Entry, source: string): void {
  for (const key of Object.keys(entry)) {
    if (KNOWN_OTHERS.includes(key)) continue;
    if (/ignore|eval|void|train/i.test(key)) {
      throw wrongClassesFile(
        source,
        `key ${shown(key)} is not read, and may change what counts: leave it out, and name the ignored labels beside the list, or in maskscore's own JSON`,
      );
    }
    const meant = nearestKey(key, READ, OTHER_NAMES);
    if (meant !== undefined && !(meant in entry)) {
      throw wrongClassesFile(source, unknownKeyText(key, READ, OTHER_NAMES));
    }
  }
}
