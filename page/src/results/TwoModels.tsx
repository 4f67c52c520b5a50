import type { Signal } from "@preact/signals";
import type { VNode } from "preact";

/** Which two of several models are compared: their places among the names. */
export interface ChosenTwo {
  readonly first: number;
  readonly second: number;
}

interface TwoModelsProps {
  readonly names: readonly string[];
  readonly chosen: Signal<ChosenTwo>;
}

/** Chooses two models; of one chosen twice the other takes its place. */
export function TwoModels({ names, chosen }: TwoModelsProps): VNode {
  const { first, second } = chosen.value;
  const choose = (side: keyof ChosenTwo, index: number): void => {
    const other = side === "first" ? "second" : "first";
    const rest = chosen.value[other];
    chosen.value = { ...chosen.value, [side]: index, [other]: rest === index ? chosen.value[side] : rest };
  };
  const field = (side: keyof ChosenTwo, label: string): VNode => (
    <label>
      {label}{" "}
      <select
        value={chosen.value[side]}
        onChange={(event) => {
          choose(side, Number(event.currentTarget.value));
        }}
      >
        {names.map((name, i) => (
          <option key={i} value={i}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <p class="controls">
      {field("second", "New")}
      {field("first", "beside old")}
      <button
        onClick={() => {
          chosen.value = { first: second, second: first };
        }}
      >
        Swap
      </button>
    </p>
  );
}
