import { partialFindings } from "../../../app/view/partialWords.js";
import { differenceWords } from "../../../app/errors/stateWords.js";
import { taskOfState } from "../../../app/job/taskOfState.js";
import { parseJson } from "../../../app/json/parseJson.js";
import { besideOneAnother } from "../../../app/view/joinRuns.js";
import { settingsDifference } from "../../../src/measures/confusion/settings.js";
import { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";
import type { Scored } from "./scored.js";
import type { TaskScored } from "../tasks/taskScored.js";
import type { Shown } from "./shown.js";
import { describe } from "./scoreModels.js";
import { type LoadedStates, namingState, NO_MASKS, type SavedState } from "./savedStates.js";

/** So many bytes tell a state: the length of its format's name, and the name; or, in JSON, what stands first. */
const START_BYTES = 60;

const FORMAT = "maskscore-state";

/**
 * The state in a file; undefined where it holds none.
 *
 * @throws it is a state in JSON, and damaged
 */
export async function savedStateIn(path: string, file: File): Promise<SavedState | undefined> {
  const start = new TextDecoder().decode(await file.slice(0, START_BYTES).arrayBuffer());
  if (!start.includes(FORMAT)) return undefined;
  const name = path.replace(/\.(state|json)$/i, "");
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!start.trimStart().startsWith("{")) return { name, bytes };
  const content = parseJson(bytes, path) as {
    readonly format?: unknown;
    readonly measure?: { readonly name?: unknown };
  };
  if (content.format !== FORMAT) return undefined;
  const { bytesOfJson } = await import("../tasks/scorersOfTasks.js");
  return { name, bytes: bytesOfJson(content) };
}

/** @throws one is damaged, or they are no runs of one kind: the message names it */
export async function loadStates(states: readonly SavedState[], signal: AbortSignal): Promise<LoadedStates> {
  const tasks = states.map(({ bytes }) => taskOfState(bytes));
  const [task] = tasks;
  const other = tasks.findIndex((one) => one !== task);
  if (other > 0) {
    throw new Error(
      `${states[other]?.name ?? ""} is a state of ${tasks[other] ?? "overlap"}, and ${states[0]?.name ?? ""} of ${task ?? "overlap"}: states of one task stand side by side`,
    );
  }
  if (task !== undefined) {
    const { loadTaskStates } = await import("../tasks/taskStates.js");
    return loadTaskStates(task, states);
  }
  const models = await Promise.all(
    states.map(async ({ name, bytes }): Promise<Scored> => {
      const scorer = namingState(name, () => SegmentationScorer.fromBytes(bytes));
      const run = await describe(name, scorer, signal);
      const partial = partialFindings(scorer, true);
      return {
        name,
        scorer,
        run: {
          ...run,
          models: run.models.map((model) => ({ ...model, findings: [...partial, ...model.findings] })),
        },
        source: undefined,
        detected: undefined,
        notes: [NO_MASKS],
        pixelCount: run.models[0]?.scores.pixelCount ?? 0,
        countMs: 0,
      };
    }),
  );
  const [first, ...others] = models as [Scored, ...Scored[]];
  if (others.length === 0) return { task: "overlap", shown: { of: "model", scored: first } };
  for (const { name, scorer } of others) {
    const difference = settingsDifference(first.scorer.settings, scorer.settings);
    if (difference === undefined) continue;
    throw new Error(`${name} cannot stand beside ${first.name}: ${differenceWords(difference)}`);
  }
  const run = besideOneAnother(models.map((model) => model.run));
  return { task: "overlap", shown: { of: "models", board: { run, models, source: undefined } } };
}

/** The states of what is shown. */
export function statesOf(shown: Shown): SavedState[] {
  const ofModel = ({ name, scorer }: Scored): SavedState => ({ name, bytes: scorer.toBytes() });
  const ofTask = ({ view, state }: TaskScored): SavedState => ({ name: view.model, bytes: state });
  switch (shown.of) {
    case "model":
      return [ofModel(shown.scored)];
    case "models":
      return shown.board.models.map(ofModel);
    case "task":
      return [ofTask(shown.scored)];
    case "tasks":
      return shown.board.models.map(ofTask);
  }
}
