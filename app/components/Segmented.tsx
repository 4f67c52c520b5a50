import type { VNode } from "preact";

interface SegmentedProps<Value extends string> {
  /** What is chosen, for those who do not see it. */
  readonly label: string;
  /** Of its fields: one of its own on the page. */
  readonly name: string;
  readonly options: readonly (readonly [value: Value, label: string, ...more: unknown[]])[];
  readonly value: Value;
  readonly choose: (value: Value) => void;
}

/** One of a few, side by side. */
export function Segmented<Value extends string>({
  label,
  name,
  options,
  value,
  choose,
}: SegmentedProps<Value>): VNode {
  return (
    <span class="segmented" role="radiogroup" aria-label={label}>
      {options.map(([option, text]) => (
        <label key={option}>
          <input
            type="radio"
            class="visually-hidden"
            name={name}
            value={option}
            checked={option === value}
            autocomplete="off"
            onChange={() => {
              choose(option);
            }}
          />
          <span>{text}</span>
        </label>
      ))}
    </span>
  );
}
