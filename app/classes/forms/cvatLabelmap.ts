import { classesOfList, type ListedClass } from "../classList.js";
import { wrongClassesFile } from "../wrongClassesFile.js";
import type { ClassForm } from "./classForm.js";
import { colourOfChannels } from "./colourOf.js";
import { shown } from "./content.js";
import { numberedByName } from "./table.js";

/** name:red,green,blue:parts:actions, of which boxes have the last two. */
const LINE = /^([^:]+):\s*(?:(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*)?(?::[^:]*){0,2}$/;

/** A name alone may end in a colon: a mapping of YAML. */
const MARK = /^[^:]+:(?:\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*(?::|$)|:[^:]*:|[^:]*:[^:]*$)/;

/**
 * CVAT's labelmap.txt, as it stands beside an export "Segmentation mask" or "Pascal VOC". The label is the place; parts and
 * actions are of boxes.
 *
 * @see https://docs.cvat.ai/docs/manual/advanced/formats/format-smask/
 */
export const cvatLabelmap: ClassForm = {
  name: "CVAT's labelmap.txt",
  read(content) {
    if (content.kind !== "lines") return undefined;
    const { lines, source } = content;
    if (!MARK.test(lines[0]?.text ?? "")) return undefined;
    const classes = lines.map(({ number, text }, label): ListedClass => {
      const match = LINE.exec(text);
      const [, name, ...channels] = match ?? [];
      const isColoured = channels[0] !== undefined;
      const colour = isColoured ? colourOfChannels(channels.slice(0, 3).map(Number)) : undefined;
      if (name === undefined || (isColoured && colour === undefined)) {
        throw wrongClassesFile(
          source,
          `line ${number} expected "name:red,green,blue:parts:actions" with 0..255 each, got ${shown(text)}`,
        );
      }
      return { label, name: name.trim(), colour };
    });
    return classesOfList({ classes: numberedByName(classes, source) }, source);
  },
};
