import type { VNode } from "preact";
import { GROUP_RULE, meanOfGroups } from "../view/groupRows.js";
import { countText, scoreText } from "../view/numberTexts.js";
import type { ModelView } from "../view/runView.js";
import { ScoreCell, TextCell } from "./cells.js";
import { ScrollTable } from "./ScrollTable.js";

const HEAD = ["group", "IoU", "Dice", "precision", "recall", "truth px", "predicted px"];

/** Each group of classes with its scores and pixels. */
export function GroupTable({ model }: { readonly model: ModelView }): VNode {
  const { groups } = model.scores;
  return (
    <>
      <ScrollTable caption={`Scores of each group of classes of ${model.name}`} head={HEAD}>
        {groups.map((group, g) => (
          <tr key={g}>
            <th scope="row">{group.name}</th>
            <ScoreCell scores={group} metric="iou" />
            <ScoreCell scores={group} metric="dice" />
            <ScoreCell scores={group} metric="precision" />
            <ScoreCell scores={group} metric="recall" />
            <TextCell>{countText(group.groundTruthArea)}</TextCell>
            <TextCell>{countText(group.predictionArea)}</TextCell>
          </tr>
        ))}
      </ScrollTable>
      <p class="muted small">
        {`Mean of groups: IoU ${scoreText(meanOfGroups(groups, "iou"))}, Dice ${scoreText(meanOfGroups(groups, "dice"))}. `}
        {`Of a group: ${GROUP_RULE}.`}
      </p>
    </>
  );
}
