import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import type { ReportedModel } from "../../../app/view/reportedRun.js";
import type { Scored } from "../score/session.js";
import { Viewer } from "../viewer/Viewer.js";
import { ClassTable } from "./ClassTable.js";
import { ConfusionTable } from "./ConfusionTable.js";
import { Exports } from "./Exports.js";
import { ImageList } from "./ImageList.js";
import { Notices } from "./Notices.js";
import { SpreadList } from "./SpreadList.js";
import { Summary } from "./Summary.js";
import "./results.css";

/** Everything that a scored run tells. */
export function Results({ scored }: { readonly scored: Scored }): VNode {
  const { run, scorer, source, palette } = scored;
  const [model] = run.models as [ReportedModel];
  const classNames = model.scores.classes.map(({ name }) => name);
  const images = model.contributions?.images ?? [];
  const shownId = useSignal(images[0]?.id);
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
  const pair = shownId.value === undefined ? undefined : source?.byId.get(shownId.value);
  return (
    <div class="results">
      <Summary scored={scored} model={model} />
      <Notices scored={scored} model={model} />
      {(pair !== undefined || images.length > 1) && (
        <section id="masks" aria-labelledby="masks-title">
          <h2 id="masks-title">{images.length > 1 ? "Images, the worst first" : "Masks"}</h2>
          <div class={images.length > 1 ? "with-list" : ""}>
            {images.length > 1 && (
              <ImageList
                images={images}
                shown={shownId.value}
                canOpen={source !== undefined}
                open={(id) => (shownId.value = id)}
              />
            )}
            {pair !== undefined && source !== undefined && (
              <Viewer
                pair={pair}
                job={source.job}
                classNames={classNames}
                palette={palette}
                off={off.value}
                toggle={toggle}
              />
            )}
          </div>
        </section>
      )}
      <ClassTable
        model={model}
        palette={palette}
        off={off.value}
        toggle={toggle}
        canToggle={source !== undefined}
      />
      <ConfusionTable model={model} scorer={scorer} open={source === undefined ? undefined : open} />
      <SpreadList model={model} />
      <Exports scored={scored} />
    </div>
  );
}
