import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { DropField } from "../score/DropField.js";
import { type DroppedItem, readDrop } from "../score/droppedFiles.js";
import { photos, takePhotos } from "./photos.js";

/** Where photos go, which then lie under the masks: dropped, or chosen. */
export function PhotoZone(): VNode {
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
  return (
    <DropField
      kind="photos"
      title="Photos"
      drop={(transfer) => void takeDropped(transfer)}
      take={take}
      remove={given === undefined ? undefined : () => (photos.value = undefined)}
    >
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
    </DropField>
  );
}
