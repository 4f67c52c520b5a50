import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { NoticeList } from "../../../app/components/NoticeList.js";
import { PictureOfTask } from "../../../app/components/tasks/PictureOfTask.js";
import { TaskParts } from "../../../app/components/tasks/TaskParts.js";
import type { TaskPicture } from "../../../app/view/tasks/taskPicture.js";
import { worstText } from "../../../app/view/tasks/taskView.js";
import { pageWords } from "../score/pageWords.js";
import type { TaskScored } from "./taskScored.js";
import { TaskExports } from "./TaskExports.js";
import "../results/results.css";

/** Rows of the list of images, and choices of the picture. */
const LISTED_IMAGES = 100;

/** Slices of a volume that are painted for the slider. */
const MAX_SLICES = 64;

/** Everything that a run of another task tells. */
export function TaskResults({ scored }: { readonly scored: TaskScored }): VNode {
  const { view, failures, notes } = scored;
  return (
    <div class="results">
      <NoticeList
        label="Notes on this run"
        notices={notes.map((text) => ({ severity: "warning", word: "Note", text, images: [] }))}
      />
      <TaskParts
        view={view}
        failures={failures}
        listed={LISTED_IMAGES}
        pictures={
          scored.look === undefined || view.worst.length === 0 ? null : (
            <Looked view={view} look={scored.look} />
          )
        }
      />
      <TaskExports scored={scored} />
    </div>
  );
}

/** One image: at first the one that makes the score worst. */
function Looked({
  view: { worst },
  look,
}: {
  readonly view: TaskScored["view"];
  readonly look: NonNullable<TaskScored["look"]>;
}): VNode {
  const at = useSignal(0);
  const picture = useSignal<TaskPicture | undefined>(undefined);
  const wrong = useSignal("");
  const place = at.value;
  useEffect(() => {
    const image = worst[place];
    if (image === undefined) return;
    let isLate = false;
    picture.value = undefined;
    wrong.value = "";
    look(image.id, worstText(image), MAX_SLICES).then(
      (painted) => {
        if (!isLate) picture.value = painted;
      },
      (error: unknown) => {
        if (!isLate) wrong.value = pageWords(error);
      },
    );
    return () => {
      isLate = true;
    };
  }, [look, place]);
  return (
    <>
      {worst.length > 1 && (
        <p class="controls">
          <label>
            Image{" "}
            <select
              value={place}
              onChange={(event) => (at.value = Number(event.currentTarget.value))}
              data-testid="looked"
            >
              {worst.slice(0, LISTED_IMAGES).map(({ id }, i) => (
                <option key={id} value={i}>
                  {id}
                </option>
              ))}
            </select>
          </label>
        </p>
      )}
      {wrong.value !== "" && (
        <p class="problem" role="alert">
          {wrong.value}
        </p>
      )}
      {picture.value !== undefined && (
        <PictureOfTask
          picture={picture.value}
          id="looked-title"
          hasSlider
          step={
            worst.length < 2
              ? undefined
              : (by) => {
                  const count = Math.min(worst.length, LISTED_IMAGES);
                  at.value = (place + by + count) % count;
                }
          }
        />
      )}
    </>
  );
}
