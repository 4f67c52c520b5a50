import type { VNode } from "preact";
import { OUTCOMES } from "../../view/displayColours.js";
import { countText } from "../../view/numberTexts.js";
import { Swatch } from "../Swatch.js";

/** Pixels of an error map. */
export type OutcomeCounts = readonly [hit: number, missed: number, wrong: number];

interface OutcomeKeysProps {
  /** The class whose errors are shown; undefined: all classes'. */
  readonly name: string | undefined;
  /** Where they were counted. */
  readonly counts?: OutcomeCounts | undefined;
}

/** What the colours of the errors mean, and how many pixels there are of each, where that was counted. */
export function OutcomeKeys({ name, counts }: OutcomeKeysProps): VNode {
  const isAll = name === undefined;
  const key = (kind: keyof typeof OUTCOMES, word: string, count: number | undefined, note = ""): VNode => (
    <span class={`key ${kind}`} hidden={isAll && kind === "false"}>
      {!isAll && <Swatch colour={OUTCOMES[kind]} />}
      <span class="word">{word}</span>
      {count !== undefined && (
        <>
          {" "}
          <span class="count">{countText(count)}</span>
        </>
      )}
      {note}
    </span>
  );
  return (
    <span class="keys">
      {" "}
      <span class="of">of {name ?? "all classes"}</span>
      {counts === undefined ? ": " : ", pixels: "}
      <span class="row">
        {key("hit", isAll ? "right" : "hit", counts?.[0], isAll ? " (faint)," : "")}{" "}
        {key("missed", isAll ? "wrong" : "missed", counts?.[1], isAll ? " (as what it was predicted)" : "")}{" "}
        {key("false", "false", counts?.[2])}
      </span>
    </span>
  );
}
