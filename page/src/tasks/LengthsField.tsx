import type { VNode } from "preact";
import { readLengths } from "./lengthList.js";

interface LengthsFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: readonly number[] | undefined;
  readonly isRight: (lengths: readonly number[]) => boolean;
  /** What is said of a list that is not right. */
  readonly wanted: string;
  readonly onChange: (value: readonly number[] | undefined) => Promise<void>;
}

/** Lengths by commas; what is no list of them stays in the field, is said to be none, and changes nothing. */
export function LengthsField({ label, hint, value, isRight, wanted, onChange }: LengthsFieldProps): VNode {
  return (
    <label>
      <span>{label}</span>
      <input
        type="text"
        inputMode="text"
        value={value?.join(", ") ?? ""}
        placeholder={hint}
        onInput={({ currentTarget: input }) => {
          input.setCustomValidity("");
        }}
        onChange={({ currentTarget: input }) => {
          const lengths = readLengths(input.value);
          const isWrong = lengths === undefined || (lengths.length > 0 && !isRight(lengths));
          input.setCustomValidity(isWrong ? wanted : "");
          if (isWrong) input.reportValidity();
          else void onChange(lengths.length === 0 ? undefined : lengths);
        }}
      />
    </label>
  );
}
