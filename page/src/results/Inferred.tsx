import type { VNode } from "preact";
import type { Choices } from "../score/choices.js";
import type { DetectedClasses } from "../score/detectClasses.js";
import { choose } from "../score/session.js";

/** What the page made of the labels by itself, and what else they may be: a click answers it for good. */
export function Inferred({ detected }: { readonly detected: DetectedClasses }): VNode {
  return (
    <div class="notice note inferred">
      <p>
        <strong>Told by the masks:</strong> {detected.text}.
      </p>
      <p class="answers">
        <button onClick={() => void choose(answerOf(detected))}>That is right</button>
        {detected.alternatives.map(({ label, choices }) => (
          <button key={label} onClick={() => void choose(choices)}>
            {label}
          </button>
        ))}
        <span class="muted small">
          or say it under <em>What the labels mean</em>
        </span>
      </p>
    </div>
  );
}

/** The same, said by the user. */
function answerOf({ binary, ignoreIndex, numClasses, preset, threshold }: DetectedClasses): Partial<Choices> {
  if (threshold !== undefined) {
    return typeof threshold === "number"
      ? { threshold }
      : { threshold: threshold.groundTruth, predictionThreshold: threshold.prediction };
  }
  if (binary) return { binary: true };
  if (preset !== undefined) return { preset };
  return { numClasses, ...(ignoreIndex === undefined ? {} : { ignoreIndex: [ignoreIndex] }) };
}
