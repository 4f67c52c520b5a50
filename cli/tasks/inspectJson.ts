import { inspectDetections, type DetectionInspection } from "../../app/detections/inspectDetections.js";
import type { CocoFile } from "../../app/detections/cocoFile.js";
import { renderSection } from "../../app/report/textReport.js";
import { countText } from "../../app/view/numberTexts.js";
import { printableJson } from "../../app/view/printable.js";
import type { Section } from "../../app/view/section.js";
import { EXIT_SCORED, UsageError } from "../exitCodes.js";
import { readCocoFile } from "../inputs/readCocoFile.js";
import { onInterruption } from "../interruption.js";
import type { Terminal } from "../terminal.js";

/** Categories that are listed before they are only counted. */
const LISTED_CATEGORIES = 40;

/** maskscore inspect TRUTH.json [RESULTS.json ...]: what COCO's files hold, and what looks wrong with them. */
export async function inspectJson(
  paths: readonly string[],
  asJson: boolean,
  terminal: Terminal,
): Promise<number> {
  onInterruption(() => "interrupted before all files were read");
  const files: CocoFile[] = [];
  for (const path of paths) files.push(await readCocoFile(path, { masks: true }));
  const truth = files.find(({ isResults, images }) => !isResults && images.length > 0);
  if (truth === undefined) {
    throw new UsageError(
      "inspect of results takes their truth, too: maskscore inspect truth.json results.json",
    );
  }
  const inspected = files.map((file) =>
    inspectDetections(file, file.isResults || file.images.length === 0 ? truth : file),
  );
  terminal.print(
    asJson
      ? `${printableJson(JSON.stringify(inspected, null, 2))}\n`
      : `${inspected
          .flatMap(sectionsOf)
          .map((section) => renderSection(section, terminal.style))
          .join("\n\n")}\n`,
  );
  return EXIT_SCORED;
}

function sectionsOf({
  file,
  isResults,
  images,
  records,
  findings,
  categories,
}: DetectionInspection): Section[] {
  const listed = categories.slice(0, LISTED_CATEGORIES);
  const unlisted = categories.length - listed.length;
  return [
    {
      title: file,
      table: undefined,
      facts: [
        ["type", isResults ? "COCO results" : "COCO annotations"],
        ["images", countText(images)],
        [isResults ? "results" : "objects", countText(records)],
        ...findings.map(({ severity, message }) => [severity, message] as const),
      ],
    },
    {
      title: undefined,
      table: {
        columns: ["category", "id", isResults ? "results" : "objects", "images"],
        rows: listed.map((one) => [
          one.name ?? "",
          String(one.categoryId),
          countText(one.records),
          countText(one.images),
        ]),
        wordColumns: [0],
      },
      facts: unlisted > 0 ? [["not listed", `${countText(unlisted)} categories more`]] : [],
    },
  ];
}
