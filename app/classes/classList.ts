import { listNames } from "../../src/errors/describe.js";
import { MAX_SCORED_CLASSES } from "../job/countPair.js";
import type { ClassesFile } from "./classesFile.js";
import { wrongClassesFile } from "./wrongClassesFile.js";

/** A class as a list of any program has it. */
export interface ListedClass {
  /** In the files. */
  readonly label: number;
  readonly name?: string | undefined;
  /** "#rrggbb" */
  readonly colour?: string | undefined;
}

/** What is read of other programs' lists. */
export interface ClassList {
  /** Several of one label are one class of several colours. */
  readonly classes: readonly ListedClass[];
  /** Labels that do not count. */
  readonly ignored?: readonly number[];
  /** Name -> labels. */
  readonly groups?: readonly (readonly [name: string, labels: readonly number[]])[];
}

/** A mapping of labels holds no larger one. */
export const MAX_LISTED_LABEL = 65_535;

/**
 * A list in the words of a classes file. Where its labels have gaps its classes are those that it has, in the order of their
 * labels, and `labels` tells which these are.
 *
 * @throws {DatasetError} there are too many classes, or a label that no mask can have
 */
export function classesOfList(
  { classes, ignored = [], groups = [] }: ClassList,
  source: string,
): ClassesFile {
  if (classes.length === 0) throw wrongClassesFile(source, "the list is empty");
  const byLabel = new Map<number, ListedClass[]>();
  for (const listed of classes) {
    if (listed.label > MAX_LISTED_LABEL) {
      throw wrongClassesFile(source, `label ${listed.label} is larger than ${MAX_LISTED_LABEL}`);
    }
    const earlier = byLabel.get(listed.label);
    if (earlier === undefined) byLabel.set(listed.label, [listed]);
    else earlier.push(listed);
  }
  requireReason(byLabel, source);
  const labels = [...byLabel.keys()].sort((a, b) => a - b);
  if (labels.length > MAX_SCORED_CLASSES) {
    throw wrongClassesFile(
      source,
      `${labels.length} classes, but at most ${MAX_SCORED_CLASSES} can be scored`,
    );
  }
  if (labels.every((label) => ignored.includes(label))) {
    throw wrongClassesFile(source, "every class of it is ignored");
  }
  const hasNames = classes.some(({ name }) => name !== undefined);
  const isOfAll = labels.every((label, i) => label === i);
  const coloured = classes.filter(({ colour }) => colour !== undefined);
  const classOf = new Map(labels.map((label, c) => [label, c] as const));
  const indices = (ofGroup: readonly number[]): number[] =>
    ofGroup.map((label) => classOf.get(label) as number);
  return {
    source,
    numClasses: labels.length,
    labels: isOfAll ? undefined : labels,
    ignoreIndex: ignored.length === 0 ? undefined : ignored,
    classNames:
      hasNames || !isOfAll ? labels.map((label) => nameOf(byLabel.get(label) ?? [], label)) : undefined,
    palette:
      coloured.length === 0
        ? undefined
        : labels.map((label) => byLabel.get(label)?.find(({ colour }) => colour !== undefined)?.colour),
    colours: coloured.map(({ colour, label }) => [colour as string, label] as const),
    groups:
      groups.length === 0
        ? undefined
        : Object.fromEntries(groups.map(([name, ofGroup]) => [name, indices(ofGroup)])),
  };
}

/** Two colours may share a class; where there are no colours, a label that stands twice is a slip of the pen. */
function requireReason(byLabel: ReadonlyMap<number, readonly ListedClass[]>, source: string): void {
  for (const [label, listed] of byLabel) {
    if (listed.length < 2 || listed.every(({ colour }) => colour !== undefined)) continue;
    const names = listed.map(({ name }) => name ?? "a class without a name");
    throw wrongClassesFile(source, `label ${label} stands ${listed.length} times: ${listNames(names, 4)}`);
  }
}

/** Names that make one. */
const NAMES_TOGETHER = 3;

/** Classes that share a label are one: its names are told together. */
function nameOf(listed: readonly ListedClass[], label: number): string {
  const names = [...new Set(listed.flatMap(({ name }) => (name === undefined ? [] : [name])))];
  if (names.length === 0) return `label ${label}`;
  return names.length > NAMES_TOGETHER
    ? [...names.slice(0, NAMES_TOGETHER), "..."].join(" / ")
    : names.join(" / ");
}
