import { scoredClassesOf } from "../../../app/classes/scoredClasses.js";
import { settingsOf } from "../../../app/classes/settingsOf.js";
import type { CountJob } from "../../../app/job/countImage.js";
import { decodeOf } from "../../../app/job/runDecode.js";
import { PRESETS } from "../../../app/presets/presets.js";
import { type Choices, thresholdOf } from "./choices.js";
import { detectClasses, type DetectedClasses } from "./detectClasses.js";
import { expandStacks } from "./expandStacks.js";
import { paletteOfFiles } from "./paletteOfFiles.js";
import { pairModels, pairOf, type RunImage, type SideFiles } from "./pairs.js";
import { declarationsOf } from "./pixelChoices.js";

/** What is to be scored of folders, and how it is read. */
export interface Prepared {
  readonly images: readonly RunImage[];
  readonly job: CountJob;
  readonly palette: ReturnType<typeof scoredClassesOf>["palette"];
  readonly detected: DetectedClasses | undefined;
  readonly notes: readonly string[];
}

/** Pairs the masks of a truth and of all models, and finds out what their labels mean. */
export async function prepareSides(
  groundTruth: SideFiles,
  predictions: readonly SideFiles[],
  chosen: Choices,
  signal: AbortSignal,
): Promise<Prepared> {
  const preset = chosen.preset === "" ? undefined : PRESETS.get(chosen.preset);
  const threshold = thresholdOf(chosen);
  const takesJpeg = threshold !== undefined;
  const isBinary = chosen.binary || takesJpeg;
  const { images: pairs, notes } = pairModels(groundTruth, predictions, preset, chosen, takesJpeg);
  const choice = {
    numClasses: isBinary ? undefined : chosen.numClasses,
    ignoreIndex: chosen.ignoreIndex,
    nodata: chosen.nodata,
    voidPredictions: chosen.voidPredictions,
    file: chosen.classesFile?.classes,
    preset: isBinary ? undefined : preset,
    binary: isBinary,
    threshold,
    colours: chosen.rgbIds ? ("ids" as const) : undefined,
    lowBits: chosen.lowBits,
    layout: chosen.channelsFirst ? ("channelsFirst" as const) : undefined,
    ...declarationsOf(chosen),
  };
  let classes = scoredClassesOf(choice);
  const images = await expandStacks(pairs, decodeOf(classes.decode, "groundTruth"), signal);
  let detected: DetectedClasses | undefined;
  if (classes.scorer.numClasses === undefined) {
    const pairsOfAll = predictions.flatMap((_, model) => images.map((image) => pairOf(image, model)));
    detected = await detectClasses(pairsOfAll, classes.decode, signal);
    const { numClasses, ignoreIndex, binary, threshold: ofGreys } = detected;
    classes = scoredClassesOf({
      ...choice,
      binary,
      threshold: ofGreys,
      ...(binary
        ? {}
        : {
            preset: detected.preset === undefined ? undefined : PRESETS.get(detected.preset),
            numClasses,
            ignoreIndex: choice.ignoreIndex ?? (ignoreIndex === undefined ? undefined : [ignoreIndex]),
          }),
    });
  }
  const job: CountJob = {
    settings: settingsOf(classes, classes.scorer.numClasses as number),
    decode: classes.decode,
    placement: chosen.ignorePlacement ? "ignore" : "check",
    nodata: classes.nodata,
    unknownLabel: classes.unknownLabel,
    isBinary: classes.isBinary,
    areClassesGuessed: detected !== undefined,
  };
  const hasColours = classes.isBinary || classes.palette.some((colour) => colour !== undefined);
  const palette = hasColours
    ? classes.palette
    : await paletteOfFiles(
        images.slice(0, 1).map((image) => pairOf(image, 0)),
        job.settings,
      );
  return { images, job, palette, detected, notes };
}
