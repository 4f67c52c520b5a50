import type { VNode } from "preact";
import { Segments } from "../../components/tasks/Segments.js";
import { taskParts, TaskParts } from "../../components/tasks/TaskParts.js";
import type { TaskView } from "../../view/tasks/taskView.js";
import { htmlPage } from "./htmlPage.js";
import { Island } from "./Island.js";
import { PageFooter } from "./PageFooter.js";

/** Rows of the list of images. */
const LISTED_IMAGES = 500;

/** A task's run as one HTML page that needs no network and no other file. */
export function taskHtmlReport(view: TaskView): string {
  return htmlPage(view.model, () => <TaskPage view={view} />);
}

function TaskPage({ view }: { readonly view: TaskView }): VNode {
  const { model, pictures, failures, provenance } = view;
  return (
    <>
      <header class="top">
        <p class="kicker">maskscore report</p>
        <h1>{model}</h1>
        <nav aria-label="Parts of this report">
          <ul>
            {taskParts(view, pictures.length > 0).map(([anchor, title]) => (
              <li key={anchor}>
                <a href={`#${anchor}`}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main>
        <TaskParts
          view={view}
          failures={failures}
          listed={LISTED_IMAGES}
          pictures={
            pictures.length === 0
              ? null
              : pictures.map((picture, i) => (
                  <Island
                    key={i}
                    name="segments"
                    of={Segments}
                    props={{ picture, id: `segments-${i + 1}`, hasSlider: false }}
                    leaveOut={["uri"]}
                  />
                ))
          }
        />
      </main>
      <PageFooter provenance={provenance} />
    </>
  );
}
