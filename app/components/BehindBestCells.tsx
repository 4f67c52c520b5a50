import type { VNode } from "preact";
import { boundsText, changeText, pText } from "../view/numberTexts.js";
import type { PairsView } from "../view/runView.js";
import { behindBest } from "../view/toBest.js";
import { TextCell } from "./cells.js";

/** The columns of BehindBestCells. */
export const BEHIND_BEST = ["to the best", "interval", "p (Holm)"] as const;

interface BehindBestCellsProps {
  readonly pairs: PairsView;
  readonly best: string;
  readonly model: string;
}

/** How far a model is from the best, and whether that may be chance. */
export function BehindBestCells({ pairs, best, model }: BehindBestCellsProps): VNode {
  const behind = behindBest(pairs, best, model);
  if (behind === undefined) {
    return (
      <>
        <TextCell>{model === best ? "best" : "-"}</TextCell>
        <TextCell>-</TextCell>
        <TextCell>-</TextCell>
      </>
    );
  }
  return (
    <>
      <TextCell>{changeText(behind.difference)}</TextCell>
      <TextCell>{boundsText(behind.bounds, changeText)}</TextCell>
      <TextCell>{pText(behind.pValueHolm)}</TextCell>
    </>
  );
}
