import type { VNode } from "preact";

interface NumberFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: number | undefined;
  readonly min: number | undefined;
  readonly step?: number | "any";
  readonly disabled: boolean;
  readonly onChange: (value: number | undefined) => Promise<void>;
}

export function NumberField({
  label,
  hint,
  value,
  min,
  step = 1,
  disabled,
  onChange,
}: NumberFieldProps): VNode {
  return (
    <label>
      <span>{label}</span>
      <input
        type="number"
        step={step}
        min={min}
        value={value ?? ""}
        placeholder={hint}
        disabled={disabled}
        onChange={({ currentTarget: { value: text } }) =>
          void onChange(text === "" ? undefined : Number(text))
        }
      />
    </label>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T | undefined;
  readonly options: readonly (readonly [value: T | undefined, text: string])[];
  readonly onChange: (value: T | undefined) => Promise<void>;
}

export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>): VNode {
  return (
    <label>
      <span>{label}</span>
      <select
        value={value ?? ""}
        onChange={({ currentTarget: { value: chosen } }) =>
          void onChange(options.find(([option]) => option === chosen)?.[0])
        }
      >
        {options.map(([option, text]) => (
          <option key={text} value={option ?? ""}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => Promise<void>;
}

export function Check({ label, checked, onChange }: CheckProps): VNode {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => void onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}
