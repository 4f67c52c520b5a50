import { METRIC_NAMES, contributionMetric } from "./metricNames.js";
import type { ModelView, MovedImage, RunView } from "./runView.js";

/** Pictures in a report where --worst does not say how many. */
const DEFAULT_PICTURES = 10;
const MAX_PICTURES = 40;

export interface PictureChoice {
  readonly id: string;
  readonly model: string;
  readonly meanIou: number;
  readonly changeWithout: number;
  readonly moved?: MovedImage | undefined;
}

/** The images to look at: those that hold the best model down most, or that moved most between two. */
export function choosePictures(run: RunView): PictureChoice[] {
  const wanted = Math.min(run.worst === 0 ? DEFAULT_PICTURES : run.worst, MAX_PICTURES);
  const choiceOf = (model: ModelView, id: string): PictureChoice => {
    const found = model.contributions.iou?.images.find((image) => image.id === id);
    return {
      id,
      model: model.name,
      meanIou: found?.score ?? NaN,
      changeWithout: found?.changeWithout ?? NaN,
    };
  };
  if (run.comparison !== undefined) {
    const { first, second, result } = run.comparison;
    return result.images.slice(0, Math.ceil(wanted / 2)).flatMap((image) => {
      const moved = {
        metric: METRIC_NAMES[result.metric],
        first: { name: first, score: image.first },
        second: { name: second, score: image.second },
        difference: image.difference,
      };
      return run.models.map((model) => ({ ...choiceOf(model, image.id), moved }));
    });
  }
  const [best] = run.models;
  const worst = best?.contributions[contributionMetric(run.metrics)]?.images ?? [];
  return best === undefined
    ? []
    : worst.slice(0, wanted).flatMap(({ id }) => (id === undefined ? [] : [choiceOf(best, id)]));
}
