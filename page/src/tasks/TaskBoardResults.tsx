import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { BEHIND_BEST, BehindBestCells } from "../../../app/components/BehindBestCells.js";
import { TextCell } from "../../../app/components/cells.js";
import { DifferenceHeadline } from "../../../app/components/DifferenceHeadline.js";
import { ScrollTable } from "../../../app/components/ScrollTable.js";
import { SectionTable } from "../../../app/components/tasks/SectionTable.js";
import { scorerWords } from "../../../app/errors/stateWords.js";
import { pairsView } from "../../../app/view/pairsSection.js";
import type { PairsView } from "../../../app/view/runView.js";
import { comparisonSectionsOf } from "../../../app/view/tasks/comparisonSections.js";
import type { AllComparisons } from "../../../src/scorers/compareAllModels.js";
import type { Shown } from "../../../app/view/shownIntervals.js";
import type { ModelComparison } from "../../../src/scorers/compareModels.js";
import { isMaskscoreError } from "../../../src/errors/problem.js";
import { pageWorkers } from "../counting/workers.js";
import { type ChosenTwo, TwoModels } from "../results/TwoModels.js";
import { pageWords } from "../score/pageWords.js";
import type { TaskBoard, TaskScored } from "./taskScored.js";
import { TaskResults } from "./TaskResults.js";
import "../results/results.css";

/** Several models by another task: side by side, any two compared, and each by itself. */
export function TaskBoardResults({ board: { task, models } }: { readonly board: TaskBoard }): VNode {
  /** Undefined until it is known whether they can be compared. */
  const told = useSignal<{ readonly all: Shown<AllComparisons> | undefined } | undefined>(undefined);
  const alone = useSignal<TaskScored | undefined>(undefined);
  useEffect(() => {
    let isLate = false;
    void pageWorkers()
      .ask("compareTasks", { task, states: models.map(({ state }) => state) }, { about: "models" })
      // Why they cannot be compared is said where two of them are.
      .catch(() => undefined)
      .then((all) => {
        if (!isLate) told.value = { all };
      });
    return () => {
      isLate = true;
    };
  }, [models]);
  // Distances are better the lower they are.
  const isLowerBetter = task === "surfaces";
  const all = told.value?.all;
  const sorted = useMemo(() => bestFirst(models, all, isLowerBetter), [models, all]);
  const names = sorted.map(({ view }) => view.model);
  const pairs =
    all &&
    pairsView(
      all,
      models.map(({ view }) => view.model),
    );
  const [first] = sorted as [TaskScored];
  return (
    <div class="results">
      <section aria-labelledby="leaderboard-title">
        <h2 id="leaderboard-title">{names.length} models</h2>
        <Board models={sorted} pairs={pairs} />
        <p class="muted small">{first.view.scoreName}; differences in pairs over the same images.</p>
      </section>
      {told.value !== undefined && <Two task={task} models={sorted} isLowerBetter={isLowerBetter} />}
      <section aria-labelledby="alone-title">
        <h2 id="alone-title">Each model by itself</h2>
        <p class="actions">
          {sorted.map((model) => (
            <button
              key={model.view.model}
              aria-pressed={alone.value === model}
              onClick={() => (alone.value = alone.value === model ? undefined : model)}
            >
              {model.view.model}
            </button>
          ))}
        </p>
      </section>
      {alone.value !== undefined && <TaskResults key={alone.value.view.model} scored={alone.value} />}
    </div>
  );
}

/** As they came where they were not compared. */
function bestFirst(
  models: readonly TaskScored[],
  all: Shown<AllComparisons> | undefined,
  isLowerBetter: boolean,
): readonly TaskScored[] {
  if (all === undefined) return models;
  const scores = models.map((_, i) => {
    const pair = all.pairs.find(({ first, second }) => first === i || second === i);
    return (pair?.first === i ? pair.mean.first : pair?.mean.second) ?? NaN;
  });
  const sign = isLowerBetter ? 1 : -1;
  return models
    .map((model, i) => ({ model, score: scores[i] as number }))
    .sort((a, b) => Number(isNaN(a.score)) - Number(isNaN(b.score)) || sign * (a.score - b.score))
    .map(({ model }) => model);
}

interface BoardProps {
  readonly models: readonly TaskScored[];
  readonly pairs: PairsView | undefined;
}

function Board({ models, pairs }: BoardProps): VNode {
  const [best] = models as [TaskScored];
  const { scoreName } = best.view;
  return (
    <ScrollTable
      caption={`Models by ${scoreName}`}
      head={["model", scoreName, ...(pairs === undefined ? [] : BEHIND_BEST)]}
    >
      {models.map(({ view }) => {
        return (
          <tr key={view.model}>
            <th scope="row">{view.model}</th>
            <TextCell>{view.score}</TextCell>
            {pairs !== undefined && (
              <BehindBestCells pairs={pairs} best={best.view.model} model={view.model} />
            )}
          </tr>
        );
      })}
    </ScrollTable>
  );
}

interface TwoProps {
  readonly task: TaskBoard["task"];
  /** The best first. */
  readonly models: readonly TaskScored[];
  readonly isLowerBetter: boolean;
}

/** Any two of them: the difference first, then classes and images. */
function Two({ task, models, isLowerBetter }: TwoProps): VNode {
  const names = models.map(({ view }) => view.model);
  const chosen = useSignal<ChosenTwo>({ first: 1, second: 0 });
  const result = useSignal<Shown<ModelComparison<string>> | undefined>(undefined);
  const wrong = useSignal("");
  const [first, second] = [models[chosen.value.first], models[chosen.value.second]] as [
    TaskScored,
    TaskScored,
  ];
  const pair = [first.view.model, second.view.model] as const;
  useEffect(() => {
    let isLate = false;
    result.value = undefined;
    wrong.value = "";
    pageWorkers()
      .ask("compareTwoTasks", { task, states: [first.state, second.state] }, { about: "two models" })
      .then(
        (compared) => {
          if (!isLate) result.value = compared;
        },
        (error: unknown) => {
          if (isLate) return;
          wrong.value = isMaskscoreError(error) ? scorerWords(error.problem, pair) : pageWords(error);
        },
      );
    return () => {
      isLate = true;
    };
  }, [chosen.value]);
  return (
    <section aria-labelledby="comparison-title">
      <h2 id="comparison-title">
        {pair[1]} beside {pair[0]}
      </h2>
      <TwoModels names={names} chosen={chosen} />
      {wrong.value !== "" && (
        <p class="problem" role="alert">
          {pair[0]} and {pair[1]} cannot be compared: {wrong.value}
        </p>
      )}
      {result.value === undefined ? (
        wrong.value === "" && <p role="status">Comparing ...</p>
      ) : (
        <>
          <DifferenceHeadline second={pair[1]} result={result.value} isLowerBetter={isLowerBetter} />
          {comparisonSectionsOf(pair, result.value, first.view.scoreName).map((section, i) => (
            // The heading above says already of which models the first one is.
            <SectionTable
              key={i}
              section={i === 0 ? { ...section, title: "By class" } : section}
              caption={section.title ?? ""}
            />
          ))}
        </>
      )}
    </section>
  );
}
