import type { ConventionName } from "./convention.js";

/** Over what one ratio is taken, and how ratios are averaged. */
export type Averaging =
  | "dataset"
  | "datasetBySupport"
  | "datasetPooled"
  | "imagesOfClass"
  | "classesOfImage"
  | "classesOfImageBySupport"
  | "imagePooled"
  | "allPairs";

/** What an image and class, or a class of the data set, counts where there is nothing to score. */
export type Treatment = "left out" | "counts 0" | "counts 1" | "counts 2";

/** The rule behind one number of a tool; two numbers differ because their rules do. */
export interface Rule {
  readonly averaging: Averaging;
  /** A class in neither ground truth nor prediction. */
  readonly absent: Treatment;
  /** A class that is predicted, but not in the ground truth; undefined where classes are pooled. */
  readonly onlyPredicted: Treatment | undefined;
  /** A class that is itself the ignored label, where it is predicted elsewhere. */
  readonly ignoredClass: Treatment;
  /** What is added to the ratios against division by zero, in words; undefined for nothing. */
  readonly smoothing: string | undefined;
  readonly dropsLastClass: boolean;
  /** Pixels that are predicted void: misses, unless the tool drops them. */
  readonly dropsVoidPredictions?: true | undefined;
}

/** One number of a tool that goes by the name of mean IoU or mean Dice. */
export interface ToolSetting {
  /** Tool and setting, as a reader would name them. */
  readonly label: string;
  /** Its name in ConventionScores.figures, or "meanIou" or "meanDice" for those. */
  readonly figure: string;
  /** Divides the figure: 100 where the tool prints percent. */
  readonly unit: number;
  readonly rule: Rule;
}

type Settings = Readonly<Record<"iou" | "dice", readonly ToolSetting[]>>;

const DATASET: Rule = {
  averaging: "dataset",
  absent: "left out",
  onlyPredicted: "counts 0",
  ignoredClass: "counts 0",
  smoothing: undefined,
  dropsLastClass: false,
};
/** Pixels of all classes in one ratio: a class of no pixels adds nothing, a false positive widens the union. */
const POOLED: Rule = { ...DATASET, averaging: "datasetPooled", onlyPredicted: undefined };
/** Weight 0 for a class without ground truth. */
const BY_SUPPORT: Rule = {
  ...DATASET,
  averaging: "datasetBySupport",
  onlyPredicted: "left out",
  ignoredClass: "left out",
};
const IMAGE_FIRST: Rule = { ...DATASET, averaging: "classesOfImage" };
const IN_TRUTH: Rule = { ...IMAGE_FIRST, onlyPredicted: "left out", ignoredClass: "left out" };

function setting(label: string, figure: string, rule: Rule, unit = 1): ToolSetting {
  return { label, figure, unit, rule };
}

/** The tutorial's settings; `absent` is what an absent class scores where it is averaged. */
function tutorialSettings(metric: string, tool: string, absent: Treatment, smoothing: string): ToolSetting[] {
  const standard: Rule = { ...DATASET, averaging: "imagesOfClass", smoothing };
  const naive: Rule = { ...standard, averaging: "allPairs", absent };
  return [["standard", standard] as const, ["naive", naive] as const].flatMap(([type, rule]) =>
    [true, false].map((dropsLastClass) =>
      setting(
        `${tool} (${type}, last class ${dropsLastClass ? "left out" : "kept"})`,
        `${metric} ${type} drop_last=${dropsLastClass ? "True" : "False"}`,
        { ...rule, dropsLastClass },
      ),
    ),
  );
}

/** The settings of each convention that people report, with their rules: the rows of spread. */
export const TOOL_SETTINGS: Readonly<Record<ConventionName, Settings>> = {
  dataset: {
    iou: [setting("maskscore (dataset)", "meanIou", { ...DATASET, ignoredClass: "left out" })],
    dice: [setting("maskscore (dataset)", "meanDice", { ...DATASET, ignoredClass: "left out" })],
  },
  metrics_np: {
    iou: tutorialSettings("iou", "metrics_np", "counts 1", "0.001 to both sides of every ratio"),
    dice: [
      ...tutorialSettings("dice", "metrics_np", "counts 1", "0.001 to both sides of every ratio"),
      ...tutorialSettings(
        "gist dice",
        "the gist's metrics_np",
        "counts 2",
        "0.002 to the numerator and 0.001 to the denominator of every ratio",
      ),
    ],
  },
  keras: {
    iou: [
      setting("Keras (MeanIoU)", "MeanIoU", {
        ...DATASET,
        smoothing: "0.0000001 to every denominator",
        dropsVoidPredictions: true,
      }),
    ],
    dice: [],
  },
  torchmetrics: {
    iou: [
      setting("torchmetrics (MeanIoU)", "MeanIoU(per_class=False)", { ...DATASET, averaging: "allPairs" }),
      setting("torchmetrics (JaccardIndex macro)", "JaccardIndex(average=macro)", {
        ...DATASET,
        ignoredClass: "left out",
      }),
      setting("torchmetrics (JaccardIndex micro)", "JaccardIndex(average=micro)", {
        ...POOLED,
        ignoredClass: "left out",
      }),
      setting("torchmetrics (JaccardIndex weighted)", "JaccardIndex(average=weighted)", BY_SUPPORT),
    ],
    dice: [
      ["macro", "samplewise", IMAGE_FIRST] as const,
      ["micro", "samplewise", { ...POOLED, averaging: "imagePooled" }] as const,
      ["weighted", "samplewise", { ...BY_SUPPORT, averaging: "classesOfImageBySupport" }] as const,
      ["macro", "global", DATASET] as const,
      ["micro", "global", POOLED] as const,
      ["weighted", "global", BY_SUPPORT] as const,
    ].map(([average, level, rule]) =>
      setting(
        `torchmetrics (DiceScore ${average}, ${level})`,
        `DiceScore(average=${average}, aggregation_level=${level})`,
        rule,
      ),
    ),
  },
  monai: {
    iou: monaiSettings("MeanIoU"),
    dice: monaiSettings("DiceMetric"),
  },
  mmsegmentation: {
    iou: [setting("MMSegmentation (mIoU)", "mIoU", DATASET)],
    dice: [setting("MMSegmentation (mDice)", "mDice", DATASET)],
  },
  cityscapes: {
    iou: [
      setting("Cityscapes (averageScoreClasses)", "averageScoreClasses", {
        ...DATASET,
        ignoredClass: "left out",
      }),
    ],
    dice: [],
  },
  "fine-grained": {
    iou: fineGrainedSettings("mIoU"),
    dice: fineGrainedSettings("mDice"),
  },
};

function monaiSettings(metric: string): ToolSetting[] {
  return [["True", IN_TRUTH] as const, ["False", { ...IMAGE_FIRST, absent: "counts 1" }] as const].map(
    ([ignoreEmpty, rule]) =>
      setting(
        `MONAI (${metric === "MeanIoU" ? "" : `${metric}, `}ignore_empty=${ignoreEmpty})`,
        `${metric}(ignore_empty=${ignoreEmpty}, reduction=mean)`,
        rule,
      ),
  );
}

function fineGrainedSettings(metric: string): ToolSetting[] {
  return [
    ["D", DATASET] as const,
    ["I", IN_TRUTH] as const,
    ["C", { ...IN_TRUTH, averaging: "imagesOfClass" }] as const,
  ].map(([letter, rule]) => setting(`fine-grained (${metric}${letter})`, `${metric}${letter} %`, rule, 100));
}
