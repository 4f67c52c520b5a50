import type { VNode } from "preact";

interface ListFieldProps {
  readonly label: string;
  readonly hint: string;
  /** What stands in the field; empty where nothing is said. */
  readonly text: string;
  /** undefined of what is no list of the kind. */
  readonly read: (text: string) => readonly number[] | undefined;
  /** What is said then. */
  readonly wanted: string;
  readonly onChange: (value: readonly number[] | undefined) => Promise<void>;
}

/** Numbers by commas; what is no list of them stays in the field, is said to be none, and changes nothing. */
export function ListField({ label, hint, text, read, wanted, onChange }: ListFieldProps): VNode {
  return (
    <label>
      <span>{label}</span>
      <input
        type="text"
        inputMode="text"
        value={text}
        placeholder={hint}
        onInput={({ currentTarget: input }) => {
          input.setCustomValidity("");
        }}
        onChange={({ currentTarget: input }) => {
          const numbers = read(input.value);
          input.setCustomValidity(numbers === undefined ? wanted : "");
          if (numbers === undefined) input.reportValidity();
          else void onChange(numbers.length === 0 ? undefined : numbers);
        }}
      />
    </label>
  );
}
