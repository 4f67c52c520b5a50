import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { Leaderboard } from "../../../app/components/Leaderboard.js";
import { NoticeList } from "../../../app/components/NoticeList.js";
import type { ModelView, PairsView } from "../../../app/view/runView.js";
import { findingNotices } from "../../../app/view/summaryWords.js";
import { pageWorkers } from "../counting/workers.js";
import type { Board, Scored } from "../score/scored.js";
import { ComparedTwo } from "./ComparedTwo.js";
import { Notices } from "./Notices.js";
import { Results } from "./Results.js";
import { type ChosenTwo, TwoModels } from "./TwoModels.js";
import "./results.css";

/** Several models over the same images: side by side, any two compared, and each by itself. */
export function BoardResults({ board }: { readonly board: Board }): VNode {
  const { run, models } = board;
  // In the order of the leaderboard.
  const sorted = useMemo(
    () => run.models.map(({ name }) => models.find((model) => model.name === name) as Scored),
    [board],
  );
  const names = sorted.map(({ name }) => name);
  const chosen = useSignal<ChosenTwo>({ first: 1, second: 0 });
  const alone = useSignal<Scored | undefined>(undefined);
  const pairs = useSignal<PairsView | undefined>(undefined);
  useEffect(() => {
    let isLate = false;
    const states = models.map(({ name, scorer }) => ({ name, state: scorer.toBytes() }));
    void pageWorkers()
      .ask("comparePairs", states, { about: "models" })
      // Why they cannot be compared is said where two of them are.
      .catch(() => undefined)
      .then((told) => {
        if (!isLate) pairs.value = told;
      });
    return () => {
      isLate = true;
    };
  }, [board]);
  const [first] = models as [Scored];
  const leaderboard = (
    <section aria-labelledby="leaderboard-title">
      <h2 id="leaderboard-title">{names.length} models</h2>
      <Leaderboard
        models={run.models}
        pairs={pairs.value}
        nameOf={(name, i) => (
          <button
            class="plain"
            onClick={() => {
              alone.value = sorted[i];
              document.getElementById("alone")?.scrollIntoView({ block: "start" });
            }}
          >
            {name}
          </button>
        )}
      />
    </section>
  );
  const comparison = (
    <section aria-labelledby="comparison-title">
      <h2 id="comparison-title">
        {names[chosen.value.second]} beside {names[chosen.value.first]}
      </h2>
      <TwoModels names={names} chosen={chosen} />
      <ComparedTwo
        key={`${chosen.value.first} ${chosen.value.second}`}
        board={board}
        first={sorted[chosen.value.first] as Scored}
        second={sorted[chosen.value.second] as Scored}
      />
    </section>
  );
  return (
    <div class="results">
      <Notices scored={first} model={{ ...(first.run.models[0] as ModelView), findings: [] }} />
      {run.models.map(({ name, findings }) => (
        <NoticeList key={name} label={`Findings of ${name}`} notices={findingNotices(findings, name)} />
      ))}
      {/* Of two their difference is what is asked for; of more, who stands where. */}
      {names.length === 2 ? [comparison, leaderboard] : [leaderboard, comparison]}
      <section id="alone" aria-labelledby="alone-title">
        <h2 id="alone-title">Each model by itself</h2>
        <p class="actions">
          {sorted.map((model) => (
            <button
              key={model.name}
              aria-pressed={alone.value === model}
              onClick={() => (alone.value = alone.value === model ? undefined : model)}
            >
              {model.name}
            </button>
          ))}
        </p>
        <p class="muted small">Its classes, images, masks, confusions and files.</p>
      </section>
      {alone.value !== undefined && <Results key={alone.value.name} scored={alone.value} />}
    </div>
  );
}
