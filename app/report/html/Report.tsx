import type { VNode } from "preact";
import { Comparison } from "../../components/Comparison.js";
import { Headline } from "../../components/Headline.js";
import { Leaderboard } from "../../components/Leaderboard.js";
import { FailureList, NoticeList } from "../../components/NoticeList.js";
import type { ModelView, RunView } from "../../view/runView.js";
import { findingNotices, gateNotices, ruleText } from "../../view/summaryWords.js";
import { thresholdFacts } from "../../view/thresholdWords.js";
import { ModelParts, partLinks, Pictures } from "./ModelParts.js";
import { PageFooter } from "./PageFooter.js";

/** A scored run, or several, from the mean down to the pixels. Models stand best first, as on every board. */
export function Report({ run }: { readonly run: RunView }): VNode {
  const { title, models, comparison, pictures, provenance } = run;
  const strays = pictures.filter(({ model }) => !models.some(({ name }) => name === model));
  return (
    <>
      <header class="top">
        <p class="kicker">maskscore report</p>
        <h1>{title}</h1>
        <Navigation run={run} hasStrays={strays.length > 0} />
      </header>
      <main>
        <Summary run={run} />
        {comparison !== undefined && (
          <section id="comparison" aria-labelledby="comparison-title">
            <h2 id="comparison-title">
              {comparison.second} against {comparison.first}
            </h2>
            <Comparison comparison={comparison} convention={run.convention} />
          </section>
        )}
        {models.length > 1 && (
          <section id="leaderboard" aria-labelledby="leaderboard-title">
            <h2 id="leaderboard-title">Leaderboard</h2>
            <Leaderboard models={models} pairs={run.pairs} />
          </section>
        )}
        {models.map((model, i) => (
          <ModelParts key={i} run={run} model={model} index={i} />
        ))}
        {strays.length > 0 && (
          <section id="pictures" aria-labelledby="pictures-title">
            <h2 id="pictures-title">Images</h2>
            <Pictures run={run} pictures={strays} idPrefix="picture" />
          </section>
        )}
      </main>
      <PageFooter provenance={provenance} />
    </>
  );
}

function Navigation({ run, hasStrays }: { readonly run: RunView; readonly hasStrays: boolean }): VNode {
  const { models, comparison } = run;
  const links: (readonly [anchor: string, label: string])[] = [
    ["summary", "Summary"],
    ...(comparison === undefined ? [] : [["comparison", "Comparison"] as const]),
    ...(models.length > 1 ? [["leaderboard", "Leaderboard"] as const] : []),
    ...(models.length === 1
      ? partLinks(run)
      : models.map(({ name }, i) => [`model-${i + 1}`, name] as const)),
    ...(hasStrays ? [["pictures", "Images"] as const] : []),
  ];
  return (
    <nav aria-label="Parts of this report">
      <ul>
        {links.map(([anchor, label]) => (
          <li key={anchor}>
            <a href={`#${anchor}`}>{label}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface SummaryProps {
  readonly run: RunView;
  readonly id?: string;
  readonly title?: string;
}

/** The number, how sure it is, and what a reader must know before believing it. */
export function Summary({ run, id = "summary", title = "Summary" }: SummaryProps): VNode {
  const { models, gates, failures, conventionText, ignored } = run;
  const [best] = models as readonly [ModelView];
  const isOne = models.length === 1;
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <Headline model={best} chosen={best.chosen} ignored={ignored} moreFacts={thresholdFacts(run)} />
      {models.map(({ name, findings }, i) => (
        <NoticeList
          key={i}
          label={`Findings of ${name}`}
          notices={findingNotices(findings, isOne ? undefined : name)}
        />
      ))}
      <FailureList failures={failures} />
      <NoticeList label="Thresholds" notices={gateNotices(gates, isOne)} />
      <p>{ruleText(best.scores, best.chosen)}</p>
      <details class="numbers">
        <summary>{`The convention "${best.chosen.convention}" in full`}</summary>
        <p class="lines">{conventionText}</p>
      </details>
    </section>
  );
}
