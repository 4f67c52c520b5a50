import type { ComponentChildren, VNode } from "preact";

export interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly text: ComponentChildren;
  readonly figure: ComponentChildren;
  readonly readout: ComponentChildren;
  /** Under both, as wide as both. */
  readonly foot?: ComponentChildren;
}

/** Sentences and numbers beside a figure; on a narrow screen the figure stands between them. */
export function Section({ id, title, text, figure, readout, foot }: SectionProps): VNode {
  return (
    <section class="learn-section" id={id} aria-labelledby={`${id}-title`}>
      <div class="learn-text">
        <h2 id={`${id}-title`}>{title}</h2>
        {text}
      </div>
      <div class="learn-figure">{figure}</div>
      <div class="learn-readout">{readout}</div>
      {foot !== undefined && <div class="learn-foot">{foot}</div>}
    </section>
  );
}

/** What the patterns of a picture of two masks mean. */
export function Legend(): VNode {
  return (
    <ul class="learn-legend">
      <li>
        <span class="learn-key learn-both" /> both
      </li>
      <li>
        <span class="learn-key learn-truth-only" /> truth only
      </li>
      <li>
        <span class="learn-key learn-prediction-only" /> prediction only
      </li>
    </ul>
  );
}

export interface ChoicesProps<T> {
  readonly label: string;
  readonly choices: readonly { readonly value: T; readonly name: ComponentChildren }[];
  readonly chosen: T;
  readonly choose: (value: T) => void;
}

/** A row of buttons of which one is pressed. */
export function Choices<T>({ label, choices, chosen, choose }: ChoicesProps<T>): VNode {
  return (
    <div class="learn-choices" role="group" aria-label={label}>
      {choices.map(({ value, name }, index) => (
        <button
          key={index}
          type="button"
          aria-pressed={value === chosen}
          onClick={() => {
            choose(value);
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
