import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { ClassTable } from "../../../app/components/ClassTable.js";
import { ConfusionTable } from "../../../app/components/ConfusionTable.js";
import { ConventionSpread } from "../../../app/components/ConventionSpread.js";
import { DearestConfusions } from "../../../app/components/DearestConfusions.js";
import { GroupTable } from "../../../app/components/GroupTable.js";
import { ImageSpread } from "../../../app/components/ImageSpread.js";
import { ImageTable } from "../../../app/components/ImageTable.js";
import { byChange, imageRows } from "../../../app/view/imageRows.js";
import type { ConfusionView } from "../../../app/view/confusionView.js";
import type { ModelView } from "../../../app/view/runView.js";
import type { Scored } from "../score/scored.js";
import { Thumbnail } from "../viewer/Thumbnail.js";
import { Thumbnails } from "../viewer/thumbnails.js";
import { LoadedViewer } from "../viewer/LoadedViewer.js";
import type { LitCell } from "../viewer/Viewer.js";
import { Exports } from "./Exports.js";
import { Notices } from "./Notices.js";
import { OwnClasses } from "./OwnClasses.js";
import { Summary } from "./Summary.js";
import "./results.css";

/** Everything that a scored run tells. */
export function Results({ scored }: { readonly scored: Scored }): VNode {
  const { run, source } = scored;
  const [model] = run.models as readonly [ModelView];
  const classNames = useMemo(() => model.scores.classes.map(({ name }) => name), [model]);
  const shownNames = useMemo(
    () => model.confusion?.classes.map((c) => classNames[c] ?? `class ${c}`) ?? [],
    [model],
  );
  const rows = useMemo(() => imageRows(model).sort(byChange), [model]);
  const shownId = useSignal(rows[0]?.id);
  const off = useSignal<ReadonlySet<number>>(new Set());
  const toggle = (c: number): void => {
    const next = new Set(off.value);
    if (!next.delete(c)) next.add(c);
    off.value = next;
  };
  const lit = useSignal<LitCell | undefined>(undefined);
  /** The images as the list has them now, or those that have what is lit. */
  const listed = useSignal<readonly string[]>([]);
  const order = useSignal<readonly string[]>([]);
  const show = (id: string): void => {
    shownId.value = id;
    document.getElementById("masks")?.scrollIntoView({ block: "nearest" });
  };
  const openLit = (id: string, cell: LitCell): void => {
    lit.value = cell;
    listed.value = model.confusion === undefined ? [] : imagesOf(model.confusion, cell);
    show(id);
  };
  const painted = { off: off.value, toggle };
  const pair = shownId.value === undefined ? undefined : source?.byId.get(shownId.value);
  const isList = rows.length > 1;
  const scoresById = useMemo(
    () => new Map((model.images ?? []).map((scores) => [scores.id, scores] as const)),
    [model],
  );
  const thumbnails = useMemo(
    () => (source === undefined ? undefined : new Thumbnails(source.job, run.palette)),
    [source, run.palette],
  );
  const ids = lit.value === undefined ? order.value : listed.value;
  const at = shownId.value === undefined ? -1 : ids.indexOf(shownId.value);
  return (
    <div class="results">
      <Summary scored={scored} model={model} />
      <Notices scored={scored} model={model} />
      {(pair !== undefined || isList) && (
        <section id="masks" aria-labelledby="masks-title">
          <h2 id="masks-title">{isList ? "Images, the worst first" : "Masks"}</h2>
          {pair !== undefined && source !== undefined && (
            <LoadedViewer
              pair={pair}
              job={source.job}
              classNames={classNames}
              palette={run.palette}
              painted={painted}
              scores={scoresById.get(pair.id)}
              lit={lit.value}
              light={(cell) => (lit.value = cell)}
              place={
                ids.length < 2
                  ? undefined
                  : {
                      text: at < 0 ? `${ids.length} images` : `${at + 1} of ${ids.length}`,
                      step: (by) => {
                        shownId.value = ids[(Math.max(at, 0) + by + ids.length) % ids.length];
                      },
                    }
              }
            />
          )}
          {pair !== undefined && isList && (
            <OwnClasses scores={scoresById.get(pair.id)} model={model} palette={run.palette} />
          )}
          {isList && (
            <ImageTable
              rows={rows}
              model={model.name}
              id="images"
              isNarrow
              classes={{
                names: classNames,
                iou: (id, c) => scoresById.get(id)?.iou[c] ?? NaN,
              }}
              choice={
                source === undefined || thumbnails === undefined
                  ? undefined
                  : {
                      shown: shownId.value,
                      open: (id) => {
                        // Whoever goes to the list has seen enough of one confusion.
                        lit.value = undefined;
                        show(id);
                      },
                      order: (found) => (order.value = found),
                      thumbnail: (id) => {
                        const one = source.byId.get(id);
                        return one === undefined ? <></> : <Thumbnail pair={one} thumbnails={thumbnails} />;
                      },
                    }
              }
            />
          )}
          {isList && <ImageSpread model={model} />}
        </section>
      )}
      <section aria-labelledby="classes-title">
        <h2 id="classes-title">Classes</h2>
        <ClassTable
          model={model}
          palette={run.palette}
          hasBars
          painted={source === undefined ? undefined : painted}
        />
      </section>
      {model.scores.groups.length > 0 && (
        <section aria-labelledby="groups-title">
          <h2 id="groups-title">Groups of classes</h2>
          <GroupTable model={model} />
        </section>
      )}
      <section aria-labelledby="confusion-title">
        <h2 id="confusion-title">Confusion matrix</h2>
        {model.confusion !== undefined && (
          <ConfusionTable
            view={model.confusion}
            names={shownNames}
            classCount={classNames.length}
            model={model.name}
            id="confusion"
            open={source === undefined ? undefined : openLit}
          />
        )}
        {model.contributions.iou !== undefined && (
          <DearestConfusions confusions={model.contributions.iou.confusions} />
        )}
      </section>
      {model.spread !== undefined && (
        <section aria-labelledby="spread-title">
          <h2 id="spread-title">The same masks by other tools&apos; rules</h2>
          <ConventionSpread spread={model.spread} isOpen />
        </section>
      )}
      <Exports scored={scored} />
    </div>
  );
}

/** Ids of the images that have most of a confusion's pixels. */
function imagesOf({ classes, images, ids }: ConfusionView, [truth, predicted]: LitCell): string[] {
  const cell = images[classes.indexOf(truth) * classes.length + classes.indexOf(predicted)] ?? [];
  // How many there are, then place and pixels of each.
  return cell.slice(1).flatMap((place, i) => (i % 2 === 0 ? (ids[place] as string) : []));
}
