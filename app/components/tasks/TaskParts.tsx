import type { ComponentChildren, VNode } from "preact";
import { changeText, countText, lengthText } from "../../view/numberTexts.js";
import type { TaskFailedFile, TaskScores } from "../../view/tasks/taskView.js";
import { FailureList } from "../NoticeList.js";
import { ScrollTable } from "../ScrollTable.js";
import { PlotOfTask } from "./PlotOfTask.js";
import { SectionTable } from "./SectionTable.js";
import { TaskHeadline } from "./TaskHeadline.js";

interface TaskPartsProps {
  readonly view: TaskScores;
  readonly failures: readonly TaskFailedFile[];
  /** What is to be seen of its images; nothing where no mask is at hand. */
  readonly pictures: ComponentChildren;
  /** Rows of the list of images. */
  readonly listed: number;
  /** Begins the ids of its parts: of one of several measures. */
  readonly id?: string;
}

/** Anchors and titles of the parts that a task's view has. */
export function taskParts(
  { plots, picturesTitle, worst }: TaskScores,
  hasPictures: boolean,
  id = "",
): (readonly [anchor: string, title: string])[] {
  return [
    [`${id}summary`, "Summary"],
    ...plots.map(({ title }, i) => [`${id}plot-${i + 1}`, title] as const),
    ...(hasPictures ? [[`${id}pictures`, picturesTitle] as const] : []),
    ...(worst.length > 1 ? [[`${id}images`, "Images"] as const] : []),
    [`${id}scores`, "All scores"],
  ];
}

/** Everything that a task's run tells, from the score down to the pixels: in report and page the same. */
export function TaskParts({ view, failures, pictures, listed, id = "" }: TaskPartsProps): VNode {
  const { model, title, plots, sections, worst } = view;
  const hasPictures = pictures !== null;
  const contents: Readonly<Record<string, ComponentChildren>> = {
    [`${id}summary`]: (
      <>
        <TaskHeadline view={view} />
        <FailureList failures={failures} />
      </>
    ),
    ...Object.fromEntries(
      plots.map((plot, i) => [`${id}plot-${i + 1}`, <PlotOfTask key={i} plot={plot} model={model} />]),
    ),
    [`${id}pictures`]: <div class="pictures">{pictures}</div>,
    [`${id}images`]: (
      <ScrollTable
        caption={`Images of ${model}, those that make the score worst first`}
        head={["image", "score", "change without it"]}
      >
        {worst.slice(0, listed).map((image) => (
          <tr key={image.id}>
            <th scope="row">{image.id}</th>
            <td class="number">{lengthText(image.score)}</td>
            <td class="number">{changeText(image.changeWithout)}</td>
          </tr>
        ))}
        {worst.length > listed && (
          <tr>
            <th scope="row">{`and ${countText(worst.length - listed)} more`}</th>
            <td />
            <td />
          </tr>
        )}
      </ScrollTable>
    ),
    [`${id}scores`]: sections.map((section, i) => (
      <SectionTable key={i} section={section} caption={`${title}: scores of ${model}`} />
    )),
  };
  return (
    <>
      {taskParts(view, hasPictures, id).map(([anchor, heading]) => (
        <section key={anchor} id={anchor} aria-labelledby={`${anchor}-title`}>
          <h2 id={`${anchor}-title`}>{heading}</h2>
          {contents[anchor]}
        </section>
      ))}
    </>
  );
}
