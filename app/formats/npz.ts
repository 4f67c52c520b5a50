import { describe } from "../../src/errors/describe.js";
import type { ScoreLayout } from "../../src/types.js";
import { decodeNpyMask, isReadInPieces, rasterOfArrayPieces, meaningOfArray, noteOf } from "./arrayMask.js";
import { allOf, type FileBytes, heldBytes } from "./fileBytes.js";
import { damaged, unsupported, FormatError } from "./formatError.js";
import {
  type CompressedPart,
  heldPart,
  inflate,
  type Inflate,
  inflateStart,
  requireContent,
} from "./inflate.js";
import { MAX_PIXELS, requireInflatable, requirePixelCount } from "./limits.js";
import type { MaskFile } from "./maskFile.js";
import { readNpyHeader } from "./npy.js";
import { checkedPieces, inflatedPieces, piecesOf, withoutStart } from "./pieces.js";
import { refusalOfZip } from "./refusals.js";
import { readZipEntries, type ZipEntry } from "./zip.js";

/** What people call the mask among other arrays; "arr_0" is NumPy's own name of an array without one. */
const MASK_NAMES = [
  "arr_0",
  "gt",
  "label",
  "labels",
  "logits",
  "mask",
  "pred",
  "prediction",
  "probabilities",
  "scores",
  "seg",
  "segmentation",
];

/** As much of an entry as holds the header of its array, whose length has two bytes in version 1. */
const HEADER_BYTES = 70_000;

/**
 * Reads the mask of a NumPy .npz file: its only array, or of several the only one that is a label map or scores, or the
 * only one of those that has a usual name.
 *
 * @throws {FormatError} damaged, without a mask, or with several
 */
export function decodeNpz(
  file: FileBytes,
  layout: ScoreLayout,
  platform?: Inflate,
  takesValues = false,
  maxPixels = MAX_PIXELS,
): MaskFile {
  const all = readZipEntries(file);
  const entries = all.filter(({ name }) => name.endsWith(".npy"));
  if (entries.length === 0) throw refusalOfZip(all.map(({ name }) => name));
  const entry = entries.length === 1 ? (entries[0] as ZipEntry) : chooseEntry(entries, layout, takesValues);
  // Refuses what is no mask, or too large for one, before it is inflated.
  const header = readNpyHeader(startOf(entry));
  const meaning = meaningOfArray(header, layout, takesValues);
  if (meaning.kind === "none") {
    throw unsupported(`.npz array ${describe(arrayName(entry))} is ${meaning.reason}`);
  }
  requirePixelCount([meaning.width, meaning.height], maxPixels);
  if (header.fileBytes !== entry.size) {
    throw damaged(".npz", `its array takes ${header.fileBytes} bytes, its entry says ${entry.size}`);
  }
  const origin = `.npz ${describe(arrayName(entry))}`;
  if (isReadInPieces(header, meaning, takesValues)) {
    const pieces = withoutStart(contentPieces(entry), header.dataOffset);
    const raster = rasterOfArrayPieces(header, meaning, pieces, origin, layout);
    return { raster, format: "npz", note: noteOf(origin, header, meaning) };
  }
  const content = heldBytes(contentOf(entry, platform));
  return decodeNpyMask(content, "npz", origin, layout, takesValues, maxPixels);
}

/** Data sets are saved so, but a mask and what goes with it are a few. */
const MAX_ARRAYS = 256;
const NAMED_ARRAYS = 12;

function arrayName({ name }: ZipEntry): string {
  return name.slice(0, -".npy".length);
}

function chooseEntry(entries: readonly ZipEntry[], layout: ScoreLayout, takesValues: boolean): ZipEntry {
  if (entries.length > MAX_ARRAYS) {
    throw unsupported(
      `.npz holds ${entries.length} arrays, of which a file of a mask has ${MAX_ARRAYS} at most`,
      "save the mask alone",
    );
  }
  const masks = entries.filter((entry) => isMask(entry, layout, takesValues));
  const named = masks.filter((entry) => MASK_NAMES.includes(arrayName(entry).toLowerCase()));
  const chosen = masks.length === 1 ? masks : named;
  if (chosen.length === 1) return chosen[0] as ZipEntry;
  const names = entries.slice(0, NAMED_ARRAYS).map((entry) => describe(arrayName(entry)));
  if (entries.length > NAMED_ARRAYS) names.push(`${entries.length - NAMED_ARRAYS} more`);
  throw unsupported(
    `.npz holds ${entries.length} arrays (${names.join(", ")}), and which of them is the mask cannot be told`,
    "save it alone",
  );
}

/** Whether an entry holds labels, scores, or values where a threshold was given; what cannot be read is neither. */
function isMask(entry: ZipEntry, layout: ScoreLayout, takesValues: boolean): boolean {
  try {
    const { kind } = meaningOfArray(readNpyHeader(startOf(entry)), layout, takesValues);
    // Else they are a photo, likelier than a mask.
    return kind === "values" ? takesValues : kind !== "none";
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

function startOf(entry: ZipEntry): Uint8Array {
  return entry.isDeflated
    ? inflateStart(compressedOf(entry), HEADER_BYTES)
    : entry.stored.read(0, Math.min(HEADER_BYTES, entry.stored.length));
}

function contentOf(entry: ZipEntry, platform: Inflate | undefined): Uint8Array {
  const compressed = compressedOf(entry);
  if (!entry.isDeflated) return requireContent(allOf(entry.stored), heldPart(compressed));
  requireInflatable(".npz", entry.size, entry.stored.length);
  return inflate(heldPart(compressed), platform);
}

/** The same, in pieces. */
function contentPieces(entry: ZipEntry): Iterable<Uint8Array> {
  const compressed = compressedOf(entry);
  if (!entry.isDeflated) return checkedPieces(piecesOf(entry.stored), compressed);
  requireInflatable(".npz", entry.size, entry.stored.length);
  return inflatedPieces(compressed);
}

function compressedOf({ checksum, size, stored }: ZipEntry): CompressedPart {
  return { file: ".npz", part: "its array", stream: stored, size, checksum };
}
