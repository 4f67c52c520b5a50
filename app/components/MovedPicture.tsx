import type { VNode } from "preact";
import type { MovedPicture as Moved } from "../view/movedPicture.js";
import { Swatch } from "./Swatch.js";

interface MovedPictureProps {
  readonly picture: Moved;
  /** The id of its heading. */
  readonly id: string;
}

/** An image by two models: the truth, what the one made of it, what the other, and what changed between them. */
export function MovedPicture({ picture, id }: MovedPictureProps): VNode {
  const { title, about, width, height, panels, changes, classes, hasVoid } = picture;
  return (
    <article class="picture" style={{ "--ratio": width / height }} aria-labelledby={id}>
      <header>
        <h4 id={id} class="title">
          {title}
        </h4>
        <p class="muted small">{about}</p>
      </header>
      <div class="panels of-4">
        {panels.map(({ name, uri }, i) => (
          <figure key={i} class="panel">
            <div class={`stage${i < panels.length - 1 ? " hatched" : ""}`}>
              <img class="mask" alt={`${name}: ${title}`} width={width} height={height} src={uri} />
            </div>
            <figcaption>
              <strong>{name}</strong>
            </figcaption>
          </figure>
        ))}
      </div>
      <ul class="legend changes" aria-label="What changed">
        {changes.map(({ change, word, colour, share }) => (
          <li key={change}>
            <Swatch colour={colour} />
            {word} <span class="muted">{share}</span>
          </li>
        ))}
      </ul>
      <ul class="legend" aria-label="Classes">
        {classes.map(({ index, name, colour }) => (
          <li key={index}>
            <Swatch colour={colour} />
            {name}
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
