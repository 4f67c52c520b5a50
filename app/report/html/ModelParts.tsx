import type { ComponentChildren, VNode } from "preact";
import { byChange, imageRows } from "../../view/imageRows.js";
import { withoutText } from "../../view/leftOut.js";
import { byConvention } from "../../view/means.js";
import { countText, scoreText } from "../../view/numberTexts.js";
import type { ModelView, PictureView, RunView } from "../../view/runView.js";
import { stillPicture } from "../../view/stillPicture.js";
import { ClassBars } from "../../components/ClassBars.js";
import { ClassTable } from "../../components/ClassTable.js";
import { ConfusionTable } from "../../components/ConfusionTable.js";
import { ConventionSpread } from "../../components/ConventionSpread.js";
import { DearestConfusions } from "../../components/DearestConfusions.js";
import { GroupTable } from "../../components/GroupTable.js";
import { ImageSpread } from "../../components/ImageSpread.js";
import { ImageTable } from "../../components/ImageTable.js";
import { Picture } from "../../components/viewer/Picture.js";
import { NumbersBehind } from "../../components/ScrollTable.js";
import { Island } from "./Island.js";

/** Rows of the table of images. */
const LISTED_IMAGES = 500;

/** The parts of a model, with their anchors. */
const PARTS = [
  ["classes", "Classes"],
  ["groups", "Groups of classes"],
  ["confusion", "Confusion matrix"],
  ["images", "Images"],
  ["pictures", "Worst images"],
  ["spread", "Conventions"],
] as const;

type Part = (typeof PARTS)[number][0];

/** What a part is called: of a comparison the pictures are of what moved, for better or worse. */
function labelOf([part, label]: (typeof PARTS)[number], { comparison }: RunView): string {
  return part === "pictures" && comparison !== undefined ? "Images that moved most" : label;
}

/** Pictures name their model; of two models of one name they are the first's. */
function picturesOf(run: RunView, index: number): PictureView[] {
  const name = run.models[index]?.name;
  if (run.models.findIndex((model) => model.name === name) !== index) return [];
  return run.pictures.filter(({ model }) => model === name);
}

/** Anchors and labels of what there is of the only model. */
export function partLinks(run: RunView): (readonly [anchor: string, label: string])[] {
  const [model] = run.models as readonly [ModelView];
  return PARTS.filter((part) => contentOf(part[0], run, model, 0) !== null).map(
    (part) => [`model-1-${part[0]}`, labelOf(part, run)] as const,
  );
}

interface ModelPartsProps {
  readonly run: RunView;
  readonly model: ModelView;
  readonly index: number;
}

/** Everything that is shown of one model; of several, all but the first are folded away. */
export function ModelParts({ run, model, index }: ModelPartsProps): VNode {
  const id = `model-${index + 1}`;
  const parts = PARTS.map((part) => {
    const content = contentOf(part[0], run, model, index);
    return (
      content !== null && (
        <section key={part[0]} id={`${id}-${part[0]}`} aria-labelledby={`${id}-${part[0]}-title`}>
          <h3 id={`${id}-${part[0]}-title`}>{labelOf(part, run)}</h3>
          {content}
        </section>
      )
    );
  });
  if (run.models.length === 1) {
    return (
      <div id={id} class="model">
        {parts}
      </div>
    );
  }
  return (
    <details id={id} class="model" open={index === 0}>
      <summary>
        <h2>{model.name}</h2>{" "}
        <span class="muted small">
          {`mean IoU ${scoreText(model.chosen.meanIou)}${withoutText(model.scores)}${byConvention(model.chosen.convention)}, ${countText(model.imageCount)} images`}
        </span>
      </summary>
      {parts}
    </details>
  );
}

function contentOf(part: Part, run: RunView, model: ModelView, index: number): ComponentChildren {
  const id = `model-${index + 1}`;
  switch (part) {
    case "classes":
      return (
        <>
          <ClassBars model={model} palette={run.palette} id={id} />
          <NumbersBehind summary="The numbers of each class">
            <ClassTable model={model} palette={run.palette} />
          </NumbersBehind>
        </>
      );
    case "groups":
      return model.scores.groups.length === 0 ? null : <GroupTable model={model} />;
    case "confusion":
      return model.confusion === undefined ? null : <Confusion model={model} id={id} />;
    case "images":
      return model.images === undefined ? null : <Images model={model} id={id} />;
    case "pictures": {
      const own = picturesOf(run, index);
      return own.length === 0 ? null : <Pictures run={run} pictures={own} idPrefix={`${id}-picture`} />;
    }
    case "spread":
      return model.spread === undefined ? null : <ConventionSpread spread={model.spread} />;
  }
}

function Confusion({ model, id }: { readonly model: ModelView; readonly id: string }): VNode | null {
  const { confusion: view, scores, contributions, name } = model;
  if (view === undefined) return null;
  return (
    <>
      <Island
        name="confusion"
        of={ConfusionTable}
        props={{
          view,
          names: view.classes.map((c) => scores.classes[c]?.name ?? `class ${c}`),
          classCount: scores.classes.length,
          model: name,
          id,
        }}
      />
      {contributions.iou !== undefined && <DearestConfusions confusions={contributions.iou.confusions} />}
    </>
  );
}

function Images({ model, id }: { readonly model: ModelView; readonly id: string }): VNode {
  const rows = imageRows(model);
  const isCut = rows.length > LISTED_IMAGES;
  const listed = isCut ? [...rows].sort(byChange).slice(0, LISTED_IMAGES) : rows;
  return (
    <>
      <ImageSpread model={model} />
      <h4>Every image</h4>
      {isCut && (
        <p class="muted small">
          The {LISTED_IMAGES} images of {countText(rows.length)} whose absence would raise the mean most.
        </p>
      )}
      <Island
        name="images"
        of={ImageTable}
        props={{ rows: listed, limit: LISTED_IMAGES, model: model.name, id }}
      />
    </>
  );
}

interface PicturesProps {
  readonly run: RunView;
  readonly pictures: readonly PictureView[];
  readonly idPrefix: string;
}

/** Images as three panels each. */
export function Pictures({ run, pictures, idPrefix }: PicturesProps): VNode {
  const names = (run.models[0]?.scores.classes ?? []).map(({ name }) => name);
  return (
    <div class="pictures">
      {pictures.map((picture, i) => (
        <Island
          key={i}
          name="picture"
          of={Picture}
          props={{ picture: stillPicture(picture, names, run.palette), id: `${idPrefix}-${i + 1}` }}
          leaveOut={["uris", "photo"]}
        />
      ))}
    </div>
  );
}
