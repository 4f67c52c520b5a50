import type { VNode } from "preact";
import { PictureOfTask } from "../../components/tasks/PictureOfTask.js";
import { taskParts, TaskParts } from "../../components/tasks/TaskParts.js";
import type { TaskReportView, TaskView } from "../../view/tasks/taskView.js";
import { htmlPage } from "./htmlPage.js";
import { Island } from "./Island.js";
import { PageFooter } from "./PageFooter.js";

/** Rows of the list of images. */
const LISTED_IMAGES = 500;

/** A task's run as one HTML page that needs no network and no other file. */
export function taskHtmlReport(report: TaskReportView): string {
  return htmlPage(report.model, () => <TaskPage report={report} />);
}

function TaskPage({ report }: { readonly report: TaskReportView }): VNode {
  const { model, views, failures, provenance } = report;
  return (
    <>
      <header class="top">
        <p class="kicker">maskscore report</p>
        <h1>{model}</h1>
        <nav aria-label="Parts of this report">
          <ul>
            {views.flatMap((view) =>
              taskParts(view, view.pictures.length > 0).map(([anchor, title]) => (
                <li key={anchor}>
                  <a href={`#${anchor}`}>{title}</a>
                </li>
              )),
            )}
          </ul>
        </nav>
      </header>
      <main>
        {views.map((view, i) => (
          <TaskParts
            key={i}
            view={view}
            failures={failures}
            listed={LISTED_IMAGES}
            pictures={view.pictures.length === 0 ? null : <Pictures view={view} />}
          />
        ))}
      </main>
      <PageFooter provenance={provenance} />
    </>
  );
}

function Pictures({ view }: { readonly view: TaskView }): VNode {
  return (
    <>
      {view.pictures.map((picture, i) => (
        <Island
          key={i}
          name="task-picture"
          of={PictureOfTask}
          props={{ picture, id: `picture-${i + 1}`, hasSlider: false }}
          leaveOut={["uri", "photo"]}
        />
      ))}
    </>
  );
}
