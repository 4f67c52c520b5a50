import { classesOfList, type ListedClass } from "../classList.js";
import type { ClassesFile } from "../classesFile.js";
import { wrongClassesFile } from "../wrongClassesFile.js";
import type { ClassForm } from "./classForm.js";
import { shown } from "./content.js";
import { classesOfIds } from "./idToLabel.js";
import { isObject, labelOf } from "./labelOf.js";

/**
 * nnU-Net's dataset.json: labels of version 1 and of the Medical Decathlon ("0": "background"), of version 2 ("background":
 * 0), regions (a list of labels) and the label to be ignored, which is called "ignore".
 *
 * @see nnU-Net, documentation/dataset_format.md, region_based_training.md and ignore_label.md
 */
export const nnunet: ClassForm = {
  name: "nnU-Net's dataset.json",
  read(content) {
    if (content.kind !== "json" || !isObject(content.value) || !isObject(content.value.labels))
      return undefined;
    const { labels } = content.value;
    const isFirst = Object.keys(labels).every((key) => labelOf(key) !== undefined);
    return isFirst
      ? classesOfList({ classes: classesOfIds(labels, "labels", content.source) }, content.source)
      : ofSecond(labels, content.source);
  },
};

function ofSecond(labels: Readonly<Record<string, unknown>>, source: string): ClassesFile {
  const entries = Object.entries(labels).map(
    ([name, value]): readonly [string, readonly number[], boolean] => {
      const given: readonly unknown[] = Array.isArray(value) ? value : [value];
      const read = given.map(labelOf);
      if (read.length === 0 || !read.every((label) => label !== undefined)) {
        throw wrongClassesFile(
          source,
          `labels expected "name": label or "region": [labels], got ${shown(name)}: ${shown(value)}`,
        );
      }
      return [name, read, Array.isArray(value)];
    },
  );
  const ignored = entries.flatMap(([name, own]) => (name === "ignore" ? own : []));
  const kept = entries.filter(([name]) => name !== "ignore");
  const hasRegions = kept.some(([, , isRegion]) => isRegion);
  const named = kept.flatMap(([name, [label, ...more]]): ListedClass[] =>
    label === undefined || more.length > 0 ? [] : [{ label, name }],
  );
  const others = [...new Set(kept.flatMap(([, own]) => own))]
    .filter((label) => !named.some((known) => known.label === label))
    .map((label): ListedClass => ({ label, name: `label ${label}` }));
  // Where there are regions everything but the background is one.
  const groups = kept
    .filter(([, own, isRegion]) => hasRegions && (isRegion || own[0] !== 0))
    .map(([name, own]) => [name, own] as const);
  return classesOfList({ classes: [...named, ...others], ignored, groups }, source);
}
