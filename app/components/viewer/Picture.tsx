import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { errorMap } from "../../view/pictureMasks.js";
import { LAYERS, paintTile } from "../../view/paintTile.js";
import type { StillPicture } from "../../view/stillPicture.js";
import { lookOf } from "./look.js";
import { MaskStages } from "./MaskStages.js";
import { MASK_MODES, type Mode, ModeChoice } from "./modes.js";
import { OpenedPicture } from "./openedPicture.js";
import { type OutcomeCounts, OutcomeKeys } from "./OutcomeKeys.js";
import { Panels } from "./Panels.js";
import type { PictureSource, PixelClasses } from "./pictureSource.js";
import { OpacityChoice, OutlineChoice, pixelText, ZoomButtons, ZoomText } from "./ZoomTools.js";

/** Both masks of a picture as they were read out of its images. */
export interface ReadPicture {
  readonly groundTruth: Uint8Array;
  readonly prediction: Uint8Array;
}

export interface PictureProps {
  readonly picture: StillPicture;
  /** The id of its heading. */
  readonly id: string;
  /** Reads the masks out of the images; undefined where there is no script, or no way. */
  readonly read?: (() => Promise<ReadPicture>) | undefined;
}

/** Opacity of masks over a photo, per cent. */
const OPACITY = 60;

/** A picture out of a report: still images, and, once a script has read them and they are in sight, a viewer. */
export function Picture({ picture, id, read }: PictureProps): VNode {
  const { width, height, classes, voidIndex, photo } = picture;
  const [masks, setMasks] = useState<ReadPicture | undefined>(undefined);
  const [errorsOf, setErrorsOf] = useState(picture.errorsOf);
  const [off, setOff] = useState<ReadonlySet<number>>(new Set());
  const [opacity, setOpacity] = useState(OPACITY);
  const [pixel, setPixel] = useState<PixelClasses | undefined>(undefined);
  const [isStill, setIsStill] = useState(false);
  const [mode, setMode] = useState<Mode>("side");
  const [isOutlined, setIsOutlined] = useState(false);
  const boxRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = boxRef.current;
    if (box === null) return;
    // The map of the first class stays, and no other is offered.
    if (read === undefined) {
      setIsStill(true);
      return;
    }
    return whenInSight(box, () => {
      void read().then(setMasks);
    });
  }, []);
  const opened = useMemo(() => masks && new OpenedPicture(sourceOf(masks, picture)), [masks, picture]);
  const counts = useMemo(
    () => (masks === undefined ? picture.counts : errorMap({ ...masks, voidIndex }, errorsOf).counts),
    [masks, errorsOf],
  );
  const look = useMemo(
    () =>
      lookOf(
        classes.map(({ colour }) => colour),
        { off, errorsOf, isOutlined, lit: undefined, hasPhoto: photo !== undefined },
      ),
    [classes, off, errorsOf, isOutlined],
  );
  const toggle = (index: number): void => {
    const next = new Set(off);
    if (!next.delete(index)) next.add(index);
    setOff(next);
  };
  return (
    <div ref={boxRef}>
      <Panels
        id={id}
        title={picture.title}
        about={
          <>
            {picture.about}
            {opened !== undefined && (
              <span class="needs-script">
                ; {width} x {height}, <ZoomText view={opened} />
              </span>
            )}
          </>
        }
        tools={
          <>
            {opened !== undefined && (
              <>
                <ModeChoice modes={MASK_MODES} mode={mode} choose={setMode} id={id} />
                <ZoomButtons view={opened} />
                <OutlineChoice isOutlined={isOutlined} choose={setIsOutlined} />
              </>
            )}
            {photo !== undefined && <OpacityChoice opacity={opacity} choose={setOpacity} />}
          </>
        }
        classes={classes}
        hasVoid={picture.hasVoid}
        errorsOf={errorsOf}
        chooseErrorsOf={isStill ? undefined : setErrorsOf}
        off={off}
        toggle={opened === undefined ? undefined : toggle}
        under={
          opened === undefined
            ? undefined
            : pixel === undefined
              ? ""
              : pixelText(pixel, (index) => classes[index]?.name ?? "")
        }
        ratio={width / height}
        photo={photo === undefined ? undefined : { uri: photo, opacity: opacity / 100 }}
      >
        {opened === undefined ? (
          <StillPanels picture={picture} counts={counts} />
        ) : (
          <MaskStages
            title={picture.title}
            opened={opened}
            mode={mode}
            look={look}
            errorsOfName={classes[errorsOf]?.name}
            counts={counts}
            hasPhoto={photo !== undefined}
            under={setPixel}
          />
        )}
      </Panels>
    </div>
  );
}

/** Three images, which need no script. */
function StillPanels({
  picture: { title, classes, errorsOf, uris, width, height, photo },
  counts,
}: {
  readonly picture: StillPicture;
  readonly counts: OutcomeCounts;
}): VNode {
  return (
    <div class="panels of-3">
      {LAYERS.map(([layer, name]) => (
        <figure key={layer} class="panel">
          <div class="stage hatched">
            {photo !== undefined && <div class="photo" />}
            <img
              class={`mask ${layer}`}
              alt={`${name} of ${title}`}
              width={width}
              height={height}
              src={uris[layer]}
            />
          </div>
          <figcaption>
            <strong>{name}</strong>
            {layer === "errors" && <OutcomeKeys name={classes[errorsOf]?.name} counts={counts} />}
          </figcaption>
        </figure>
      ))}
    </div>
  );
}

/** Masks that are at hand: tiles are painted when they are asked for. */
function sourceOf(
  { groundTruth, prediction }: ReadPicture,
  { width, height, voidIndex }: StillPicture,
): PictureSource {
  const masks = {
    width,
    height,
    voidIndex,
    truthAt: (pixel: number) => groundTruth[pixel] as number,
    predictionAt: (pixel: number) => prediction[pixel] as number,
  };
  const shown = (index: number): number => (index === voidIndex ? -1 : index);
  return {
    shapeOf: () => ({ width, height, aspect: 1 }),
    tile: (place, look) => createImageBitmap(paintTile(masks, place, look)),
    pixel: (x, y) => {
      const at = y * width + x;
      return Promise.resolve({
        place: `x ${x}, y ${y}`,
        groundTruth: shown(masks.truthAt(at)),
        prediction: shown(masks.predictionAt(at)),
      });
    },
  };
}

/** Acts once, when an element comes near the part of the page that is seen. */
function whenInSight(element: Element, act: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      act();
    },
    { rootMargin: "300px" },
  );
  observer.observe(element);
  return () => {
    observer.disconnect();
  };
}
