import type { VNode } from "preact";
import { NAME_RULES } from "../../../app/pairing/nameRule.js";
import { NAME_RULE_LABELS, NAME_SETTINGS } from "./pageWords.js";
import { choices, choose } from "./session.js";

/** By which names masks belong together, where these differ. */
export function NameSettings(): VNode {
  const { match, strip } = choices.value;
  return (
    <details class="settings">
      <summary>{NAME_SETTINGS}</summary>
      <div class="fields">
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
            {NAME_RULE_LABELS[word]}
          </label>
        ))}
        <p class="muted small">
          Masks belong together by their paths, or by their files&apos; names. Left off are endings,
          beginnings (mask_*) and folders (gt/).
        </p>
      </div>
    </details>
  );
}
