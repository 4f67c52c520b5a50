import type { ComponentChildren, VNode } from "preact";
import { changeText, countText, scoreText } from "../../view/numberTexts.js";
import type { TaskFailedFile, TaskScores } from "../../view/tasks/taskView.js";
import { FailureList } from "../NoticeList.js";
import { ScrollTable } from "../ScrollTable.js";
import { QualityBars } from "./QualityBars.js";
import { SectionTable } from "./SectionTable.js";
import { TaskHeadline } from "./TaskHeadline.js";

interface TaskPartsProps {
  readonly view: TaskScores;
  readonly failures: readonly TaskFailedFile[];
  /** What is to be seen of its images; nothing where no mask is at hand. */
  readonly pictures: ComponentChildren;
  /** Rows of the list of images. */
  readonly listed: number;
}

/** Anchors and titles of the parts that a task's view has. */
export function taskParts(
  { quality, worst }: TaskScores,
  hasPictures: boolean,
): (readonly [anchor: string, title: string])[] {
  return [
    ["summary", "Summary"],
    ...(quality.length > 0 ? [["quality", "Quality of each class"] as const] : []),
    ...(hasPictures ? [["pictures", "Segments"] as const] : []),
    ...(worst.length > 1 ? [["images", "Images"] as const] : []),
    ["scores", "All scores"],
  ];
}

/** Everything that a task's run tells, from the score down to the segments: in report and page the same. */
export function TaskParts({ view, failures, pictures, listed }: TaskPartsProps): VNode {
  const { model, quality, sections, worst } = view;
  const hasPictures = pictures !== null;
  const contents: Readonly<Record<string, ComponentChildren>> = {
    summary: (
      <>
        <TaskHeadline view={view} />
        <FailureList failures={failures} />
      </>
    ),
    quality: <QualityBars label={`Panoptic quality of each class of ${model}`} rows={quality} />,
    pictures: <div class="pictures">{pictures}</div>,
    images: (
      <ScrollTable
        caption={`Images of ${model}, those that hold the score down first`}
        head={["image", "score", "change without it"]}
      >
        {worst.slice(0, listed).map(({ id, score, changeWithout }) => (
          <tr key={id}>
            <th scope="row">{id}</th>
            <td class="number">{scoreText(score)}</td>
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
    ),
    scores: sections.map((section, i) => (
      <SectionTable key={i} section={section} caption={`Scores of ${model}`} />
    )),
  };
  return (
    <>
      {taskParts(view, hasPictures).map(([anchor, title]) => (
        <section key={anchor} id={anchor} aria-labelledby={`${anchor}-title`}>
          <h2 id={`${anchor}-title`}>{title}</h2>
          {contents[anchor]}
        </section>
      ))}
    </>
  );
}
