import type { VNode } from "preact";
import type { TaskScores } from "../../view/tasks/taskView.js";

/** The score that stands first, and what it is of. */
export function TaskHeadline({ view }: { readonly view: TaskScores }): VNode {
  const { model, score, scoreName, scoreOf, facts } = view;
  return (
    <div class="summary">
      <div class="headline">
        <p class="big" data-testid="task-score">
          {score}
        </p>
        <p class="what">
          {scoreName} of <strong>{model}</strong>
        </p>
        <p class="muted small">{scoreOf}</p>
      </div>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
