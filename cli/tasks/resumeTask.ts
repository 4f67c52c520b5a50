import { existsSync } from "node:fs";
import { describe, listNames } from "../../src/errors/describe.js";
import { DataError } from "../exitCodes.js";
import { namingState, readStateBytes } from "../stateFile.js";
import type { Terminal } from "../terminal.js";
import type { TaskKind, TaskScorer } from "./taskKind.js";

/** So many images of a state are measured again before a run goes on from it. */
const CHECKED_IMAGES = 3;

interface Resumed {
  readonly kind: TaskKind<TaskScorer>;
  /** Takes the state's images. */
  readonly scorer: TaskScorer;
  /** Of all images of the run. */
  readonly ids: ReadonlySet<string>;
  /** Measures one of them anew: its row; undefined where that fails. */
  readonly measure: (id: string) => unknown;
  readonly reading?: string | undefined;
}

/** Takes the images of a state over, after a look whether it is a state of these files. */
export async function goOnFrom(
  path: string,
  { kind, scorer, ids, measure, reading }: Resumed,
  terminal: Terminal,
): Promise<void> {
  if (!existsSync(path)) {
    terminal.note(`${path} is not there yet: starting with the first image`);
    return;
  }
  const { bytes } = await readStateBytes(path);
  const saved = namingState(path, () => kind.read(bytes, scorer));
  requireReading(path, saved, reading);
  const strangers = saved.measuredImages.filter(({ id }) => id === undefined || !ids.has(id));
  if (strangers.length > 0) {
    throw new DataError(
      `${path}: it holds ${strangers.length} images that are not among these: ${listNames(strangers.map(({ id }) => String(id)))}; it is the state of other files, or of another shard`,
    );
  }
  const step = Math.max(1, Math.ceil(saved.imageCount / CHECKED_IMAGES));
  for (let i = 0; i < saved.imageCount; i += step) {
    const before = saved.measuredImages[i] as (typeof saved.measuredImages)[number];
    const row = await measure(before.id as string);
    const digestOf = (measured: unknown): string => {
      const one = kind.another(scorer);
      one.addMeasured([{ id: before.id, weight: before.weight, row: measured as never }]);
      return one.digest();
    };
    if (row === undefined || digestOf(row) !== digestOf(before.row)) {
      throw new DataError(
        `${path}: image ${describe(before.id)} was measured otherwise; the state is of other predictions, or the files have changed since: score them anew without --resume`,
      );
    }
  }
  scorer.merge(saved);
  terminal.note(`going on from ${path}: ${saved.imageCount} of ${ids.size} images are measured`);
}

/** @throws {DataError} labels became classes otherwise, which no setting of the scorer tells */
function requireReading(path: string, { provenance }: TaskScorer, reading = ""): void {
  const other = provenance.find((part) => (part.reading ?? "") !== reading);
  if (other === undefined) return;
  const said = (words: string): string => (words === "" ? "as they are stored" : `by ${words}`);
  throw new DataError(
    `${path}: its files were read ${said(other.reading ?? "")}, and this run reads them ${said(reading)}; score them anew without --resume`,
  );
}
