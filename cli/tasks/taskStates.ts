import { componentsReport } from "../../app/view/tasks/componentsReport.js";
import { componentsView } from "../../app/view/tasks/componentsView.js";
import { panopticReport } from "../../app/view/tasks/panopticReport.js";
import { panopticView } from "../../app/view/tasks/panopticView.js";
import type { TaskScores } from "../../app/view/tasks/taskView.js";
import type { TaskReport } from "../../app/view/tasks/taskReport.js";
import { ComponentScorer } from "../../src/scorers/componentScorer.js";
import { PanopticScorer } from "../../src/scorers/panopticScorer.js";
import { DataError, UsageError } from "../exitCodes.js";
import { modelNames } from "../inputs/modelNames.js";
import { onInterruption } from "../interruption.js";
import { isOneWholeRun, provenanceNotes } from "../provenanceNotes.js";
import { namingState, readStateBytes, type StateBytes, StateFile } from "../stateFile.js";
import type { Terminal } from "../terminal.js";
import type { StateTask } from "./taskOfState.js";
import { requireTellOptions, type TaskTellOptions } from "./taskOptions.js";
import { writeTaskReport } from "./taskReport.js";

type TaskScorer = ComponentScorer | PanopticScorer;

/**
 * maskscore show and maskscore merge, of states of one task.
 *
 * @param first the first of them
 * @param paths of all
 * @param add whether they are shards, which are one run
 */
export async function tellTaskStates(
  task: StateTask,
  first: StateBytes,
  paths: readonly string[],
  add: boolean,
  options: TaskTellOptions & { readonly state?: string | undefined },
  terminal: Terminal,
): Promise<number> {
  requireTellOptions(task, options, add);
  if (!add && paths.length > 1) {
    throw new UsageError(
      `states of ${task} are shown one by one; shards of one run are merged: maskscore merge`,
    );
  }
  const file = options.state === undefined ? undefined : new StateFile(options.state);
  const load = LOADERS[task];
  const merged = namingState(first.path, () => load.read(first.bytes));
  for (const path of paths.slice(1)) {
    const { bytes } = await readStateBytes(path);
    namingState(path, () => {
      const shard = load.read(bytes);
      requireReading(path, merged, shard);
      (merged as ComponentScorer).merge(shard as ComponentScorer);
    });
  }
  if (!add || !isOneWholeRun(merged.provenance)) {
    for (const note of provenanceNotes(add ? "merged" : first.path, merged.provenance)) terminal.note(note);
  }
  if (file !== undefined) {
    await file.write(merged);
    onInterruption(() => `interrupted before the reports were made: maskscore show ${file.path} makes them`);
  }
  const [name] = modelNames([
    options.state ?? (paths.length === 1 ? first.path : `${paths.length} states`),
  ]) as [string];
  const exitCode = await writeTaskReport(load.report(merged, name, options), [], options, terminal);
  if (options.html !== undefined) {
    const { writeTaskPage } = await import("../page/writeTaskPage.js");
    await writeTaskPage(options.html, load.view(merged, name, options), [], undefined);
  }
  return exitCode;
}

interface Loader {
  readonly read: (bytes: Uint8Array) => TaskScorer;
  readonly report: (scorer: TaskScorer, model: string, options: TaskTellOptions) => TaskReport;
  /** The same with what only the page shows. */
  readonly view: (scorer: TaskScorer, model: string, options: TaskTellOptions) => TaskScores;
}

const LOADERS: Readonly<Record<StateTask, Loader>> = {
  components: {
    read: (bytes) => ComponentScorer.fromBytes(bytes),
    report: (scorer, model, options) => componentsReport(scorer as ComponentScorer, model, options),
    view: (scorer, model, options) => componentsView(scorer as ComponentScorer, model, options),
  },
  panoptic: {
    read: (bytes) => PanopticScorer.fromBytes(bytes),
    report: (scorer, model, options) => panopticReport(scorer as PanopticScorer, model, options),
    view: (scorer, model, options) => panopticView(scorer as PanopticScorer, model, options),
  },
};

/** @throws {DataError} labels became classes otherwise, which no setting of the scorer tells */
function requireReading(path: string, merged: TaskScorer, shard: TaskScorer): void {
  const [ours, theirs] = [merged, shard].map(({ provenance }) =>
    provenance.map(({ reading }) => reading ?? ""),
  );
  const other = theirs?.find((reading) => ours?.some((own) => own !== reading));
  if (other === undefined) return;
  throw new DataError(
    `${path}: its files were read otherwise than those of the states before: ${other === "" ? "as they are stored" : other}`,
  );
}
