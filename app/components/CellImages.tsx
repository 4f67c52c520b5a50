import type { VNode } from "preact";
import { countText } from "../view/numberTexts.js";

interface CellImagesProps {
  readonly title: string;
  /** How many images, then place in ids and pixels of those with the most; undefined where no cell is chosen. */
  readonly cell: readonly number[] | undefined;
  readonly ids: readonly string[];
  readonly open: ((id: string) => void) | undefined;
}

/** The images behind a cell of a confusion matrix. */
export function CellImages({ title, cell, ids, open }: CellImagesProps): VNode {
  const [count = 0, ...found] = cell ?? [];
  const listed = Array.from({ length: found.length / 2 }, (_, i) => ({
    id: ids[found[2 * i] as number] as string,
    pixels: found[2 * i + 1] as number,
  }));
  const images = count === 0 ? "in no image" : `in ${countText(count)} ${count === 1 ? "image" : "images"}`;
  return (
    <div class="behind" role="status" hidden={cell === undefined}>
      <h4>
        {cell !== undefined &&
          `${title}: ${images}${count > listed.length ? `, most pixels first, the first ${listed.length}` : ""}`}
      </h4>
      <ol>
        {listed.map(({ id, pixels }) => (
          <li key={id}>
            {open === undefined ? (
              id
            ) : (
              <button
                type="button"
                class="plain"
                onClick={() => {
                  open(id);
                }}
              >
                {id}
              </button>
            )}
            {`: ${countText(pixels)} pixels`}
          </li>
        ))}
      </ol>
    </div>
  );
}
