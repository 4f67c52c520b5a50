import type { VNode } from "preact";
import { oneClickAnswers } from "./oneClick.js";
import type { ToldProblem } from "./nothingScored.js";
import { choose } from "./session.js";

/** Why nothing is scored, and what would mend it at a click. */
export function Problem({ problem: { file, message, cure = [] } }: { readonly problem: ToldProblem }): VNode {
  const answers = oneClickAnswers(cure);
  return (
    <div class="problem">
      <p role="alert">
        {file !== "" && <strong>{file}: </strong>}
        {message}
      </p>
      {answers.length > 0 && (
        <p class="answers">
          {answers.map(({ label, choices }) => (
            <button key={label} onClick={() => void choose(choices)}>
              {label}
            </button>
          ))}
        </p>
      )}
    </div>
  );
}
