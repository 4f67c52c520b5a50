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
import type { ModelView } from "../../../app/view/runView.js";
import type { Scored } from "../score/scored.js";
import { Viewer } from "../viewer/Viewer.js";
import { Exports } from "./Exports.js";
import { Notices } from "./Notices.js";
import { Summary } from "./Summary.js";
import "./results.css";

/** Rows of the list of images. */
const LISTED_IMAGES = 100;

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
  const open = (id: string): void => {
    shownId.value = id;
    document.getElementById("masks")?.scrollIntoView({ block: "nearest" });
  };
  const painted = { off: off.value, toggle };
  const pair = shownId.value === undefined ? undefined : source?.byId.get(shownId.value);
  const isList = rows.length > 1;
  return (
    <div class="results">
      <Summary scored={scored} model={model} />
      <Notices scored={scored} model={model} />
      {(pair !== undefined || isList) && (
        <section id="masks" aria-labelledby="masks-title">
          <h2 id="masks-title">{isList ? "Images, the worst first" : "Masks"}</h2>
          <div class={isList ? "with-list" : ""}>
            {isList && (
              <ImageTable
                rows={rows}
                limit={LISTED_IMAGES}
                model={model.name}
                id="images"
                isNarrow
                choice={
                  source === undefined
                    ? undefined
                    : { shown: shownId.value, open: (id) => (shownId.value = id) }
                }
              />
            )}
            {pair !== undefined && source !== undefined && (
              <Viewer
                pair={pair}
                job={source.job}
                classNames={classNames}
                palette={run.palette}
                painted={painted}
              />
            )}
          </div>
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
            open={source === undefined ? undefined : open}
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
