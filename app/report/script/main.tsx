// What a report does when it is looked at. It shows the same numbers without: parts that do more come to life here, the
// very components that it was written by.
import { type ComponentType, hydrate } from "preact";
import { ConfusionTable, type ConfusionTableProps } from "../../components/ConfusionTable.js";
import { ImageTable, type ImageTableProps } from "../../components/ImageTable.js";
import { keepTextSafe } from "../../components/safeText.js";
import { PictureOfTask, type PictureOfTaskProps } from "../../components/tasks/PictureOfTask.js";
import { Picture, type PictureProps } from "../../components/viewer/Picture.js";
import type { Layer } from "../../view/paintTile.js";
import { type PaintedSlice, slicesBelow } from "../../view/tasks/taskPicture.js";
import { readData } from "../html/islandData.js";
import { readIndices } from "./readIndices.js";
import { unfoldForLinks, unfoldForPrint } from "./unfold.js";

keepTextSafe();
document.documentElement.classList.add("scripted");
revive<ConfusionTableProps>("confusion", ConfusionTable, (props) => props);
revive<ImageTableProps>("images", ImageTable, (props) => props);
revive<PictureProps>("picture", Picture, pictureIn);
revive<PictureOfTaskProps>("task-picture", PictureOfTask, paintedIn);
unfoldForLinks();
unfoldForPrint();

/** Makes a component of every place that was written by it, with the data that stands behind it. */
function revive<Props extends object>(
  name: string,
  Component: ComponentType<Props>,
  complete: (props: Props, place: Element) => Props,
): void {
  for (const place of document.querySelectorAll(`[data-island="${name}"]`)) {
    const props = readData(place.nextElementSibling?.textContent ?? "{}") as Props;
    hydrate(<Component {...complete(props, place)} />, place);
  }
}

/** Masks and photo are in the markup already, and nowhere else. */
function pictureIn({ picture, id }: PictureProps, place: Element): PictureProps {
  const uriOf = (layer: Layer): string => place.querySelector(`img.${layer}`)?.getAttribute("src") ?? "";
  const uris = { truth: uriOf("truth"), prediction: uriOf("prediction"), errors: uriOf("errors") };
  const read = async () => ({
    groundTruth: await readIndices(uris.truth),
    prediction: await readIndices(uris.prediction),
  });
  return {
    id,
    picture: { ...picture, uris, photo: photoIn(place) },
    read: "DecompressionStream" in globalThis ? read : undefined,
  };
}

/** The painted slices are in the markup already, an image a panel. */
function paintedIn(props: PictureOfTaskProps, place: Element): PictureOfTaskProps {
  const uris = Array.from(
    place.querySelectorAll<HTMLImageElement>("img.mask"),
    (image) => image.src,
  ).values();
  const { picture } = props;
  const slices = [...picture.slices];
  for (const at of slicesBelow(picture)) {
    const slice = slices[at] as PaintedSlice;
    const panels = slice.panels.map((panel) => ({ ...panel, uri: uris.next().value ?? "" }));
    slices[at] = { ...slice, panels };
  }
  return { ...props, picture: { ...picture, slices, photo: photoIn(place) } };
}

/** A photo is in the markup already, as a property of style. */
function photoIn(place: Element): string | undefined {
  const photo = place.querySelector<HTMLElement>(".picture")?.style.getPropertyValue("--photo");
  return /^url\("(.*)"\)$/.exec(photo ?? "")?.[1];
}
