import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Look } from "../../view/paintTile.js";
import { maskPanels, type Mode } from "./modes.js";
import type { OpenedPicture } from "./openedPicture.js";
import { OutcomeKeys } from "./OutcomeKeys.js";
import type { OutcomeCounts } from "./OutcomeKeys.js";
import { PanelGrid } from "./PanelGrid.js";
import type { PixelClasses } from "./pictureSource.js";
import { Stage } from "./Stage.js";
import { useBlink } from "./useBlink.js";

interface MaskStagesProps {
  readonly title: string;
  readonly opened: OpenedPicture | undefined;
  readonly mode: Mode;
  readonly look: Look;
  /** The class whose errors are shown, and its pixels where they were counted. */
  readonly errorsOfName: string | undefined;
  readonly counts?: OutcomeCounts | undefined;
  readonly hasPhoto: boolean;
  readonly under: (pixel: PixelClasses | undefined) => void;
  readonly step?: ((by: 1 | -1) => void) | undefined;
}

/** Two masks and their errors, in any mode. */
export function MaskStages(props: MaskStagesProps): VNode {
  const { title, opened, mode, look, hasPhoto, under, step } = props;
  const [divider, setDivider] = useState(0.5);
  const blinking = useBlink(mode === "blink");
  const { turn } = blinking;
  useEffect(() => {
    if (opened !== undefined) opened.look = look;
  }, [opened, look]);
  const panels = useMemo(() => maskPanels(mode, { divider, turn }), [mode, divider, turn]);
  return (
    <PanelGrid
      panels={panels}
      mode={mode}
      divider={divider}
      moveDivider={setDivider}
      blinking={blinking}
      isHatched
      stage={(panel) => (
        <Stage
          layers={panel.layers}
          label={`${panel.title} of ${title}: drag to move, plus and minus to zoom`}
          opened={opened}
          hasPhoto={hasPhoto}
          under={under}
          step={step}
        />
      )}
      keys={({ layers }) =>
        layers[0]?.layer === "errors" && <OutcomeKeys name={props.errorsOfName} counts={props.counts} />
      }
    />
  );
}
