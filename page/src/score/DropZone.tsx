import { useSignal } from "@preact/signals";
import { Fragment, type VNode } from "preact";
import { readChosen } from "./droppedFiles.js";
import type { Side } from "./roles.js";
import { clearSide, sides, take, takeDropped } from "./session.js";

const TITLES = { groundTruth: "Ground truth", prediction: "Prediction" } as const;

const EMPTY = {
  groundTruth: "Drop a mask, or a folder of masks",
  prediction: "Drop a mask, a folder of masks, or one of each model",
} as const;

/** Where one side's masks go: dropped, or chosen. */
export function DropZone({ side }: { readonly side: Side }): VNode {
  const isOver = useSignal(false);
  const { groundTruth, predictions } = sides.value;
  const given = side === "prediction" ? predictions : groundTruth === undefined ? [] : [groundTruth];
  const fileCount = given.reduce((sum, { files }) => sum + files.length, 0);
  const title = `drop-${side}`;
  const choose = (input: HTMLInputElement): void => {
    if (input.files !== null) void take(readChosen(input.files), side);
    // The same file may be chosen again.
    input.value = "";
  };
  return (
    <section
      class={`drop ${side}${isOver.value ? " over" : ""}`}
      aria-labelledby={title}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => (isOver.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        isOver.value = false;
        if (event.dataTransfer === null) return;
        void takeDropped(event.dataTransfer, side);
      }}
    >
      <h2 id={title}>{TITLES[side]}</h2>
      <p>
        {given.length === 0 ? (
          <span class="muted">{EMPTY[side]}</span>
        ) : (
          <>
            {given.map(({ name }, i) => (
              <Fragment key={i}>
                {i > 0 && ", "}
                <strong>{name}</strong>
              </Fragment>
            ))}{" "}
            <span class="muted">{fileCount === 1 ? "one file" : `${fileCount} files`}</span>
          </>
        )}
      </p>
      <p class="actions">
        <label class="button">
          Choose files
          <input
            type="file"
            multiple
            class="visually-hidden"
            aria-label={`${TITLES[side]}: choose files`}
            onChange={(event) => {
              choose(event.currentTarget);
            }}
          />
        </label>
        <label class="button">
          Choose a folder
          <input
            type="file"
            class="visually-hidden"
            aria-label={`${TITLES[side]}: choose a folder`}
            // A property that the types of JSX do not know.
            ref={(input) => input?.setAttribute("webkitdirectory", "")}
            onChange={(event) => {
              choose(event.currentTarget);
            }}
          />
        </label>
        {given.length > 0 && (
          <button
            class="plain"
            aria-label={`Remove ${TITLES[side]}`}
            onClick={() => {
              clearSide(side);
            }}
          >
            Remove
          </button>
        )}
      </p>
    </section>
  );
}
