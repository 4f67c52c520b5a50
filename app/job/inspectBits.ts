import { rulesOf } from "../../src/labels/labelRules.js";
import type { SideThresholds } from "../../src/labels/threshold.js";
import type { Door } from "../errors/words.js";
import type { MaskFile } from "../formats/decodeMask.js";
import { stepOf } from "../formats/lowBits.js";
import type { MaskFinding } from "./inspection.js";
import { isAsStored, readingsOf } from "./undecidedBits.js";

/** What is known of the classes. */
interface ExpectedBits {
  readonly numClasses: number | undefined;
  readonly ignoreIndex?: number | readonly number[] | null | undefined;
  readonly isBinary?: boolean | undefined;
  readonly thresholds?: SideThresholds | undefined;
}

/** What is to be known of a file whose greys are stored in fewer than 8 bits, as a truth. */
export function bitsFindings(
  { raster, undecidedBits }: Pick<MaskFile, "raster" | "undecidedBits">,
  { numClasses, ignoreIndex, isBinary = false, thresholds }: ExpectedBits,
  { setLowBits }: Door,
): MaskFinding[] {
  const { groundTruth: rules } = rulesOf({
    // Where they are not known, every label may be one.
    numClasses: numClasses ?? Number.MAX_SAFE_INTEGER,
    ignoreIndex: ignoreIndex ?? null,
    labelMapping: isBinary ? { groundTruth: "nonzero", prediction: "nonzero" } : null,
    voidPredictions: "error",
    threshold: thresholds ?? null,
  });
  const found = readingsOf({ mask: raster, undecidedBits }, rules);
  if (found === undefined || !(found.raw || found.scaled)) return [];
  const { bits, value } = found;
  const isKnown = isAsStored(found, true);
  const cures = (["raw", "scaled"] as const)
    .filter((choice) => found[choice])
    .map((choice) => setLowBits(choice));
  const decision = isKnown
    ? "it is taken as stored, unless other files have other numbers of bits"
    : cures.join(", or ");
  return [
    {
      severity: isKnown
        ? "note"
        : numClasses === undefined && ignoreIndex === undefined
          ? "warning"
          : "error",
      message: `grey of ${bits} ${bits === 1 ? "bit" : "bits"}: its ${value} is ${value * stepOf(bits)} to Pillow and OpenCV, and may have been; ${decision}`,
    },
  ];
}
