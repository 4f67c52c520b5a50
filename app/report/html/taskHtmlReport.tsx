import type { VNode } from "preact";
import { FailureList } from "../../components/NoticeList.js";
import { PictureOfTask } from "../../components/tasks/PictureOfTask.js";
import { taskParts, TaskParts } from "../../components/tasks/TaskParts.js";
import type { RunView } from "../../view/runView.js";
import { isOverlap, type TaskReportView, type TaskView } from "../../view/tasks/taskView.js";
import { htmlPage } from "./htmlPage.js";
import { Island } from "./Island.js";
import { ModelParts } from "./ModelParts.js";
import { PageFooter } from "./PageFooter.js";
import { Summary } from "./Report.js";

/** Rows of the list of images. */
const LISTED_IMAGES = 500;

/** A run of a task, or of several measures, as one HTML page that needs no network and no other file. */
export function taskHtmlReport(report: TaskReportView): string {
  return htmlPage(report.model, () => <TaskPage report={report} />);
}

/** Of several measures each has an anchor of its own, below which its parts are. */
function idOf(measure: TaskReportView["measures"][number]): string {
  return isOverlap(measure) ? "overlap" : measure.title.toLowerCase().replaceAll(" ", "-");
}

function TaskPage({ report }: { readonly report: TaskReportView }): VNode {
  const { model, measures, failures, provenance } = report;
  const [only, other] = measures;
  const isOne = only !== undefined && other === undefined && !isOverlap(only);
  const links = isOne
    ? taskParts(only, only.pictures.length > 0)
    : measures.map((one) => [idOf(one), isOverlap(one) ? "Overlap" : one.title] as const);
  return (
    <>
      <header class="top">
        <p class="kicker">maskscore report</p>
        <h1>{model}</h1>
        <nav aria-label="Parts of this report">
          <ul>
            {links.map(([anchor, title]) => (
              <li key={anchor}>
                <a href={`#${anchor}`}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main>
        {!isOne && <FailureList failures={failures} />}
        {measures.map((measure) => {
          const id = idOf(measure);
          if (isOverlap(measure)) return <Overlap key={id} run={measure} id={id} />;
          return (
            <TaskParts
              key={id}
              view={measure}
              failures={isOne ? failures : []}
              listed={LISTED_IMAGES}
              pictures={measure.pictures.length === 0 ? null : <Pictures view={measure} id={id} />}
              id={isOne ? undefined : id}
            />
          );
        })}
      </main>
      <PageFooter provenance={provenance} />
    </>
  );
}

/** The run as it is told without other measures. */
function Overlap({ run, id }: { readonly run: RunView; readonly id: string }): VNode {
  return (
    <>
      <Summary run={run} id={id} title="Overlap" />
      {run.models.map((model, i) => (
        <ModelParts key={i} run={run} model={model} index={i} />
      ))}
    </>
  );
}

function Pictures({ view, id }: { readonly view: TaskView; readonly id: string }): VNode {
  return (
    <>
      {view.pictures.map((picture, i) => (
        <Island
          key={i}
          name="task-picture"
          of={PictureOfTask}
          props={{ picture, id: `${id}-picture-${i + 1}`, hasSlider: false }}
          leaveOut={["uri", "photo"]}
        />
      ))}
    </>
  );
}
