import { classesOfList } from "../classList.js";
import { wrongClassesFile } from "../wrongClassesFile.js";
import type { ClassForm } from "./classForm.js";
import { type Line, shown } from "./content.js";
import { numberedByName } from "./table.js";

/** Longer than the name of any class. */
const MAX_NAME = 100;

/** In 8 bits the label -1 is 255. */
const LABELME_IGNORED: readonly number[] = [-1, 255];

/**
 * Names, one a line: the label is the line's place. In labelme's labels.txt the first is __ignore__, which has the label -1
 * and does not count.
 *
 * @see labelme, examples/semantic_segmentation/labelme2voc.py
 */
export const names: ClassForm = {
  name: "names, one a line (labelme's labels.txt)",
  read(content) {
    if (content.kind !== "lines") return undefined;
    const { lines, source } = content;
    if (!lines.every(isName) || isTable(lines)) return undefined;
    const isIgnored = lines[0]?.text === "__ignore__";
    const kept = isIgnored ? lines.slice(1) : lines;
    if (kept.length === 0) throw wrongClassesFile(source, "the list names no class but __ignore__");
    const late = kept.find(({ text }) => text === "__ignore__");
    if (late !== undefined) {
      throw wrongClassesFile(
        source,
        `line ${late.number}: ${shown(late.text)} expected on the first line only`,
      );
    }
    const classes = kept.map(({ text }, label) => ({ label, name: text.replace(/^(["'])(.*)\1,?$/, "$2") }));
    return classesOfList(
      { classes: numberedByName(classes, source), ignored: isIgnored ? LABELME_IGNORED : [] },
      source,
    );
  },
};

/** Markup, code and paths are none. */
function isName({ text }: Line): boolean {
  return (
    text.length <= MAX_NAME &&
    /\p{L}/u.test(text) &&
    // Lines that begin with numbers, or end in several, are of a table.
    !/^\d+[\s,;]+\d|\d[\s,;]+\d+$/.test(text) &&
    !/^[<{}[\]@%&*=|\\]|[<>{}=\t]|^\/|:\/\/|\.(png|tiff?|npy|npz|jpe?g|nii|gz)$/i.test(text)
  );
}

/** Every line has as many commas or semicolons: a table whose headings are not known. A comma within some names is none. */
function isTable(lines: readonly Line[]): boolean {
  if (lines.length < 2) return /[,;]/.test(lines[0]?.text ?? "");
  return [",", ";"].some((sign) => {
    const counts = new Set(lines.map(({ text }) => text.split(sign).length));
    return counts.size === 1 && !counts.has(1);
  });
}
