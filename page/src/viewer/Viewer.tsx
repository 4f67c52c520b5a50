import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { ClassSwitch } from "../../../app/components/ClassTable.js";
import { lookOf } from "../../../app/components/viewer/look.js";
import { MaskStages } from "../../../app/components/viewer/MaskStages.js";
import { MASK_MODES, ModeChoice } from "../../../app/components/viewer/modes.js";
import type { OpenedPicture } from "../../../app/components/viewer/openedPicture.js";
import { Panels } from "../../../app/components/viewer/Panels.js";
import type { PixelClasses } from "../../../app/components/viewer/pictureSource.js";
import {
  OpacityChoice,
  OutlineChoice,
  pixelText,
  ZoomButtons,
  ZoomText,
} from "../../../app/components/viewer/ZoomTools.js";
import type { CountJob } from "../../../app/job/countImage.js";
import { NO_COLOUR } from "../../../app/view/displayColours.js";
import { scoreText } from "../../../app/view/numberTexts.js";
import type { ImageScores } from "../../../src/measures/confusion/imageScores.js";
import { sizeText } from "../../../src/reading/raster.js";
import type { ImagePair } from "../score/pairs.js";
import { photos } from "./photos.js";
import { SliceTools } from "./SliceTools.js";
import { ThresholdTools } from "./ThresholdTools.js";
import { useOpenedPair } from "./useOpenedPair.js";
import { usePhoto } from "./usePhoto.js";
import { isOutlined, mode, opacity } from "./viewChoices.js";

/** Pixels of one confusion, by class. */
export type LitCell = readonly [truth: number, prediction: number];

export interface ViewerProps {
  readonly pair: ImagePair;
  readonly job: CountJob;
  readonly classNames: readonly string[];
  readonly palette: readonly string[];
  readonly painted: ClassSwitch;
  /** The image's own; undefined where it has none. */
  readonly scores: ImageScores | undefined;
  /** Undefined: all pixels are. */
  readonly lit: LitCell | undefined;
  readonly light: (lit: LitCell | undefined) => void;
  /** Which of the images it is, and the way to others; undefined where there is one. */
  readonly place: { readonly text: string; readonly step: (by: 1 | -1) => void } | undefined;
}

