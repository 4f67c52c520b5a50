import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Accuracy } from "./Accuracy.js";
import { BoxesSection } from "./Boxes.js";
import { Circles } from "./Circles.js";
import { Draw } from "./Draw.js";
import "./learn.css";
import { Means } from "./Means.js";
import { Threshold } from "./Threshold.js";

const CONTENTS = [
  { id: "learn-circles", title: "Two circles", Part: Circles },
  { id: "learn-draw", title: "Draw", Part: Draw },
  { id: "learn-threshold", title: "Threshold", Part: Threshold },
  { id: "learn-accuracy", title: "Why accuracy misleads", Part: Accuracy },
  { id: "learn-boxes", title: "Boxes", Part: BoxesSection },
  { id: "learn-means", title: "Which mean?", Part: Means },
] as const;

/** What the scores mean, to be played with. Nothing is made before the tab is seen: whoever came to score does not wait for it. */
export function Learn(): VNode {
  const root = useRef<HTMLDivElement>(null);
  const isSeen = useSignal(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) isSeen.value = true;
    });
    observer.observe(root.current as HTMLElement);
    return () => {
      observer.disconnect();
    };
  }, []);
  useEffect(() => {
    // An address that names a part was opened before the part was there.
    if (isSeen.value && location.hash.startsWith("#learn-")) {
      document.getElementById(location.hash.slice(1))?.scrollIntoView();
    }
  }, [isSeen.value]);
  return (
    <div ref={root} class="learn">
      <h1>What the scores mean</h1>
      <p class="learn-lead">
        Six things to move, draw and break. Every number is counted here, pixel by pixel, by the same
        functions that score your masks.
      </p>
      <nav class="learn-contents" aria-label="Parts of this tab">
        <ol>
          {CONTENTS.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ol>
      </nav>
      {isSeen.value && CONTENTS.map(({ id, Part }) => <Part key={id} />)}
    </div>
  );
}
