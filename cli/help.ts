const EXIT_CODES = `Exit codes: 0 scored; 1 a file is missing or wrong; 2 the command line is wrong; 3 with --keep-going, some
files could not be scored; 4 a score is below --fail-under, or with --fail-worse a model is worse; 130, 143
interrupted.`;

export const PROGRAM_HELP = `
Examples:
  maskscore demo
  maskscore score masks/ predictions/ --dataset cityscapes
  maskscore compare masks/ baseline/ candidate/ --classes classes.json --html report.html
  maskscore score --help

${EXIT_CODES}`;

/** What most people come for, before a list of options that is longer than a screen. */
export const SCORE_EXAMPLES = `Examples (more below):
  maskscore score truth.png prediction.png --binary
  maskscore score masks/ predictions/ --classes classes.json --ci 95 --worst 10
  maskscore score masks/ model-a/ model-b/ --dataset cityscapes --html report.html
`;

export const SCORE_HELP = `
More examples:
  maskscore score truth.png prediction.png --num-classes 19 --ignore-index 255
  maskscore score masks/ model-a/ model-b/ model-c/ --classes classes.json --markdown >> "$GITHUB_STEP_SUMMARY"
  maskscore score masks/ predictions/ --classes classes.json --fail-under iou=0.44,car=0.6 --junit=scores.xml
  maskscore score masks/ predictions/ --classes classes.json --html report.html --images photos/
  maskscore score masks/ predictions/ --classes classes.json --shard auto --resume part.state
  maskscore score lesions/ predictions/ --binary --task components --ci 95
  maskscore score organs/ predictions/ --num-classes 4 --task surfaces --tolerance 1,2
  maskscore score truth.json prediction.json --task panoptic
  maskscore score gtFine/val predictions/ --task panoptic --dataset cityscapes
  maskscore score masks/ predictions/ --classes classes.json --measures iou,boundary,surfaces
  maskscore score masks.zip s3://bucket/predictions/ --classes classes.json

Masks are PNG (palette index, grey value, or colours with --palette or --rgb-ids), NumPy .npy and .npz (labels, or
scores, which are argmaxed), TIFF, GeoTIFF and NIfTI; what a file is is told by its content.
IoU and Dice are ratios of the pixels of all images together; a class absent from truth and prediction has no
score and is left out of the mean. --convention and --spread tell other tools' numbers.

${EXIT_CODES}`;

export const COMPARE_HELP = `
Examples:
  maskscore compare masks/ baseline/ candidate/ --classes classes.json
  maskscore compare masks/ baseline/ candidate/ --classes classes.json --metrics dice --html report.html
  maskscore compare baseline.state candidate.state --fail-worse
  maskscore compare truth.json a.json b.json --task panoptic --metrics pq

Differences are second minus first, over the same images: intervals from a paired bootstrap, p-values from a paired
permutation test, those of classes corrected for their number (Holm).

${EXIT_CODES}`;

export const MERGE_HELP = `
Examples:
  maskscore merge part-*.state --state all.state
  maskscore merge part-*.state --fail-under iou=0.44 --json

Merged shards equal one run to the bit. An image that two states have is refused.

${EXIT_CODES}`;

export const SHOW_HELP = `
Examples:
  maskscore show all.state --convention keras
  maskscore show baseline.state candidate.state --ci 95 --html report.html

${EXIT_CODES}`;

export const INSPECT_HELP = `
Examples:
  maskscore inspect masks/0001.png
  maskscore inspect masks/ --dataset cityscapes --json

Exit codes: 0 every file is a mask; 1 some are not, or cannot be read.`;
