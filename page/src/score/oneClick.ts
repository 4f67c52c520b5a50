import type { Remedy } from "../../../app/errors/problem.js";
import { lowBitsText } from "../../../app/formats/lowBits.js";
import type { Alternative } from "./detectClasses.js";
import { LOW_BITS_LABELS } from "./pageWords.js";

/** Of what could be done about a problem, what the page does at a click. */
export function oneClickAnswers(cure: readonly Remedy[]): Alternative[] {
  return cure.flatMap((remedy) => answerOf(remedy) ?? []);
}

function answerOf(remedy: Remedy): Alternative | undefined {
  switch (remedy.do) {
    case "resize-prediction":
      return {
        label: "Resize the prediction, nearest neighbour",
        choices: { resize: "prediction" },
      };
    case "set-threshold": {
      const { threshold } = remedy;
      return typeof threshold === "number"
        ? { label: `Foreground is above ${threshold}`, choices: { threshold } }
        : {
            label: `Foreground is above ${threshold.groundTruth} in the truth, ${threshold.prediction} in the prediction`,
            choices: { threshold: threshold.groundTruth, predictionThreshold: threshold.prediction },
          };
    }
    case "score-as-binary":
      return { label: "Zero against the rest", choices: { binary: true } };
    case "set-class-count": {
      const { numClasses, ignoring } = remedy;
      return {
        label: `${numClasses} classes${ignoring === undefined ? "" : `, ${ignoring.join(" and ")} void`}`,
        choices: { numClasses, ...(ignoring === undefined ? {} : { ignoreIndex: ignoring }) },
      };
    }
    case "ignore-label": {
      const { label, also = [], already = [], isPredicted = false } = remedy;
      const labels = [...new Set([label, ...also, ...already])].sort((a, b) => a - b);
      return {
        label: `${labels.join(" and ")} ${labels.length === 1 ? "is" : "are"} void${isPredicted ? ", and missed where predicted" : ""}`,
        choices: { ignoreIndex: labels, ...(isPredicted ? { voidPredictions: "miss" as const } : {}) },
      };
    }
    case "miss-void":
      return { label: "Count predicted void as missed", choices: { voidPredictions: "miss" } };
    case "ignore-placement":
      return { label: "Score the pixels as they lie", choices: { ignorePlacement: true } };
    case "void-transparent":
      return { label: "Alpha 0 is unlabelled", choices: { alpha: "both" } };
    case "void-unlisted":
      return { label: "Other colours are unlabelled", choices: { unlistedColours: "void" } };
    case "nearest-colour":
      return { label: "Take the nearest colour", choices: { nearestColour: 20 } };
    case "set-low-bits":
      return { label: lowBitsLabel(remedy.choice), choices: { lowBits: remedy.choice } };
    case "match-names":
      return {
        label: `Pair ${remedy.pairs === 1 ? "it" : `${remedy.pairs}`} so`,
        choices: { match: remedy.match, strip: remedy.strip },
      };
    default:
      return undefined;
  }
}

function lowBitsLabel(choice: Extract<Remedy, { readonly do: "set-low-bits" }>["choice"]): string {
  const text = LOW_BITS_LABELS[lowBitsText(choice)] as string;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
