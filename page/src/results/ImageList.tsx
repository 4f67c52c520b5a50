import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import type { ImageContribution } from "../../../src/scorers/segmentationStatistics.js";
import { changeText, countText, scoreText } from "../../../app/view/numbers.js";

/** Rows at first: a list of thousands is slow to lay out, and nobody reads it. */
const LISTED = 100;

interface ImageListProps {
  /** The image that drags the mean down most comes first. */
  readonly images: readonly ImageContribution[];
  readonly shown: string | undefined;
  readonly canOpen: boolean;
  readonly open: (id: string) => void;
}

/** The images with their own scores; one is opened. */
export function ImageList({ images, shown, canOpen, open }: ImageListProps): VNode {
  const filter = useSignal("");
  const wanted = filter.value.toLowerCase();
  const found = images.filter(({ id }) => (id ?? "").toLowerCase().includes(wanted));
  return (
    <div class="image-list">
      <p class="small">
        <label>
          Filter{" "}
          <input
            type="search"
            value={filter.value}
            onInput={(event) => (filter.value = event.currentTarget.value)}
          />
        </label>
      </p>
      <div class="rows" role="region" aria-label="Images" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">image</th>
              <th scope="col" class="number">
                mean IoU
              </th>
              <th scope="col" class="number" title="What leaving it out adds to the mean">
                without it
              </th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, LISTED).map(({ id, score, changeWithout }) => (
              <tr key={id} class={id === shown ? "shown" : ""}>
                <th scope="row">
                  {canOpen && id !== undefined ? (
                    <button
                      class="plain"
                      aria-current={id === shown ? "true" : undefined}
                      onClick={() => {
                        open(id);
                      }}
                    >
                      {id}
                    </button>
                  ) : (
                    (id ?? "(without an id)")
                  )}
                </th>
                <td class="number">{scoreText(score)}</td>
                <td class="number">{changeText(changeWithout)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.length > LISTED && (
        <p class="muted small">
          The first {LISTED} of {countText(found.length)}; the CSV has all.
        </p>
      )}
    </div>
  );
}
