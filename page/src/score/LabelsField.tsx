import type { VNode } from "preact";
import { readLabels } from "./labelList.js";

interface LabelsFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: readonly number[] | undefined;
  readonly onChange: (value: readonly number[] | undefined) => Promise<void>;
}

/** One label or several; what is no list of labels stays in the field, is said to be none, and changes nothing. */
export function LabelsField({ label, hint, value, onChange }: LabelsFieldProps): VNode {
  return (
    <label>
      <span>{label}</span>
      <input
        type="text"
        inputMode="text"
        value={value?.join(",") ?? ""}
        placeholder={hint}
        onInput={({ currentTarget: input }) => {
          input.setCustomValidity("");
        }}
        onChange={({ currentTarget: input }) => {
          const labels = readLabels(input.value);
          input.setCustomValidity(labels === undefined ? "Whole numbers, as 0,255" : "");
          if (labels === undefined) input.reportValidity();
          else void onChange(labels.length === 0 ? undefined : labels);
        }}
      />
    </label>
  );
}
