import type { VNode } from "preact";
import { NAME_RULES } from "../../../app/pairing/nameRule.js";
import { NAME_RULE_LABELS } from "./pageWords.js";
import { choices, choose } from "./session.js";

/** By which names masks belong together, where these differ. */
export function NameSettings(): VNode {
  const { match, strip } = choices.value;
  return (
    <div>
      <label>
        <span>Left off names</span>
        <input
          type="text"
          value={strip.join(",")}
          placeholder="_pred,mask_*,gt/"
          spellcheck={false}
          onChange={({ currentTarget: { value } }) =>
            void choose({ strip: value.split(",").filter((word) => word !== "") })
          }
        />
      </label>
      {NAME_RULES.map((word) => (
        <label key={word} class="check">
          <input
            type="checkbox"
            checked={match.includes(word)}
            onChange={({ currentTarget: { checked } }) =>
              void choose({
                match: NAME_RULES.filter((other) => (other === word ? checked : match.includes(other))),
              })
            }
          />
          In names, {NAME_RULE_LABELS[word]}
        </label>
      ))}
    </div>
  );
}
