import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { type DroppedItem, readChosen, readDrop } from "../score/droppedFiles.js";
import { photos, takePhotos } from "./photos.js";

/** Where photos go, which then lie under the masks: dropped, or chosen. */
export function PhotoZone(): VNode {
  const isOver = useSignal(false);
  const wrong = useSignal("");
  const given = photos.value;
  const take = (items: readonly DroppedItem[]): void => {
    wrong.value = "";
    try {
      takePhotos(items);
    } catch (error) {
      wrong.value = `What was given ${(error as Error).message}.`;
    }
  };
  const takeDropped = async (transfer: DataTransfer): Promise<void> => {
    try {
      take(await readDrop(transfer));
    } catch (error) {
      wrong.value = (error as Error).message;
    }
  };
  const choose = (input: HTMLInputElement): void => {
    if (input.files !== null) take(readChosen(input.files));
    input.value = "";
  };
  return (
    <section
      class={`drop photos${isOver.value ? " over" : ""}`}
      aria-labelledby="drop-photos"
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => (isOver.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        isOver.value = false;
        if (event.dataTransfer !== null) void takeDropped(event.dataTransfer);
      }}
    >
      <h2 id="drop-photos">Photos</h2>
      <p>
        {given === undefined ? (
          <span class="muted">To lie under the masks, if you like: matched by name</span>
        ) : (
          <>
            <strong>{given.name}</strong>{" "}
            <span class="muted">{given.count === 1 ? "one photo" : `${given.count} photos`}</span>
          </>
        )}
      </p>
      {wrong.value !== "" && (
        <p class="problem" role="alert">
          {wrong.value}
        </p>
      )}
      <p class="actions">
        <Chooser label="Choose files" choose={choose} />
        <Chooser label="Choose a folder" choose={choose} isFolder />
        {given !== undefined && (
          <button class="plain" aria-label="Remove photos" onClick={() => (photos.value = undefined)}>
            Remove
          </button>
        )}
      </p>
    </section>
  );
}

function Chooser({
  label,
  choose,
  isFolder = false,
}: {
  readonly label: string;
  readonly choose: (input: HTMLInputElement) => void;
  readonly isFolder?: boolean;
}): VNode {
  return (
    <label class="button">
      {label}
      <input
        type="file"
        multiple
        class="visually-hidden"
        aria-label={`Photos: ${label.toLowerCase()}`}
        // A property that the types of JSX do not know.
        ref={(input) => {
          if (isFolder) input?.setAttribute("webkitdirectory", "");
        }}
        onChange={(event) => {
          choose(event.currentTarget);
        }}
      />
    </label>
  );
}
