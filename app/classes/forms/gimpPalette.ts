import { classesOfList, type ListedClass } from "../classList.js";
import { wrongClassesFile } from "../wrongClassesFile.js";
import type { ClassForm } from "./classForm.js";
import { colourOfChannels } from "./colourOf.js";
import { shown } from "./content.js";
import { numberedByName } from "./table.js";

/** GIMP's palettes (.gpl): lines of R G B and a name behind a short head. */
export const gimpPalette: ClassForm = {
  name: "GIMP's palettes",
  read(content) {
    if (content.kind !== "lines" || content.lines[0]?.text !== "GIMP Palette") return undefined;
    const { source } = content;
    const lines = content.lines.slice(1).filter(({ text }) => !/^(Name|Columns|Channels)\s*:/.test(text));
    const classes = lines.map(({ number, text }, label): ListedClass => {
      const [, red, green, blue, name = ""] = /^(\d+)\s+(\d+)\s+(\d+)(?:\s+(.*))?$/.exec(text) ?? [];
      const colour = colourOfChannels([red, green, blue].map((channel) => Number(channel ?? NaN)));
      if (colour === undefined) {
        throw wrongClassesFile(
          source,
          `line ${number} expected "R G B" with 0..255 each, got ${shown(text)}`,
        );
      }
      // What GIMP calls a colour that nobody named.
      return { label, colour, name: name === "" || name === "Untitled" ? undefined : name };
    });
    return classesOfList({ classes: numberedByName(classes, source) }, source);
  },
};
