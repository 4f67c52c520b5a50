import type { SpreadRow } from "../../src/measures/confusion/conventions/spread.js";
import { scoreText } from "./numberTexts.js";

/** What conventions come to one number, as it is printed, and by which rules. */
export interface SpreadValue {
  readonly value: number;
  readonly rules: readonly { readonly rule: string; readonly tools: readonly string[] }[];
}

/** Conventions by their number: the highest first, those without one last. */
export function valuesOfSpread(rows: readonly SpreadRow[]): SpreadValue[] {
  const byText = new Map<string, { value: number; rules: Map<string, string[]> }>();
  for (const { value, label, rule } of rows) {
    const text = scoreText(value);
    const group = byText.get(text) ?? { value, rules: new Map<string, string[]>() };
    byText.set(text, group);
    group.rules.set(rule, [...(group.rules.get(rule) ?? []), label]);
  }
  const order = (value: number): number => (Number.isNaN(value) ? -Infinity : value);
  return [...byText.values()]
    .sort((a, b) => order(b.value) - order(a.value))
    .map(({ value, rules }) => ({
      value,
      rules: [...rules].map(([rule, tools]) => ({ rule, tools })),
    }));
}
