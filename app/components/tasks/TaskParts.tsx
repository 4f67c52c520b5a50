import type { ComponentChildren, VNode } from "preact";
import { changeText, countText, lengthText } from "../../view/numberTexts.js";
import type { TaskFailedFile, TaskPlot, TaskScores } from "../../view/tasks/taskView.js";
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
  /** Of one of several measures: begins the ids of its parts, which then stand below its title. */
  readonly id?: string | undefined;
}

/** Anchors and titles of the parts that a task's view has: the first is of the whole. */
export function taskParts(
  { title: measure, plots, picturesTitle, worst }: TaskScores,
  hasPictures: boolean,
  id?: string,
): (readonly [anchor: string, title: string])[] {
  const parts = [
    ...plots.map(({ title }, i) => [`plot-${i + 1}`, title] as const),
    ...(hasPictures ? [["pictures", picturesTitle] as const] : []),
    ...(worst.length > 1 ? [["images", "Images"] as const] : []),
    ["scores", "All scores"] as const,
  ];
  return id === undefined
    ? [["summary", "Summary"], ...parts]
    : [[id, measure], ...parts.map(([anchor, title]) => [`${id}-${anchor}`, title] as const)];
}

/** Everything that a task's run tells, from the score down to the pixels: in report and page the same. */
export function TaskParts({ view, failures, pictures, listed, id }: TaskPartsProps): VNode {
  const { model, title, plots, sections } = view;
  const Heading = id === undefined ? "h2" : "h3";
  const contentOf = (part: string): ComponentChildren => {
    const plot = /^plot-(\d+)$/.exec(part)?.[1];
    if (plot !== undefined) return <PlotOfTask plot={plots[Number(plot) - 1] as TaskPlot} model={model} />;
    if (part === "pictures") return <div class="pictures">{pictures}</div>;
    if (part === "images") return <WorstImages view={view} listed={listed} />;
    return sections.map((section, i) => (
      <SectionTable key={i} section={section} caption={`${title}: scores of ${model}`} />
    ));
  };
  const [[first, heading], ...parts] = taskParts(view, pictures !== null, id) as [Part, ...Part[]];
  return (
    <>
      <section id={first} aria-labelledby={`${first}-title`}>
        <h2 id={`${first}-title`}>{heading}</h2>
        <TaskHeadline view={view} />
        <FailureList failures={failures} />
      </section>
      {parts.map(([anchor, name]) => (
        <section key={anchor} id={anchor} aria-labelledby={`${anchor}-title`}>
          <Heading id={`${anchor}-title`}>{name}</Heading>
          {contentOf(id === undefined ? anchor : anchor.slice(id.length + 1))}
        </section>
      ))}
    </>
  );
}

type Part = readonly [anchor: string, title: string];

function WorstImages({ view, listed }: { readonly view: TaskScores; readonly listed: number }): VNode {
  const { model, worst } = view;
  return (
    <ScrollTable
      caption={`Images of ${model}, those that make the score worst first`}
      head={["image", "score", "change without it"]}
    >
      {worst.slice(0, listed).map(({ id, score, changeWithout }) => (
        <tr key={id}>
          <th scope="row">{id}</th>
          <td class="number">{lengthText(score)}</td>
          <td class="number">{changeText(changeWithout)}</td>
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
  );
}