/** A pair's masks, moved and zoomed together. They may be large: a worker holds them, and paints tiles. */
export function Viewer(props: ViewerProps): VNode {
  const { pair, job, classNames, palette, painted, scores, lit, light, place } = props;
  const { shown, wrong } = useOpenedPair(pair, job);
  const errorsOf = useSignal(-1);
  const pixel = useSignal<PixelClasses | undefined>(undefined);
  const opened = shown.value?.opened;
  const picture = opened?.picture;
  const slice = useSignal(picture?.slice);
  /** Of probabilities; undefined: as they were scored. */
  const threshold = useSignal<number | undefined>(undefined);
  useEffect(() => {
    pixel.value = undefined;
    if (opened?.curve === undefined) threshold.value = undefined;
    slice.value = picture?.slice;
  }, [picture]);
  const photo = usePhoto(photos.value?.of((shown.value?.pair ?? pair).id));
  const hasPhoto = photo !== undefined;
  const look = useMemo(
    () =>
      lookOf(palette, {
        off: painted.off,
        errorsOf: errorsOf.value,
        isOutlined: isOutlined.value,
        lit,
        threshold: threshold.value,
        hasPhoto,
      }),
    [palette, painted.off, errorsOf.value, isOutlined.value, lit, threshold.value, hasPhoto],
  );
  const nameOf = (c: number): string => classNames[c] ?? `class ${c}`;
  const isReading = wrong.value === undefined && shown.value?.pair !== pair;
  return (
    <div class={`viewer${isReading ? " reading" : ""}`}>
      {wrong.value !== undefined && (
        <p class="problem" role="alert">
          {wrong.value}
        </p>
      )}
      <Panels
        id="viewer-title"
        title={pair.id}
        about={
          <>
            {scores !== undefined && `mean IoU ${scoreText(scores.meanIou)}; `}
            {opened === undefined || picture === undefined || isReading ? (
              "reading"
            ) : (
              <>
                {sizeText(opened.size)}, <ZoomText view={picture} />
              </>
            )}
          </>
        }
        beside={place !== undefined && <Steps {...place} />}
        tools={
          <>
            <ModeChoice
              modes={MASK_MODES}
              mode={mode.value}
              choose={(chosen) => (mode.value = chosen)}
              id="viewer"
            />
            <ZoomButtons view={picture} />
            <OutlineChoice isOutlined={isOutlined.value} choose={(is) => (isOutlined.value = is)} />
            {hasPhoto && (
              <OpacityChoice opacity={opacity.value} choose={(chosen) => (opacity.value = chosen)} />
            )}
          </>
        }
        classes={(opened?.classes ?? []).map((c) => ({
          index: c,
          name: nameOf(c),
          colour: palette[c] ?? NO_COLOUR,
          note: scores === undefined || isReading ? undefined : noteOf(scores.iou[c]),
        }))}
        notesAre={scores === undefined ? undefined : "numbers: IoU in this image"}
        hasVoid={opened?.hasVoid === true}
        errorsOf={errorsOf.value}
        chooseErrorsOf={(c) => (errorsOf.value = c)}
        off={painted.off}
        toggle={painted.toggle}
        under={pixel.value === undefined ? "" : pixelText(asCut(pixel.value, threshold.value), nameOf)}
        ratio={ratioOf(picture)}
        photo={photo === undefined ? undefined : { uri: photo, opacity: opacity.value / 100 }}
      >
        {lit !== undefined && (
          <p class="lit">
            <span>
              Only truth <strong>{nameOf(lit[0])}</strong>, predicted <strong>{nameOf(lit[1])}</strong> is
              lit.
            </span>{" "}
            <button
              type="button"
              onClick={() => {
                light(undefined);
              }}
            >
              Light all
            </button>
          </p>
        )}
        {opened !== undefined && picture !== undefined && slice.value !== undefined && (
          <SliceTools
            size={opened.size}
            slice={slice.value}
            worst={opened.worstSlices}
            choose={(chosen) => {
              picture.slice = chosen;
              pixel.value = undefined;
              slice.value = chosen;
            }}
          />
        )}
        <MaskStages
          title={pair.id}
          opened={picture}
          mode={mode.value}
          look={look}
          errorsOfName={errorsOf.value < 0 ? undefined : nameOf(errorsOf.value)}
          hasPhoto={hasPhoto}
          under={(at) => (pixel.value = at)}
          step={place?.step}
        />
        {opened?.curve !== undefined && (
          <ThresholdTools
            key={pair.id}
            curveOf={opened.curve}
            threshold={threshold.value}
            choose={(chosen) => (threshold.value = chosen)}
          />
        )}
      </Panels>
    </div>
  );
}

function Steps({ text, step }: NonNullable<ViewerProps["place"]>): VNode {
  return (
    <span class="buttons steps">
      <button
        type="button"
        onClick={() => {
          step(-1);
        }}
        aria-label="Previous image"
      >
        ‹
      </button>
      <span class="muted small" aria-live="polite">
        {text}
      </span>
      <button
        type="button"
        onClick={() => {
          step(1);
        }}
        aria-label="Next image"
      >
        ›
      </button>
    </span>
  );
}

/** What is predicted where a threshold was moved. */
function asCut(pixel: PixelClasses, threshold: number | undefined): PixelClasses {
  const { value, prediction } = pixel;
  return value === undefined || threshold === undefined || prediction < 0
    ? pixel
    : { ...pixel, prediction: Number(value >= threshold) };
}

function noteOf(iou: number | undefined): string | undefined {
  return iou === undefined || Number.isNaN(iou) ? undefined : iou.toFixed(2);
}

/** As the masks are, but for strips and columns. */
function ratioOf(picture: OpenedPicture | undefined): number {
  if (picture === undefined) return 4 / 3;
  const { width, height } = picture.size;
  return Math.min(2.2, Math.max(0.75, width / height));
}
