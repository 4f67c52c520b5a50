import type { VNode } from "preact";
import { readChosen } from "./droppedFiles.js";
import { take } from "./session.js";

/** A folder that holds the truth and the models: what is dropped on the page, for who chooses files. */
export function FolderChooser(): VNode {
  return (
    <label class="button">
      Choose a folder of all
      <input
        type="file"
        class="visually-hidden"
        aria-label="Choose a folder that holds the ground truth and the models"
        // A property that the types of JSX do not know.
        ref={(input) => input?.setAttribute("webkitdirectory", "")}
        onChange={({ currentTarget: input }) => {
          if (input.files !== null) void take(readChosen(input.files));
          // The same folder may be chosen again.
          input.value = "";
        }}
      />
    </label>
  );
}
