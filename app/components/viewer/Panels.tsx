import type { ComponentChildren, VNode } from "preact";
import { Swatch } from "../Swatch.js";

/** A class in a picture, by the number that its pixels have. */
export interface PictureClass {
  readonly index: number;
  readonly name: string;
  readonly colour: string;
  /** Said of it in this picture: its score, say. */
  readonly note?: string | undefined;
}

interface PanelsProps {
  readonly id: string;
  readonly title: string;
  /** Beside the title, in small letters. */
  readonly about: ComponentChildren;
  /** At the end of the title's line. */
  readonly beside?: ComponentChildren;
  /** Buttons and fields beside the choice of a class. */
  readonly tools?: ComponentChildren;
  readonly classes: readonly PictureClass[];
  /** What the classes' notes are. */
  readonly notesAre?: string | undefined;
  readonly hasVoid?: boolean;
  /** Whose errors are shown; -1: all classes'. */
  readonly errorsOf: number;
  /** Undefined where the choice cannot be made. */
  readonly chooseErrorsOf: ((index: number) => void) | undefined;
  readonly off: ReadonlySet<number>;
  /** Undefined where no class can be switched off. */
  readonly toggle: ((index: number) => void) | undefined;
  /** Said of the pixel that is pointed at; undefined where that is not told. */
  readonly under: string | undefined;
  /** Width by height of a panel. */
  readonly ratio: number;
  /** A photo that lies under the masks, and how strongly they cover it. */
  readonly photo?: { readonly uri: string; readonly opacity: number } | undefined;
  /** What is seen of the masks. */
  readonly children: ComponentChildren;
}

/** An image to look at, by whatever mode, with what its colours mean. */
export function Panels(props: PanelsProps): VNode {
  const { id, title, about, beside, tools, classes, hasVoid = false, off, toggle, under, photo } = props;
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
        {beside}
      </header>
      <div class="controls needs-script">
        {tools}
        <ErrorChoice {...props} />
      </div>
      {props.children}
      {under !== undefined && (
        <p class="under muted small" role="status">
          {under === ""
            ? "Point at a pixel, or tap it, to read its classes; or press Shift with an arrow key."
            : under}
        </p>
      )}
      <ul class="legend" aria-label={toggle === undefined ? "Classes" : "Classes: switch on and off"}>
        {classes.map(({ index, name, colour, note }) => {
          const words = (
            <>
              <Swatch colour={colour} />
              {name}
              {note !== undefined && <span class="muted"> {note}</span>}
            </>
          );
          return (
            <li key={index}>
              {toggle === undefined ? (
                words
              ) : (
                <button
                  type="button"
                  aria-pressed={!off.has(index)}
                  onClick={() => {
                    toggle(index);
                  }}
                >
                  {words}
                </button>
              )}
            </li>
          );
        })}
        {hasVoid && (
          <li>
            <span class="swatch hatched" aria-hidden="true" />
            void, not scored
          </li>
        )}
        {props.notesAre !== undefined && <li class="muted">{props.notesAre}</li>}
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
