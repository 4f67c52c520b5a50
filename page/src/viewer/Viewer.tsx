import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { ClassSwitch } from "../../../app/components/ClassTable.js";
import { lookOf } from "../../../app/components/viewer/look.js";
import { Panels } from "../../../app/components/viewer/Panels.js";
import type { PixelClasses } from "../../../app/components/viewer/pictureSource.js";
import { Stage } from "../../../app/components/viewer/Stage.js";
import { pixelText, ZoomButtons, ZoomText } from "../../../app/components/viewer/ZoomTools.js";
import { NO_COLOUR } from "../../../app/view/displayColours.js";
import type { CountJob } from "../../../app/job/countImage.js";
import { sizeText } from "../../../src/reading/raster.js";
import type { ImagePair } from "../score/pairs.js";
import { pageWords } from "../score/pageWords.js";
import { type OpenedPair, openPair } from "./openPair.js";

interface ViewerProps {
  readonly pair: ImagePair;
  readonly job: CountJob;
  readonly classNames: readonly string[];
  readonly palette: readonly string[];
  readonly painted: ClassSwitch;
}

/** A pair's masks side by side, moved and zoomed together. They may be large: a worker holds them, and paints tiles. */
export function Viewer({ pair, job, classNames, palette, painted }: ViewerProps): VNode {
  const opened = useSignal<OpenedPair | undefined>(undefined);
  const wrong = useSignal<string | undefined>(undefined);
  const errorsOf = useSignal(-1);
  const pixel = useSignal<PixelClasses | undefined>(undefined);
  useEffect(() => {
    opened.value = undefined;
    wrong.value = undefined;
    pixel.value = undefined;
    const opening = openPair(pair, job);
    opening.ready.then(
      (result) => {
        opened.value = result;
      },
      (error: unknown) => {
        if (!opening.isClosed) wrong.value = pageWords(error);
      },
    );
    return () => {
      opening.close();
    };
  }, [pair, job]);
  const look = useMemo(
    () => lookOf(palette, painted.off, errorsOf.value),
    [palette, painted.off, errorsOf.value],
  );
  const picture = opened.value?.picture;
  const nameOf = (c: number): string => classNames[c] ?? `class ${c}`;
  return (
    <div class="viewer">
      {wrong.value !== undefined && (
        <p class="problem" role="alert">
          {wrong.value}
        </p>
      )}
      <Panels
        id="viewer-title"
        title={pair.id}
        about={
          opened.value === undefined ? (
            "reading"
          ) : (
            <>
              {sizeText(opened.value.size)}, <ZoomText opened={opened.value.picture} />
            </>
          )
        }
        tools={<ZoomButtons opened={picture} />}
        classes={(opened.value?.present ?? []).map((c) => ({
          index: c,
          name: nameOf(c),
          colour: palette[c] ?? NO_COLOUR,
        }))}
        errorsOf={errorsOf.value}
        chooseErrorsOf={(c) => (errorsOf.value = c)}
        off={painted.off}
        toggle={painted.toggle}
        under={pixel.value === undefined ? "" : pixelText(pixel.value, nameOf)}
        ratio={ratioOf(picture)}
        stage={(layer, label) => (
          <Stage
            layer={layer}
            label={`${label}: drag to move, plus and minus to zoom`}
            opened={picture}
            look={look}
            under={(at) => (pixel.value = at)}
          />
        )}
      />
    </div>
  );
}

/** As the masks are, but for strips and columns: three of them stand side by side. */
function ratioOf(picture: OpenedPair["picture"] | undefined): number {
  return picture === undefined ? 4 / 3 : Math.min(2.2, Math.max(0.75, picture.width / picture.height));
}
