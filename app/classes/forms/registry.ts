import type { ClassForm } from "./classForm.js";
import { cvatLabelmap } from "./cvatLabelmap.js";
import { gimpPalette } from "./gimpPalette.js";
import { idToLabel } from "./idToLabel.js";
import { jsonColours, jsonNames } from "./jsonTables.js";
import { names } from "./names.js";
import { nnunet } from "./nnunet.js";
import { numberLines } from "./numberLines.js";
import { ownJson } from "./ownJson.js";
import { coco, mapillary } from "./records.js";
import { table } from "./table.js";
import { yamlNames } from "./yamlNames.js";

/** Every form that is read, the surest to tell first: a list of names is what no other one is. */
export const CLASS_FORMS: readonly ClassForm[] = [
  ownJson,
  nnunet,
  coco,
  mapillary,
  idToLabel,
  jsonColours,
  jsonNames,
  yamlNames,
  gimpPalette,
  cvatLabelmap,
  table,
  numberLines,
  names,
];
