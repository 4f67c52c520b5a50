import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { MovedPicture } from "../../../app/components/MovedPicture.js";
import { METRIC_NAMES } from "../../../app/view/metricNames.js";
import { type MovedPicture as Moved, movedPicture } from "../../../app/view/movedPicture.js";
import type { ComparisonView, RunView } from "../../../app/view/runView.js";
import { askOfEach, Cancelled, pageWorkers } from "../counting/workers.js";
import { pageWords } from "../score/pageWords.js";
import type { NamedFile } from "../counting/protocol.js";
import type { Board } from "../score/scored.js";

/** Images at first, and more at each press. */
const SHOWN = 4;

interface MovedImagesProps {
  readonly board: Board;
  readonly run: RunView;
  readonly comparison: ComparisonView;
}

/** The images that moved most, for better or worse: truth, old, new and what changed. Nothing where no masks are at hand. */
export function MovedImages({ board: { models, source }, run, comparison }: MovedImagesProps): VNode | null {
  const { first, second, result } = comparison;
  const wanted = useSignal(SHOWN);
  const pictures = useSignal<ReadonlyMap<string, Moved>>(new Map());
  const wrong = useSignal("");
  const moved = result.images.filter(({ difference }) => Number.isFinite(difference) && difference !== 0);
  const listed = moved.slice(0, wanted.value);
  const placeOf = (name: string): number => models.findIndex((model) => model.name === name);
  useEffect(() => {
    if (source === undefined) return;
    const abort = new AbortController();
    const places = [placeOf(first), placeOf(second)];
    const names = (run.models[0]?.scores.classes ?? []).map(({ name }) => name);
    const left = listed.filter(({ id }) => !pictures.value.has(id) && source.byId.has(id));
    askOfEach(
      left,
      ({ id }) => {
        const image = source.byId.get(id) as NonNullable<ReturnType<typeof source.byId.get>>;
        const predictions = places.map((place) => image.predictions[place] as NamedFile);
        const asked = { job: source.job, image: { groundTruth: image.groundTruth, predictions } };
        return pageWorkers().ask("moved", asked, { signal: abort.signal, about: id });
      },
      (index, masks) => {
        const { id, difference, ...scores } = left[index] as (typeof left)[number];
        const change = {
          metric: METRIC_NAMES[result.metric],
          first: { name: first, score: scores.first },
          second: { name: second, score: scores.second },
          difference,
        };
        const picture = movedPicture(id, masks, change, names, run.palette);
        pictures.value = new Map([...pictures.value, [id, picture]]);
      },
    ).catch((error: unknown) => {
      if (!abort.signal.aborted) wrong.value = pageWords(error);
    });
    return () => {
      abort.abort(new Cancelled("cancelled"));
    };
  }, [wanted.value]);
  if (source === undefined || listed.length === 0) return null;
  return (
    <>
      <h3>What changed in the images that moved most</h3>
      {wrong.value !== "" && (
        <p class="problem" role="alert">
          {wrong.value}
        </p>
      )}
      <div class="pictures">
        {listed.map(({ id }, i) => {
          const picture = pictures.value.get(id);
          return picture === undefined ? (
            <p key={id} class="muted" role="status">
              reading {id}
            </p>
          ) : (
            <MovedPicture key={id} picture={picture} id={`moved-${i + 1}`} />
          );
        })}
      </div>
      {moved.length > listed.length && (
        <p class="actions">
          <button onClick={() => (wanted.value += SHOWN)}>
            {Math.min(SHOWN, moved.length - listed.length)} more images
          </button>
        </p>
      )}
    </>
  );
}
