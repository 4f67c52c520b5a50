import { rgbPng } from "../../../app/formats/labelPng.js";
import {
  DETECTION_SAMPLE,
  detectionPhoto,
  detectionResults,
  detectionTruth,
} from "../../../app/samples/detectionScene.js";
import { lesionVolume, niftiOf, VOLUME_SAMPLE } from "../../../app/samples/lesionVolume.js";
import {
  coloursOfIds,
  PANOPTIC_SAMPLE,
  panopticJson,
  panopticScene,
} from "../../../app/samples/panopticScene.js";
import type { DroppedItem } from "../score/droppedFiles.js";
import { startOver, take } from "../score/session.js";
import { isDetectionTask, type PageTask } from "./taskChoices.js";

const SIDES = { groundTruth: "truth", prediction: "prediction" } as const;

/** The samples that ship with the package, drawn anew: the same masks, so the same scores. */
export async function openTaskSample(task: Exclude<PageTask, "overlap" | "boundary">): Promise<void> {
  startOver();
  for (const side of ["groundTruth", "prediction"] as const) {
    await take(
      isDetectionTask(task)
        ? detectionItems(side)
        : task === "panoptic"
          ? panopticItems(side)
          : [volumeItem(side)],
      side,
    );
  }
}

function panopticItems(side: keyof typeof SIDES): DroppedItem[] {
  const name = SIDES[side];
  const json = new File([JSON.stringify(panopticJson(side))], `${name}.json`);
  const scenes = PANOPTIC_SAMPLE.seeds.map((seed) => {
    const { width, height, [side]: drawn } = panopticScene({ ...PANOPTIC_SAMPLE, seed });
    const path = `scene-${seed}.png`;
    return { path, file: new File([rgbPng(width, height, coloursOfIds(drawn.map))], path) };
  });
  return [
    { name: json.name, isFolder: false, files: [{ path: json.name, file: json }] },
    { name, isFolder: true, files: scenes },
  ];
}

/** The truth comes with its photos. */
function detectionItems(side: keyof typeof SIDES): DroppedItem[] {
  const isTruth = side === "groundTruth";
  const name = isTruth ? "truth.json" : "results.json";
  const json = new File([JSON.stringify(isTruth ? detectionTruth() : detectionResults())], name);
  const { width, height, seeds } = DETECTION_SAMPLE;
  const photos = seeds.map((seed) => {
    const { name: path, data } = detectionPhoto(seed);
    return { path, file: new File([rgbPng(width, height, data)], path, { type: "image/png" }) };
  });
  return [
    { name, isFolder: false, files: [{ path: name, file: json }] },
    ...(isTruth ? [{ name: "photos", isFolder: true, files: photos }] : []),
  ];
}

function volumeItem(side: keyof typeof SIDES): DroppedItem {
  const path = "lesions.nii";
  const volume = niftiOf(lesionVolume(VOLUME_SAMPLE.seed)[side]);
  const file = new File([volume as Uint8Array<ArrayBuffer>], path);
  return { name: SIDES[side], isFolder: true, files: [{ path, file }] };
}
