import type { MaskFile } from "../../app/formats/decodeMask.js";
import { type CountJob, countImage, type Outcome } from "../../app/job/countImage.js";
import type { NamedMask } from "../../app/job/maskPair.js";
import { maskOfBytes } from "../../app/job/maskOfBytes.js";
import type { ImageFiles } from "../inputs/pairing.js";
import { readRegularFile } from "../inputs/readBytes.js";
import { inflateByNode } from "./inflateByNode.js";

/** @throws {DatasetError} the file cannot be read or is no mask */
export function readMask(path: string, decode: CountJob["decode"]): MaskFile {
  return maskOfBytes(path, readRegularFile(path), { ...decode, inflate: inflateByNode });
}

/** @throws {DatasetError} the file cannot be read or is no mask */
export function readSide(path: string, decode: CountJob["decode"]): NamedMask {
  return { name: path, mask: readMask(path, decode).raster };
}

/** Counts an image of the disk. */
export function countFiles(job: CountJob, image: ImageFiles): Promise<Outcome[]> {
  return countImage(job, image, readSide, (path) => path);
}
