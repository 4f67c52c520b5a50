import type { VNode } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { type ConfusionView, MAX_SHOWN } from "../view/confusionView.js";
import { countText, percentText } from "../view/numberTexts.js";
import { CellImages } from "./CellImages.js";
import { type CellMode, ConfusionRow } from "./ConfusionRow.js";

const MODES: readonly (readonly [mode: CellMode, label: string, unit: string])[] = [
  ["row", "by row (recall)", "per cent of the row's pixels"],
  ["column", "by column (precision)", "per cent of the column's pixels"],
  ["count", "pixels", "pixels"],
];

/** From so many classes on cells are small. */
const DENSE = 20;

export interface ConfusionTableProps {
  readonly view: ConfusionView;
  /** Of the classes that are shown. */
  readonly names: readonly string[];
  /** Classes that there are, shown or not. */
  readonly classCount: number;
  readonly model: string;
  /** Begins the names of its fields. */
  readonly id: string;
  /** Shows an image and the pixels of a cell, by class; left out where there are no masks. */
  readonly open?: ((id: string, cell: readonly [truth: number, prediction: number]) => void) | undefined;
}

type Place = readonly [truth: number, prediction: number];

/**
 * What was called what: as shares or in pixels; a cell lists the images behind it. It is whole without a script, by row.
 * Cells are walked with the arrow keys, and one of them takes the tabulator key.
 */
export function ConfusionTable({ view, names, classCount, model, id, open }: ConfusionTableProps): VNode {
  const [mode, setMode] = useState<CellMode>("row");
  const [pointed, setPointed] = useState<Place | undefined>(undefined);
  const [chosen, setChosen] = useState<Place | undefined>(undefined);
  const [tabStop, setTabStop] = useState<Place>([0, 0]);
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const size = names.length;
  const focus = (truth: number, prediction: number): void => {
    setTabStop([truth, prediction]);
    bodyRef.current?.rows[truth]?.cells[prediction + 1]?.focus();
  };
  const placeOf = (event: Event): Place | undefined => {
    const cell = (event.target as Element).closest("td");
    const row = cell?.closest("tr");
    if (cell == null || row == null || cell.cellIndex > size) return undefined;
    return [row.sectionRowIndex, cell.cellIndex - 1];
  };
  const point = (event: Event): void => {
    const place = placeOf(event);
    if (place !== undefined) setPointed(place);
  };
  const click = (event: Event): void => {
    const place = placeOf(event);
    if (place === undefined) return;
    focus(...place);
    setChosen(place);
  };
  const walk = (event: KeyboardEvent): void => {
    const place = placeOf(event);
    if (place === undefined) return;
    const to = stepFrom(place, event.key, size - 1);
    if (to !== undefined) focus(...to);
    else if (event.key === "Enter" || event.key === " ") setChosen(place);
    else return;
    event.preventDefault();
  };
  // Pointing at a cell changes a line of text, and no cell.
  const rows = useMemo(
    () =>
      names.map((name, truth) => (
        <ConfusionRow
          key={truth}
          view={view}
          name={name}
          truth={truth}
          mode={mode}
          tabStop={tabStop[0] === truth ? tabStop[1] : undefined}
          chosen={chosen?.[0] === truth ? chosen[1] : undefined}
        />
      )),
    [view, names, mode, tabStop, chosen],
  );
  const unit = MODES.find(([name]) => name === mode)?.[2];
  return (
    <figure class="confusion">
      <div class="controls needs-script" role="radiogroup" aria-label="Cells show">
        {MODES.map(([value, label]) => (
          <label key={value}>
            <input
              type="radio"
              name={`${id}-mode`}
              value={value}
              checked={mode === value}
              autocomplete="off"
              onChange={() => {
                setMode(value);
              }}
            />
            {label}
          </label>
        ))}
      </div>
      <div class="scroll">
        <table
          class={`matrix${size > DENSE ? " dense" : ""}`}
          role="grid"
          aria-label={`Confusion matrix of ${model}: rows ground truth, columns prediction`}
        >
          <thead>
            <tr>
              <th class="corner" scope="col">
                truth \ prediction
              </th>
              {names.map((name, prediction) => (
                <th key={prediction} scope="col">
                  <span>{name}</span>
                </th>
              ))}
              {view.voids !== undefined && (
                <th scope="col" class="total">
                  <span>void</span>
                </th>
              )}
              <th scope="col" class="total">
                <span>truth px</span>
              </th>
            </tr>
          </thead>
          <tbody ref={bodyRef} onMouseOver={point} onFocusIn={point} onClick={click} onKeyDown={walk}>
            {rows}
          </tbody>
        </table>
      </div>
      <p class="readout needs-script" aria-live="polite">
        {pointed === undefined
          ? "Point at a cell, or walk with the arrow keys; press Enter for the images behind it."
          : readoutOf(view, names, pointed)}
      </p>
      <CellImages
        title={chosen === undefined ? "" : titleOf(names, chosen)}
        cell={chosen === undefined ? undefined : (view.images[chosen[0] * size + chosen[1]] ?? [])}
        ids={view.ids}
        open={
          open === undefined || chosen === undefined
            ? undefined
            : (imageId) => {
                open(imageId, [view.classes[chosen[0]] as number, view.classes[chosen[1]] as number]);
              }
        }
      />
      <figcaption>
        Rows are ground truth, columns prediction; <span class="unit">{unit}</span>. Shades grow with the root
        of the share, so that rare confusions show.
        {classCount > MAX_SHOWN &&
          ` Of ${countText(classCount)} classes, the ${MAX_SHOWN} with the most wrong pixels; shares are of all pixels.`}
        {view.voids !== undefined && " What is predicted void is missed, and of no predicted class."}
      </figcaption>
    </figure>
  );
}

function stepFrom([truth, prediction]: Place, key: string, last: number): Place | undefined {
  const within = (at: number): number => Math.min(Math.max(at, 0), last);
  switch (key) {
    case "ArrowUp":
      return [within(truth - 1), prediction];
    case "ArrowDown":
      return [within(truth + 1), prediction];
    case "ArrowLeft":
      return [truth, within(prediction - 1)];
    case "ArrowRight":
      return [truth, within(prediction + 1)];
    case "Home":
      return [truth, 0];
    case "End":
      return [truth, last];
    default:
      return undefined;
  }
}

function titleOf(names: readonly string[], [truth, prediction]: Place): string {
  return `truth ${names[truth] as string}, predicted ${names[prediction] as string}`;
}

function readoutOf(view: ConfusionView, names: readonly string[], place: Place): string {
  const [truth, prediction] = place;
  const pixels = view.pixels[truth * names.length + prediction] as number;
  const ofRow = percentText(pixels / (view.rowTotals[truth] as number));
  const ofColumn = percentText(pixels / (view.columnTotals[prediction] as number));
  return `${titleOf(names, place)}: ${countText(pixels)} pixels, ${ofRow} of the row, ${ofColumn} of the column`;
}
