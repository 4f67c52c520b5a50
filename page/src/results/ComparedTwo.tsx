import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { Comparison } from "../../../app/components/Comparison.js";
import { jsonReport } from "../../../app/report/jsonReport.js";
import { comparedRuns } from "../../../app/view/joinRuns.js";
import type { RunView } from "../../../app/view/runView.js";
import type { Shown } from "../../../app/view/shownIntervals.js";
import type { ModelComparison } from "../../../src/scorers/compareModels.js";
import { isMaskscoreError } from "../../../src/errors/problem.js";
import { scorerWords } from "../../../app/errors/stateWords.js";
import { Cancelled, pageWorkers } from "../counting/workers.js";
import { pageWords } from "../score/pageWords.js";
import type { Board, Scored } from "../score/scored.js";
import { MovedImages } from "./MovedImages.js";
import { save } from "./save.js";

interface ComparedTwoProps {
  readonly board: Board;
  readonly first: Scored;
  readonly second: Scored;
}

/** How the second model differs from the first: the difference first, classes, images, and the images that moved most. */
export function ComparedTwo({ board, first, second }: ComparedTwoProps): VNode {
  const result = useSignal<Shown<ModelComparison> | undefined>(undefined);
  const wrong = useSignal("");
  useEffect(() => {
    const abort = new AbortController();
    const [a, b] = [first, second].map(({ name, scorer }) => ({ name, state: scorer.toBytes() })) as [
      { name: string; state: Uint8Array<ArrayBuffer> },
      { name: string; state: Uint8Array<ArrayBuffer> },
    ];
    pageWorkers()
      .ask("compareTwo", [a, b], { signal: abort.signal, about: "two models" })
      .then(
        (compared) => {
          if (!abort.signal.aborted) result.value = compared;
        },
        (error: unknown) => {
          if (abort.signal.aborted) return;
          wrong.value = isMaskscoreError(error)
            ? scorerWords(error.problem, [first.name, second.name])
            : pageWords(error);
        },
      );
    return () => {
      abort.abort(new Cancelled("cancelled"));
    };
  }, []);
  const run = useMemo(
    () => result.value && comparedRuns(first.run, second.run, result.value),
    [result.value],
  );
  if (wrong.value !== "") {
    return (
      <p class="problem" role="alert">
        {first.name} and {second.name} cannot be compared: {wrong.value}
      </p>
    );
  }
  if (run?.comparison === undefined) return <p role="status">Comparing ...</p>;
  return (
    <>
      <Comparison comparison={run.comparison} convention={run.convention} />
      <MovedImages board={board} run={run} comparison={run.comparison} />
      <ComparisonExports run={run} models={[first, second]} />
    </>
  );
}

/** The comparison as the command writes it. */
function ComparisonExports({
  run,
  models,
}: {
  readonly run: RunView;
  readonly models: readonly Scored[];
}): VNode {
  const status = useSignal("");
  const writeHtml = async (): Promise<void> => {
    status.value = "Drawing the report ...";
    try {
      const { htmlOf } = await import("./htmlExport.js");
      save(`${run.title}.html`, await htmlOf(run, models), "text/html");
      status.value = "";
    } catch (error) {
      status.value = `The report could not be made: ${pageWords(error)}`;
    }
  };
  return (
    <>
      <p class="actions">
        <button
          onClick={() => {
            save(`${run.title}.json`, jsonReport(run), "application/json");
          }}
        >
          JSON of the comparison
        </button>
        <button onClick={() => void writeHtml()}>HTML report of the comparison</button>
      </p>
      <p class="small" role="status">
        {status.value}
      </p>
    </>
  );
}
