import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { Headline } from "../../../app/components/Headline.js";
import { countText } from "../../../app/view/numberTexts.js";
import type { ModelView } from "../../../app/view/runView.js";
import { ruleText } from "../../../app/view/summaryWords.js";
import { thresholdFacts } from "../../../app/view/thresholdWords.js";
import type { ConventionName } from "../../../src/measures/confusion/conventions/convention.js";
import { CONVENTIONS } from "../../../src/measures/confusion/conventions/registry.js";
import type { Scored } from "../score/scored.js";

/** The mean, by whichever tool's rules, and what it is of. */
export function Summary({
  scored: { scorer, run, pixelCount, countMs },
  model,
}: {
  readonly scored: Scored;
  readonly model: ModelView;
}): VNode {
  const name = useSignal<ConventionName>("dataset");
  const chosen = name.value === "dataset" ? model.scores : scorer.compute({ convention: name.value });
  return (
    <section aria-labelledby="summary-title">
      <h2 id="summary-title" class="visually-hidden">
        Summary
      </h2>
      <Headline
        model={model}
        chosen={chosen}
        ignored={run.ignored}
        moreFacts={[
          ...thresholdFacts(run),
          ...(countMs > 0 ? [["counted in", speedText(pixelCount, countMs)] as const] : []),
        ]}
      >
        <p class="small">
          <label>
            by the rules of{" "}
            <select
              value={name.value}
              onChange={(event) => (name.value = event.currentTarget.value as ConventionName)}
            >
              {[...CONVENTIONS.values()]
                .filter(({ needsImages }) => !needsImages || scorer.settings.perImage)
                .map((one) => (
                  <option key={one.name} value={one.name}>
                    {one.name}
                  </option>
                ))}
            </select>
          </label>
        </p>
      </Headline>
      <p class="small muted">{ruleText(model.scores, chosen)}</p>
    </section>
  );
}

/** Below, a rate is that of an engine that has just started. */
const PIXELS_FOR_A_RATE = 10_000_000;

/** 12 ms, 1,400 megapixels/s: of counting alone, without reading files. */
function speedText(pixelCount: number, countMs: number): string {
  const ms = `${countMs < 10 ? countMs.toFixed(1) : countMs.toFixed(0)} ms`;
  if (pixelCount < PIXELS_FOR_A_RATE) return ms;
  return `${ms}, ${countText(Math.round(pixelCount / countMs / 1000))} megapixels/s`;
}
