import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import type { ConventionName } from "../../../src/measures/confusion/conventions/convention.js";
import { CONVENTIONS } from "../../../src/measures/confusion/conventions/registry.js";
import { boundsText, countText, levelText, scoreText } from "../../../app/view/numbers.js";
import type { ReportedModel } from "../../../app/view/reportedRun.js";
import type { Scored } from "../score/session.js";

/** The mean, by whichever tool's rules, and what it is of. */
export function Summary({
  scored: { scorer, pixelCount, countMs },
  model,
}: {
  readonly scored: Scored;
  readonly model: ReportedModel;
}): VNode {
  const name = useSignal<ConventionName>("dataset");
  const convention = CONVENTIONS.get(name.value);
  const chosen = name.value === "dataset" ? model.scores : scorer.compute({ convention: name.value });
  const intervals = name.value === "dataset" ? model.intervals?.iou : undefined;
  const { scores, confusionMatrix } = model;
  return (
    <section class="summary" aria-labelledby="summary-title">
      <h2 id="summary-title" class="visually-hidden">
        Summary
      </h2>
      <div class="headline">
        <p class="big" data-testid="mean-iou">
          {scoreText(chosen.meanIou)}
        </p>
        <p>
          mean IoU of <strong>{model.name}</strong>
          {intervals !== undefined && (
            <span class="muted">
              , {levelText(intervals.level)} interval{" "}
              <span data-testid="interval">{boundsText(intervals.mean.bca)}</span>
            </span>
          )}
        </p>
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
        <p class="small muted">{convention?.formula}</p>
        {chosen.convention !== "dataset" &&
          chosen.notes.map((note) => (
            <p key={note} class="small muted">
              {note}
            </p>
          ))}
      </div>
      <dl class="facts">
        <Fact name="mean Dice" value={chosen.meanDice === undefined ? "-" : scoreText(chosen.meanDice)} />
        <Fact name="pixel accuracy" value={scoreText(scores.pixelAccuracy)} />
        <Fact name="images" value={countText(model.imageCount)} />
        <Fact name="pixels scored" value={countText(scores.pixelCount)} />
        <Fact name="pixels ignored" value={countText(confusionMatrix.ignoredCount)} />
        {countMs > 0 && <Fact name="counted in" value={speedText(pixelCount, countMs)} />}
      </dl>
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
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
