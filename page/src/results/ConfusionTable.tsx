import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { VNode } from "preact";
import { confusionView, DEEP, MAX_SHOWN, opacityOf } from "../../../app/view/confusionView.js";
import { countText } from "../../../app/view/numbers.js";
import type { ReportedModel } from "../../../app/view/reportedRun.js";
import type { SegmentationScorer } from "../../../src/scorers/segmentationScorer.js";

type Mode = "row" | "column" | "count";

const MODES: readonly (readonly [Mode, string])[] = [
  ["row", "by row (recall)"],
  ["column", "by column (precision)"],
  ["count", "pixels"],
];

interface ConfusionTableProps {
  readonly model: ReportedModel;
  readonly scorer: SegmentationScorer;
  /** Shows an image; undefined where there are no masks. */
  readonly open: ((id: string) => void) | undefined;
}

/** What was called what: as shares or in pixels; a cell lists the images behind it. */
export function ConfusionTable({ model, scorer, open }: ConfusionTableProps): VNode {
  const mode = useSignal<Mode>("row");
  const chosen = useSignal<readonly [number, number] | undefined>(undefined);
  const view = useMemo(
    () =>
      confusionView({
        confusionMatrix: model.confusionMatrix,
        images: model.images ?? [],
        matrices: scorer.settings.perImage ? scorer.countedImages("the page").images.matrices : [],
      }),
    [model, scorer],
  );
  const names = view.classes.map((c) => model.scores.classes[c]?.name ?? `class ${c}`);
  const size = names.length;
  const largest = Math.max(1, ...view.rowTotals);
  const wholeOf = (t: number, p: number): number =>
    mode.value === "row"
      ? (view.rowTotals[t] as number)
      : mode.value === "column"
        ? (view.columnTotals[p] as number)
        : largest;
  return (
    <section aria-labelledby="confusion-title">
      <h2 id="confusion-title">Confusion matrix</h2>
      <p class="small modes" role="radiogroup" aria-label="Cells show">
        {MODES.map(([value, label]) => (
          <label key={value} class="check">
            <input
              type="radio"
              name="confusion-mode"
              checked={mode.value === value}
              onChange={() => (mode.value = value)}
            />
            {label}
          </label>
        ))}
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Confusion matrix, scrollable">
        <table class={`matrix${size > 14 ? " dense" : ""}`}>
          <caption class="visually-hidden">Rows are ground truth, columns prediction.</caption>
          <thead>
            <tr>
              <th scope="col" class="corner">
                truth \ prediction
              </th>
              {names.map((name, p) => (
                <th key={p} scope="col">
                  <span>{name}</span>
                </th>
              ))}
              {view.voids !== undefined && (
                <th scope="col">
                  <span>void (px)</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {names.map((name, t) => (
              <tr key={t}>
                <th scope="row">{name}</th>
                {names.map((_, p) => {
                  const pixels = view.pixels[t * size + p] as number;
                  const shade = pixels === 0 ? 0 : Math.sqrt(pixels / wholeOf(t, p));
                  return (
                    <td
                      key={p}
                      class={`${t === p ? "hit" : ""}${shade > DEEP ? " deep" : ""}`}
                      style={{ "--opacity": opacityOf(shade).toFixed(3) }}
                      data-pixels={pixels}
                    >
                      {pixels > 0 && (
                        <button
                          title={`truth ${name}, predicted ${names[p] as string}: ${countText(pixels)} pixels`}
                          aria-pressed={chosen.value?.[0] === t && chosen.value[1] === p}
                          onClick={() => (chosen.value = [t, p])}
                        >
                          {mode.value === "count"
                            ? compact(pixels)
                            : ((100 * pixels) / wholeOf(t, p)).toFixed(size > 14 ? 0 : 1)}
                        </button>
                      )}
                    </td>
                  );
                })}
                {view.voids !== undefined && <td class="void">{compact(view.voids[t] as number)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="muted small">
        Rows are ground truth, columns prediction{mode.value === "count" ? ", in pixels" : ", in per cent"}.
        Shades grow with the root of the share, so that rare confusions show. Choose a cell for the images
        behind it.
        {model.scores.classes.length > MAX_SHOWN && ` The ${MAX_SHOWN} classes with the most wrong pixels.`}
      </p>
      {chosen.value !== undefined && (
        <Behind
          title={`Truth ${names[chosen.value[0]] as string}, predicted ${names[chosen.value[1]] as string}`}
          cell={view.images[chosen.value[0] * size + chosen.value[1]] ?? []}
          ids={view.ids}
          open={open}
        />
      )}
    </section>
  );
}

interface BehindProps {
  readonly title: string;
  /** How many images, then place in ids and pixels of those with the most. */
  readonly cell: readonly number[];
  readonly ids: readonly string[];
  readonly open: ((id: string) => void) | undefined;
}

function Behind({ title, cell: [count = 0, ...found], ids, open }: BehindProps): VNode {
  const listed = Array.from({ length: found.length / 2 }, (_, i) => ({
    id: ids[found[2 * i] as number] as string,
    pixels: found[2 * i + 1] as number,
  }));
  return (
    <div class="behind" role="status">
      <h3>
        {title}: in {count === 1 ? "one image" : `${countText(count)} images`}
        {count > listed.length && `, the ${listed.length} with the most pixels`}
      </h3>
      <ol>
        {listed.map(({ id, pixels }) => (
          <li key={id}>
            {open === undefined ? (
              id
            ) : (
              <button
                class="plain"
                onClick={() => {
                  open(id);
                }}
              >
                {id}
              </button>
            )}
            : {countText(pixels)} pixels
          </li>
        ))}
      </ol>
    </div>
  );
}

/** 950, 12k, 3.4M: a cell is narrow; its title has the number in full. */
function compact(pixels: number): string {
  return new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 }).format(pixels);
}
