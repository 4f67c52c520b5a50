import type { ComponentChildren, VNode } from "preact";
import { countText } from "../../view/numberTexts.js";
import { type Layer, LAYERS } from "../../view/paintTile.js";
import { OUTCOMES } from "../../view/displayColours.js";
import { Swatch } from "../Swatch.js";

/** A class in a picture, by the number that its pixels have. */
export interface PictureClass {
  readonly index: number;
  readonly name: string;
  readonly colour: string;
}

/** Pixels of an error map. */
export type OutcomeCounts = readonly [hit: number, missed: number, wrong: number];

interface PanelsProps {
  readonly id: string;
  readonly title: string;
  /** Beside the title, in small letters. */
  readonly about: ComponentChildren;
  /** Buttons and fields beside the choice of a class. */
  readonly tools?: ComponentChildren;
  readonly classes: readonly PictureClass[];
  readonly hasVoid?: boolean;
  /** Whose errors are shown; -1: all classes'. */
  readonly errorsOf: number;
  /** Undefined where the choice cannot be made. */
  readonly chooseErrorsOf: ((index: number) => void) | undefined;
  readonly counts?: OutcomeCounts | undefined;
  readonly off: ReadonlySet<number>;
  /** Undefined where no class can be switched off. */
  readonly toggle: ((index: number) => void) | undefined;
  /** Said of the pixel under the pointer; undefined where that is not told. */
  readonly under: string | undefined;
  /** Width by height of a panel. */
  readonly ratio: number;
  /** A photo that lies under the masks, and how strongly they cover it. */
  readonly photo?: { readonly uri: string; readonly opacity: number } | undefined;
  /** What is in a panel. */
  readonly stage: (layer: Layer, label: string) => VNode;
}

/** An image as three panels: what was to be found, what was found, and where they differ. */
export function Panels(props: PanelsProps): VNode {
  const { id, title, about, tools, classes, hasVoid = false, off, toggle, under, photo } = props;
  const style = {
    ...(photo === undefined ? {} : { "--photo": `url("${photo.uri}")`, "--opacity": photo.opacity }),
    "--ratio": props.ratio,
  };
  return (
    <article class={`picture${photo === undefined ? "" : " with-photo"}`} style={style} aria-labelledby={id}>
      <header>
        <h4 id={id} class="title">
          {title}
        </h4>
        <p class="muted small">{about}</p>
      </header>
      <div class="controls needs-script">
        {tools}
        <ErrorChoice {...props} />
      </div>
      <div class="panels">
        {LAYERS.map(([layer, name]) => (
          <figure key={layer} class="panel">
            <div class={`stage${layer === "errors" ? "" : " hatched"}`}>
              {props.stage(layer, `${name} of ${title}`)}
            </div>
            <figcaption>
              <strong>{name}</strong>
              {layer === "errors" && <OutcomeKeys {...props} />}
            </figcaption>
          </figure>
        ))}
      </div>
      {under !== undefined && (
        <p class="under muted small">{under === "" ? "Point at a pixel to read its classes." : under}</p>
      )}
      <ul class="legend" aria-label={toggle === undefined ? "Classes" : "Classes: switch on and off"}>
        {classes.map(({ index, name, colour }) => (
          <li key={index}>
            {toggle === undefined ? (
              <>
                <Swatch colour={colour} />
                {name}
              </>
            ) : (
              <button
                type="button"
                aria-pressed={!off.has(index)}
                onClick={() => {
                  toggle(index);
                }}
              >
                <Swatch colour={colour} />
                {name}
              </button>
            )}
          </li>
        ))}
        {hasVoid && (
          <li>
            <span class="swatch hatched" aria-hidden="true" />
            not scored
          </li>
        )}
      </ul>
    </article>
  );
}

function ErrorChoice({ classes, errorsOf, chooseErrorsOf }: PanelsProps): VNode {
  return (
    <label>
      Errors of{" "}
      <select
        class="error-class"
        value={errorsOf}
        autocomplete="off"
        disabled={chooseErrorsOf === undefined}
        onChange={(event) => {
          chooseErrorsOf?.(Number(event.currentTarget.value));
        }}
      >
        <option value={-1}>all classes</option>
        {classes.map(({ index, name }) => (
          <option key={index} value={index}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What the colours of the errors mean, and how many pixels there are of each, where that was counted. */
function OutcomeKeys({ classes, errorsOf, counts }: PanelsProps): VNode {
  const isAll = errorsOf < 0;
  const name = isAll ? "all classes" : classes.find(({ index }) => index === errorsOf)?.name;
  const key = (
    kind: keyof typeof OUTCOMES,
    word: string,
    count: number | undefined,
    isHidden = false,
  ): VNode => (
    <span class={`key ${kind}`} hidden={isHidden}>
      <Swatch colour={OUTCOMES[kind]} />
      <span class="word">{word}</span>
      {count !== undefined && (
        <>
          {" "}
          <span class="count">{countText(count)}</span>
        </>
      )}
    </span>
  );
  return (
    <span class="keys">
      {" "}
      <span class="of">of {name}</span>
      {counts === undefined ? ": " : ", pixels: "}
      <span class="row">
        {key("hit", "hit", counts?.[0])} {key("missed", isAll ? "wrong" : "missed", counts?.[1])}{" "}
        {key("false", "false", counts?.[2], isAll)}
      </span>
    </span>
  );
}
